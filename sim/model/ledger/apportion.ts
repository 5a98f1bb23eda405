import { productError } from "../../formulas/exact-product.ts";
import type { Index } from "../../indexed.ts";
import { RADIX } from "./amount.ts";

/** Weights count as integers with a total of at most 2^52, so that every step below is exact in doubles. */
const TOTAL_LIMIT = 0x10_0000_0000_0000;
/** Many remainders are put into this many buckets, and only the bucket that matters is sorted. */
const BUCKETS = 4096;
const MANY = 1024;

/** The shares of a division: one cell of two limbs for each recipient (see amount.ts). */
export interface Shares {
  /** Cells 0 to count − 1; longer where the array is reused. */
  cells: Float64Array;
  /** Integer weights, then remainders. */
  rests: Float64Array;
}

export function newShares(): Shares {
  return { cells: new Float64Array(64), rests: new Float64Array(32) };
}

/**
 * Divides hi × 2^48 + lo base units by weight, by the method of the largest remainder (Hamilton; Balinski and Young,
 * Fair Representation, 1982): everybody gets the whole part of amount × weight / total, and the units left over go one
 * each to the largest remainders, ties to the lower index. Every unit is handed out.
 *
 * Integer weights with a total up to 2^52 are taken as they are, and the result is exact. Other weights are first
 * scaled by a power of two that brings their total to [2^50, 2^51) and rounded, half to even. O(n) but for the
 * remainders of one bucket, which are sorted.
 *
 * @returns false when the weights cannot be used: one is negative, NaN or infinite, or the total is 0 or infinite
 */
export function apportion(hi: number, lo: number, weights: ArrayLike<number>, shares: Shares): boolean {
  const count = weights.length;
  if (shares.rests.length < count) {
    shares.rests = new Float64Array(2 * count);
    shares.cells = new Float64Array(4 * count);
  }
  const total = integerWeights(weights, shares.rests);
  if (!(total > 0)) return false;
  const left = wholeParts(hi, lo, total, count, shares);
  if (left === 0) return true;
  const threshold = remainderOfRank(left, shares.rests, count, total);
  handOutEqual(threshold, left - handOutAbove(threshold, count, shares), shares);
  return true;
}

// Each loop has a function of its own. V8 compiles a long first call in the middle of its loop, before it has seen what
// follows, keeps that code, and then falls out of it at the end of the loop in every later call: ten times slower.

/** One unit to each remainder above the threshold; returns how many there were. */
function handOutAbove(threshold: number, count: number, { cells, rests }: Shares): number {
  let handedOut = 0;
  for (let index: Index = 0; index < count; index++) {
    if (rests[index] <= threshold) continue;
    addSigned(cells, index, 1);
    handedOut++;
  }
  return handedOut;
}

/** One unit to each remainder at the threshold, lower indices first, until none is left. */
function handOutEqual(threshold: number, units: number, { cells, rests }: Shares): void {
  let left = units;
  for (let index = 0; left > 0; index++) {
    if (rests[index] !== threshold) continue;
    addSigned(cells, index, 1);
    left--;
  }
}

/** Writes the integers that the weights count as; returns their total, or NaN where a weight cannot be used. */
function integerWeights(weights: ArrayLike<number>, integers: Float64Array): number {
  const count = weights.length;
  const total = copyWeights(weights, integers);
  if (!(total < Number.POSITIVE_INFINITY)) return Number.NaN;
  if (total === 0 || (total <= TOTAL_LIMIT && areWhole(integers, count))) return total;
  const exponent = exponentToward(total);
  // In two steps, because 2^exponent may lie beyond the doubles.
  const first = powerOfTwo(exponent >> 1);
  const second = powerOfTwo(exponent - (exponent >> 1));
  return scaleWeights(integers, count, first, second);
}

function copyWeights(weights: ArrayLike<number>, copies: Float64Array): number {
  let total = 0;
  for (let index = 0; index < weights.length; index++) {
    const weight = weights[index]!;
    if (!(weight >= 0)) return Number.NaN;
    copies[index] = weight;
    total += weight;
  }
  return total;
}

function areWhole(weights: Float64Array, count: number): boolean {
  for (let index: Index = 0; index < count; index++) {
    if (weights[index] !== Math.floor(weights[index])) return false;
  }
  return true;
}

