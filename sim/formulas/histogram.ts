/**
 * Histograms with bins of even relative width, as plain typed arrays that fit into a mechanism's state. A bin is the
 * exponent of a double and the first five bits of its mantissa (the idea of HdrHistogram, Tene 2012): no logarithm,
 * and the same bin on every engine. Bins are at most 3.2 % wide.
 */
import { OrreryError } from "../errors.ts";

const SMALLEST_EXPONENT = -10;
const LARGEST_EXPONENT = 29;
const MANTISSA_BITS = 5;
const BINS_PER_OCTAVE = 1 << MANTISSA_BITS;
const EXPONENT_BIAS = 1023;
/** The values that have bins of their own: from 2^−10 (about 0.001) to before 2^30 (about 10^9). */
const SMALLEST = 1 / 1024;
const LARGEST = 1_073_741_824;
const ZERO_BIN = 0;
const BELOW_BIN = 1;
const FIRST_BIN = 2;
const FIRST_KEY = (SMALLEST_EXPONENT + EXPONENT_BIAS) * BINS_PER_OCTAVE;
const BETWEEN = (LARGEST_EXPONENT - SMALLEST_EXPONENT + 1) * BINS_PER_OCTAVE;
const ABOVE_BIN = FIRST_BIN + BETWEEN;

const bits = new DataView(new ArrayBuffer(8));

/** Number of bins: one for 0, one for less than 2^−10, 32 for each octave to 2^30, one for more. */
export const HISTOGRAM_BINS = ABOVE_BIN + 1;

/** An empty histogram: the weight in each bin. */
export function histogramBins(): Float64Array {
  return new Float64Array(HISTOGRAM_BINS);
}

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

/** Adds a value, or `weight` of it. */
export function add(counts: Float64Array, value: number, weight = 1): void {
  counts[binOf(value)]! += weight;
}

/**
 * Value that a share `q` (0 to 1) of all weight does not exceed, linear within a bin: right to 3.2 %, and exact at 0.
 * NaN of an empty histogram; what lies beyond 2^30 counts as 2^30.
 */
export function quantile(counts: Float64Array, q: number): number {
  let total = 0;
  for (let bin = 0; bin < counts.length; bin += 1) total += counts[bin]!;
  let rest = q * total;
  let last = Number.NaN;
  for (let bin = 0; bin < counts.length; bin += 1) {
    const weight = counts[bin]!;
    if (weight === 0) continue;
    if (rest <= weight) return within(bin, rest / weight);
    rest -= weight;
    last = within(bin, 1);
  }
  return last;
}

function within(bin: number, share: number): number {
  if (bin === ZERO_BIN || bin === ABOVE_BIN) return binStart(bin);
  return binStart(bin) + share * (binStart(bin + 1) - binStart(bin));
}
