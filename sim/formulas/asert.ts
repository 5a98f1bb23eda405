/**
 * Absolutely scheduled exponentially rising targets (aserti3-2d): bitcoincashorg/bitcoincash.org `spec/2020-11-15-asert.md`,
 * gcash/bchd `blockchain/difficulty.go`. The target depends on an anchor, a height and a time, and on no history.
 */
import { smaller, type Whole, whole } from "./integers.ts";
import { bitsFromTarget, targetFromBits } from "./retarget.ts";

export interface AsertInput {
  /** Compact target of the anchor block. */
  readonly anchorBits: number;
  readonly anchorHeight: Whole;
  /** Time of the block before the anchor, s since 1970. */
  readonly anchorParentTime: Whole;
  /** Height of the block before the one whose target is asked for. */
  readonly height: Whole;
  /** Its time, s since 1970. */
  readonly time: Whole;
  /** Lag, in s, by which the target doubles: 172,800 on the main network. */
  readonly halfLife?: Whole;
  /** Seconds between blocks that the schedule asks for. */
  readonly spacing?: Whole;
  /** Compact form of the easiest target. */
  readonly limitBits?: number;
}

/** Fixed point of the exponent: 16 bits behind the point. */
const RADIX = 65_536n;
/** Bits of a target: moved up by them, whatever is above 0 is the easiest. */
const BITS = 256n;
/** The cubic that stands for 2^x − 1 on [0, 1), within 0.013 %. */
const cubic = (x: bigint): bigint =>
  (195_766_423_245_049n * x + 971_821_376n * x * x + 5_127n * x * x * x + (1n << 47n)) >> 48n;

/** Compact target of the block after `height`: twice as easy for each half-life that the chain lags its schedule. */
export function asertBits(input: AsertInput): number {
  const { anchorBits, halfLife = 172_800, spacing = 600, limitBits = 0x1d00ffff } = input;
  const blocks = whole("height", input.height) - whole("anchorHeight", input.anchorHeight) + 1n;
  const elapsed = whole("time", input.time) - whole("anchorParentTime", input.anchorParentTime);
  const lag = elapsed - whole("spacing", spacing, 1n) * blocks;
  // The quotient is cut towards zero, the shift rounds down: as the sources do.
  const exponent = (lag * RADIX) / whole("halfLife", halfLife, 1n);
  const shift = exponent >> 16n;
  const scaled = targetFromBits(anchorBits) * (RADIX + cubic(exponent - shift * RADIX));
  const target = shift >= 16n ? scaled << smaller(shift - 16n, BITS) : scaled >> (16n - shift);
  return bitsFromTarget(target === 0n ? 1n : smaller(target, targetFromBits(limitBits)));
}
