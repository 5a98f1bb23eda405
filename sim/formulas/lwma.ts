/** Linearly weighted moving average of solve times (zawy12/difficulty-algorithms, issue 3: LWMA-1); coins differ in details. */
import { OrreryError } from "../errors.ts";
import { larger, smaller, type Whole, whole } from "./integers.ts";

export interface LwmaInput {
  /** Difficulties of the last blocks, oldest first. */
  readonly difficulties: readonly bigint[];
  /** How long each of them took, s, oldest first; below 0 where clocks went back. */
  readonly solveTimes: readonly Whole[];
  /** Seconds that a block should take. */
  readonly target: Whole;
}

/** A solve time counts at most for so many targets, either way. */
const LIMIT = 6n;

/** Difficulty of the next block: later blocks weigh more, the newest as much as there are blocks. */
export function lwmaDifficulty({ difficulties, solveTimes, target }: LwmaInput): bigint {
  const blocks = BigInt(difficulties.length);
  if (blocks === 0n || difficulties.length !== solveTimes.length)
    throw new OrreryError("A weighted mean needs blocks, and a difficulty and a solve time for each.", [
      `${difficulties.length} difficulties`,
      `${solveTimes.length} solve times`,
    ]);
  const seconds = whole("target", target, 1n);
  let weighted = 0n;
  for (const [block, time] of solveTimes.entries()) {
    const taken = whole("solveTimes", time, -(1n << 62n));
    weighted += BigInt(block + 1) * larger(smaller(taken, LIMIT * seconds), -LIMIT * seconds);
  }
  const floor = (blocks * blocks * seconds) / 20n;
  const sum = difficulties.reduce((total, difficulty) => total + difficulty, 0n);
  return (sum * seconds * (blocks + 1n)) / (2n * larger(weighted, larger(floor, 1n)));
}
