/**
 * Bins of even relative width. A bin is the exponent of a double and the first eight bits of its mantissa (the idea of
 * HdrHistogram, Tene 2012): no logarithm, and the same bin on every engine. Bins are at most 0.4 % wide.
 */
import { OrreryError } from "../errors.ts";

const SMALLEST_EXPONENT = -20;
const LARGEST_EXPONENT = 32;
const MANTISSA_BITS = 8;
const BINS_PER_OCTAVE = 1 << MANTISSA_BITS;
const EXPONENT_BIAS = 1023;
/** The values that have bins of their own: from 2^−20 (about 10^−6) to before 2^33 (about 8.6 × 10^9). */
const SMALLEST = 1 / 1_048_576;
const LARGEST = 8_589_934_592;
const ZERO_BIN = 0;
const BELOW_BIN = 1;
const FIRST_BIN = 2;
const FIRST_KEY = (SMALLEST_EXPONENT + EXPONENT_BIAS) * BINS_PER_OCTAVE;
const BETWEEN = (LARGEST_EXPONENT - SMALLEST_EXPONENT + 1) * BINS_PER_OCTAVE;
const ABOVE_BIN = FIRST_BIN + BETWEEN;

const bits = new DataView(new ArrayBuffer(8));

/** Number of bins: one for 0, one for less than 2^−20, 256 for each octave to 2^33, one for more. */
export const HISTOGRAM_BINS = ABOVE_BIN + 1;

/** Bin of a value of at least 0. */
export function binOf(value: number): number {
  if (value >= SMALLEST && value < LARGEST) {
    bits.setFloat64(0, value);
    return FIRST_BIN + (bits.getUint32(0) >>> (20 - MANTISSA_BITS)) - FIRST_KEY;
  }
  if (value >= LARGEST) return ABOVE_BIN;
  if (value === 0) return ZERO_BIN;
  if (value > 0) return BELOW_BIN;
  throw new OrreryError(`A histogram takes values of at least 0, got ${value}.`);
}

/** Smallest value of a bin; the bin reaches to before that of the next. */
export function binStart(bin: number): number {
  if (bin <= BELOW_BIN) return 0;
  if (bin === ABOVE_BIN) return LARGEST;
  bits.setUint32(0, (bin - FIRST_BIN + FIRST_KEY) << (20 - MANTISSA_BITS));
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}

/** A value of a bin: so much of the way from its start to its end. */
export const valueIn = (bin: number, share: number): number =>
  bin === ZERO_BIN || bin === ABOVE_BIN
    ? binStart(bin)
    : binStart(bin) + share * (binStart(bin + 1) - binStart(bin));
