import { OrreryError } from "../errors.ts";

/** Largest integer whose square is at most `n`, by Newton's iteration from above (Cohen 1993, algorithm 1.7.1). */
export function integerSquareRoot(n: bigint): bigint {
  if (n < 0n) throw new OrreryError(`An integer square root needs an integer of at least 0, got ${n}.`);
  if (n < 2n) return n;
  let root = 1n << BigInt((n.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
