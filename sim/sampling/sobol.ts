import { Random } from "../random.ts";
import { needSize } from "./sizes.ts";
import { DIRECTIONS } from "./sobol-directions.ts";

/** Binary digits of a coordinate. */
const BITS = 30;
const SCALE = 1_073_741_824;
/** Digits that one draw scrambles: the 31 nodes of a tree of five levels. */
const LEVELS = 5;
const FLIPS = 2_147_483_648;

/** Dimensions that the table of direction numbers covers. */
export const SOBOL_DIMENSIONS = DIRECTIONS.length + 1;

/**
 * The first points of a Sobol' sequence (I. M. Sobol', 1967) with the direction numbers of Joe and Kuo (2008), in the
 * order of the Gray code (Antonov and Saleev 1979). Balanced at powers of 2: the first 2^k points hold one point in
 * each of the 2^k equal strata of every dimension. A longer sample begins with the shorter one.
 *
 * With a seed, the digits are scrambled by nested uniform permutations (A. B. Owen, "Randomly permuted (t,m,s)-nets
 * and (t,s)-sequences", 1995): each point is uniform, the balance stays. Without one, the points are the published
 * ones, from the origin on; it is not left out, for the balance (A. B. Owen, "On dropping the first Sobol' point",
 * 2020).
 *
 * @param points 1 to 2^30, best a power of 2
 * @param dimensions 1 to 256
 * @param seed whole number
 * @returns rows of coordinates in [0, 1), multiples of 2^−30
 * @throws OrreryError where a size lies outside its bounds
 */
export function sobolPoints(points: number, dimensions: number, seed?: number): Float64Array[] {
  needSize("The number of points of a Sobol' sample", points, 1, SCALE);
  needSize("The number of dimensions of a Sobol' sample", dimensions, 1, SOBOL_DIMENSIONS);
  const random = seed === undefined ? undefined : new Random(seed, "sobol");
  const rows = Array.from({ length: points }, () => new Float64Array(dimensions));
  for (let dimension = 0; dimension < dimensions; dimension += 1) {
    const columns = directionNumbers(dimension);
    let digits = 0;
    rows.forEach((row, point) => {
      // The Gray codes of point − 1 and of point differ in the lowest digit of point that is 1.
      if (point > 0) digits ^= columns[31 - Math.clz32(point & -point)]!;
      row[dimension] = (random ? scrambled(digits, dimension, random) : digits) / SCALE;
    });
  }
  return rows;
}

/** v_1 to v_30 scaled by 2^30, by the recurrence of Bratley and Fox (ACM TOMS algorithm 659, 1988). */
function directionNumbers(dimension: number): Uint32Array {
  const columns = new Uint32Array(BITS);
  if (dimension === 0) return columns.map((_, index) => SCALE >>> (index + 1));
  const { polynomial, initial } = DIRECTIONS[dimension - 1]!;
  const degree = initial.length;
  for (let index = 0; index < BITS; index += 1) {
    if (index < degree) {
      columns[index] = initial[index]! << (BITS - 1 - index);
      continue;
    }
    let column = columns[index - degree]! ^ (columns[index - degree]! >>> degree);
    for (let term = 1; term < degree; term += 1) {
      if ((polynomial >>> (degree - 1 - term)) & 1) column ^= columns[index - term]!;
    }
    columns[index] = column;
  }
  return columns;
}

/** Flips each digit or not, by a coin that belongs to the digits before it. */
function scrambled(digits: number, dimension: number, random: Random): number {
  let result = 0;
  for (let depth = 0; depth < BITS; depth += LEVELS) {
    const before = (1 << depth) + (digits >>> (BITS - depth));
    const flips = random.at(before, "flips", dimension).integer(FLIPS);
    // The nodes of this part of the tree are numbered as in a heap: 1, below it 2 and 3, below them 4 to 7.
    let node = 1;
    for (let level = depth; level < depth + LEVELS; level += 1) {
      const digit = (digits >>> (BITS - 1 - level)) & 1;
      result = (result << 1) | (digit ^ ((flips >>> (node - 1)) & 1));
      node = 2 * node + digit;
    }
  }
  return result;
}