function scaleWeights(weights: Float64Array, count: number, first: number, second: number): number {
  let total = 0;
  for (let index: Index = 0; index < count; index++) {
    const integer = weights[index] * first * second + TOTAL_LIMIT - TOTAL_LIMIT;
    weights[index] = integer;
    total += integer;
  }
  return total;
}

const binary64 = new DataView(new ArrayBuffer(8));

/** The exponent of the power of two that brings `total` to [2^50, 2^51), which leaves room for what rounding adds. */
function exponentToward(total: number): number {
  binary64.setFloat64(0, total);
  const biased = (binary64.getUint32(0) >>> 20) & 0x7ff;
  // Weights of a subnormal total are multiples of 2^-1074.
  return biased === 0 ? 1074 : 50 + 1023 - biased;
}

function powerOfTwo(exponent: number): number {
  binary64.setFloat64(0, 0);
  binary64.setUint32(0, (exponent + 1023) << 20);
  return binary64.getFloat64(0);
}

/**
 * Writes the whole part of each share to its cell and its remainder (as a count of 1/total) over its weight; returns
 * the units left over. With amount = quotient × total + rest a share is quotient × weight + rest × weight / total.
 */
function wholeParts(hi: number, lo: number, total: number, count: number, { cells, rests }: Shares): number {
  const high = hi % total;
  const middle = divideProduct(high, RADIX, total);
  const low = remainder + lo;
  const rest = low % total;
  const quotientHi = (hi - high) / total;
  const quotientLo = middle + (low - rest) / total;
  let handedOut = 0;
  for (let index: Index = 0; index < count; index++) {
    const weight = rests[index];
    const share = divideProduct(rest, weight, total);
    rests[index] = remainder;
    const product = quotientLo * weight;
    const carried = Math.floor(product / RADIX);
    cells[index * 2] = quotientHi * weight + carried;
    cells[index * 2 + 1] = product - carried * RADIX;
    addSigned(cells, index, productError(quotientLo, weight, product));
    addSigned(cells, index, share);
    handedOut += share;
  }
  return rest - handedOut;
}

/** Adds an integer of either sign below 2^53 to a cell. */
function addSigned(cells: Float64Array, cell: number, integer: number): void {
  const lo = cells[cell * 2 + 1]! + integer;
  const carry = Math.floor(lo / RADIX);
  cells[cell * 2] = cells[cell * 2]! + carry;
  cells[cell * 2 + 1] = lo - carry * RADIX;
}

/** What `divideProduct` leaves over. */
let remainder = 0;

/** The whole part of x × y / total for integers x < total and y ≤ 2^52, exact; sets `remainder`. */
function divideProduct(x: number, y: number, total: number): number {
  const product = x * y;
  let quotient = Math.floor(product / total);
  if (product < TOTAL_LIMIT) {
    // The quotient of two integers below 2^53 rounds up to an integer only when it is one.
    remainder = product - quotient * total;
    return quotient;
  }
  const back = quotient * total;
  let rest = product - back + (productError(x, y, product) - productError(quotient, total, back));
  while (rest < 0) {
    rest += total;
    quotient--;
  }
  while (rest >= total) {
    rest -= total;
    quotient++;
  }
  remainder = rest;
  return quotient;
}

/** The remainder that stands at `rank` (from 1) when they are ordered from the largest. */
function remainderOfRank(rank: number, rests: Float64Array, count: number, total: number): number {
  if (count < MANY) return rests.slice(0, count).sort()[count - rank]!;
  const buckets = new Uint32Array(BUCKETS);
  const bucketOf = (rest: number) => Math.floor((rest / total) * (BUCKETS - 1));
  for (let index: Index = 0; index < count; index++) buckets[bucketOf(rests[index])]!++;
  let bucket: Index = BUCKETS - 1;
  let above = 0;
  while (above + buckets[bucket] < rank) above += buckets[bucket--]!;
  const candidates = new Float64Array(buckets[bucket]);
  let found = 0;
  for (let index: Index = 0; index < count; index++) {
    if (bucketOf(rests[index]) === bucket) candidates[found++] = rests[index];
  }
  return candidates.sort()[found - (rank - above)]!;
}
