/**
 * Difficulty of Ethereum under proof of work, with its bomb (EIP-2, EIP-100; ethereum/go-ethereum
 * `consensus/ethash/difficulty.go`; delays: EIP-649 and its successors up to EIP-5133).
 */
import { above, larger, type Whole, whole } from "./integers.ts";

export interface EthereumDifficultyInput {
  readonly parentDifficulty: bigint;
  /** s since 1970. */
  readonly parentTime: Whole;
  readonly parentHasUncles: boolean;
  /** Time of the block, s since 1970. */
  readonly time: Whole;
  /** Its number. */
  readonly number: Whole;
  /** Blocks by which the bomb is put off: 11,400,000 since Gray Glacier. */
  readonly bombDelay: Whole;
}

const LEAST = 131_072n;

/** Difficulty of a block: up where the parent came within 9 s (18 s with uncles), down by at most 99/2048, and the bomb. */
export function ethereumDifficulty(input: EthereumDifficultyInput): bigint {
  const { parentDifficulty, parentHasUncles } = input;
  const taken = whole("time", input.time) - whole("parentTime", input.parentTime);
  const steps = larger((parentHasUncles ? 2n : 1n) - taken / 9n, -99n);
  const adjusted = larger(parentDifficulty + (parentDifficulty / 2_048n) * steps, LEAST);
  const period = above(whole("number", input.number), whole("bombDelay", input.bombDelay)) / 100_000n;
  return adjusted + (period > 1n ? 1n << (period - 2n) : 0n);
}
