/** Bitcoin's difficulty (bitcoin/bitcoin `src/pow.cpp`, `src/arith_uint256.cpp`, `src/rpc/blockchain.cpp`). */
import { OrreryError } from "../errors.ts";
import { type Whole, whole } from "./integers.ts";

export interface Retarget {
  /** Seconds that a period should take: 1,209,600 (two weeks) for Bitcoin. */
  readonly targetTimespan: number;
  /** Compact form of the easiest target. */
  readonly limitBits: number;
}

/** Whole seconds that a period must have at least: a quarter of it is the shortest that is told from none. */
export const SHORTEST_TIMESPAN = 4;

const MANTISSA_BITS = 0x007fffff;
const SIGN_BIT = 0x00800000;
/** The target of difficulty 1: 0xffff × 2^208. */
const DIFFICULTY_ONE = 0xffffn << 208n;

/** Target of its compact form: a byte of length in bytes and three of mantissa. Negative and overlong ones are refused. */
export function targetFromBits(bits: number): bigint {
  const size = bits >>> 24;
  const mantissa = bits & MANTISSA_BITS;
  const target =
    size <= 3 ? BigInt(mantissa >>> (8 * (3 - size))) : BigInt(mantissa) << BigInt(8 * (size - 3));
  if ((target !== 0n && (bits & SIGN_BIT) !== 0) || target >= 1n << 256n) {
    throw new OrreryError(
      `The compact target 0x${bits.toString(16).padStart(8, "0")} is negative or above 2^256.`,
    );
  }
  return target;
}

/** Compact form of a target; digits below the three leading bytes are cut off. */
export function bitsFromTarget(target: bigint): number {
  let size = Math.ceil(target.toString(2).length / 8);
  if (target === 0n) size = 0;
  let mantissa = Number(size <= 3 ? target << BigInt(8 * (3 - size)) : target >> BigInt(8 * (size - 3)));
  if ((mantissa & SIGN_BIT) !== 0) {
    mantissa >>>= 8;
    size += 1;
  }
  return ((size << 24) | mantissa) >>> 0;
}

/**
 * Compact target of the next period, from the present one and the seconds between the first and the last block of
 * the period (one interval fewer than blocks: Bitcoin's off-by-one is kept). The step stays within a factor of four,
 * and a target never falls to 0, which no hash could meet.
 */
export function nextBits(bits: number, timespan: number, { targetTimespan, limitBits }: Retarget): number {
  const shortest = Math.floor(targetTimespan / 4);
  const clamped = Math.min(Math.max(Math.floor(timespan), shortest), targetTimespan * 4);
  const target = (targetFromBits(bits) * BigInt(clamped)) / BigInt(targetTimespan);
  const limit = targetFromBits(limitBits);
  return bitsFromTarget(target > limit ? limit : target > 0n ? target : 1n);
}

/** Bitcoin's two weeks, and its easiest target. */
const BITCOIN: Retarget = { targetTimespan: 1_209_600, limitBits: 0x1d00ffff };

/** Compact target of the next period from the times (s since 1970) of the first and the last block of this one. */
export function retargetBits(
  input: Partial<Retarget> & {
    readonly bits: number;
    readonly firstTime: Whole;
    readonly lastTime: Whole;
  },
): number {
  const timespan = whole("lastTime", input.lastTime) - whole("firstTime", input.firstTime);
  return nextBits(input.bits, Number(timespan), { ...BITCOIN, ...input });
}

/** How many times harder than the easiest Bitcoin target: 1 at compact target 0x1d00ffff. */
export function difficulty(target: bigint): number {
  return Number(DIFFICULTY_ONE) / Number(target);
}

/** Expected hashes to find a block: 2^256 / (target + 1), rounded down. Chains compare by its sum. */
export function work(target: bigint): bigint {
  return (1n << 256n) / (target + 1n);
}

/** A compact target stands for thousands of blocks, and is asked about after each: the last answer is kept. */
function ofBits(answer: (target: bigint) => number): (bits: number) => number {
  let [known, value] = [Number.NaN, Number.NaN];
  return (bits) => {
    if (bits !== known) [known, value] = [bits, answer(targetFromBits(bits))];
    return value;
  };
}

/** Difficulty of a compact target. */
export const difficultyOfBits = ofBits(difficulty);

/** Expected hashes to find a block at a compact target. */
export const hashesOfBits = ofBits((target) => Number(work(target)));
