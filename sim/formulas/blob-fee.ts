/** Fee of Ethereum's blobs (EIP-4844, EIP-7691, EIP-7892, EIP-7918; ethereum/go-ethereum `consensus/misc/eip4844`). */
import { OrreryError } from "../errors.ts";
import { above, type Whole, whole } from "./integers.ts";

/** How many blobs a block should have and may have, and how fast their fee follows. */
export interface BlobSchedule {
  readonly target: Whole;
  readonly max: Whole;
  /** The larger it is, the slower the fee moves. */
  readonly updateFraction: bigint;
}

/** What the forks set; BPO: "blob parameters only". */
export const BLOB_SCHEDULES = {
  cancun: { target: 3, max: 6, updateFraction: 3_338_477n },
  prague: { target: 6, max: 9, updateFraction: 5_007_716n },
  bpo1: { target: 10, max: 15, updateFraction: 8_346_193n },
  bpo2: { target: 14, max: 21, updateFraction: 11_684_671n },
} as const satisfies Readonly<Record<string, BlobSchedule>>;

export const GAS_PER_BLOB = 131_072n;
/** Execution gas that a blob is worth at least in base fee: the reserve price of EIP-7918. */
const BLOB_BASE_COST = 8_192n;

/** Highest power of e whose series is summed; its result has 4,343 digits. */
const HIGHEST_POWER = 10_000n;

/** factor × e^(numerator / denominator), by Taylor's series in whole numbers (EIP-4844's fake_exponential). */
export function fakeExponential(input: {
  readonly factor: bigint;
  readonly numerator: bigint;
  readonly denominator: bigint;
}): bigint {
  const { factor, numerator, denominator } = input;
  if (denominator <= 0n) throw new OrreryError(`A denominator is above 0, got ${denominator}.`);
  if (numerator > HIGHEST_POWER * denominator)
    throw new OrreryError(
      `A power of e is at most ${HIGHEST_POWER}, got ${numerator} / ${denominator}: no fee has its digits.`,
    );
  let sum = 0n;
  let term = factor * denominator;
  for (let power = 1n; term > 0n; power += 1n) {
    sum += term;
    term = (term * numerator) / (denominator * power);
  }
  return sum / denominator;
}

/** Wei for a unit of blob gas at this excess; at least 1. */
export function blobBaseFee(input: {
  readonly excessBlobGas: bigint;
  readonly updateFraction: bigint;
}): bigint {
  return fakeExponential({ factor: 1n, numerator: input.excessBlobGas, denominator: input.updateFraction });
}

export interface ExcessBlobGasInput extends BlobSchedule {
  readonly parentExcessBlobGas: bigint;
  readonly parentBlobGasUsed: bigint;
  /** Wei for a unit of execution gas in the parent. None before Osaka, where no reserve price holds. */
  readonly parentBaseFee?: bigint;
}

/**
 * Excess of blob gas that a block starts with. Where executing costs more than blobs pay (EIP-7918) it falls no more:
 * it grows by the part of what was used that the maximum has above the target.
 */
export function excessBlobGas(input: ExcessBlobGasInput): bigint {
  const { parentExcessBlobGas: excess, parentBlobGasUsed: used, parentBaseFee, updateFraction } = input;
  const target = whole("target", input.target);
  const max = whole("max", input.max, target + 1n);
  const left = above(excess + used, target * GAS_PER_BLOB);
  if (parentBaseFee === undefined || excess + used < target * GAS_PER_BLOB) return left;
  const reserve = BLOB_BASE_COST * parentBaseFee;
  const paid = GAS_PER_BLOB * blobBaseFee({ excessBlobGas: excess, updateFraction });
  return reserve > paid ? excess + (used * (max - target)) / max : left;
}
