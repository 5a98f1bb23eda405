import type { Index } from "../indexed.ts";
import { Random } from "../random.ts";
import { needSize } from "./sizes.ts";

/** Places within a stratum. Its middles keep their distance from the edges, so no rounding leaves the stratum. */
const PLACES = 4_294_967_296;

/**
 * A Latin hypercube sample: each of the `points` equal strata of every dimension holds exactly one point, at a uniform
 * place within it. McKay, Beckman and Conover, "A comparison of three methods for selecting values of input variables
 * in the analysis of output from a computer code", Technometrics 21, 239-245 (1979).
 *
 * @param seed whole number
 * @returns `points` rows of `dimensions` coordinates in (0, 1)
 * @throws OrreryError where a size is no whole number from 1
 */
export function latinHypercube(points: number, dimensions: number, seed: number): Float64Array[] {
  needSize("The number of points of a Latin hypercube", points, 1);
  needSize("The number of dimensions of a Latin hypercube", dimensions, 1);
  const random = new Random(seed, "latin hypercube");
  const rows = Array.from({ length: points }, () => new Float64Array(dimensions));
  for (let dimension = 0; dimension < dimensions; dimension += 1) {
    const strata = permutation(random, dimension, points);
    rows.forEach((row, point: Index) => {
      const place = random.at(point, "place", dimension).integer(PLACES) + 0.5;
      row[dimension] = (strata[point] + place / PLACES) / points;
    });
  }
  return rows;
}

/**
 * The whole numbers from 0 to `count` − 1 in an order that is equally likely to be any: Fisher and Yates's shuffle as
 * Durstenfeld gives it (Communications of the ACM 7, 420, 1964). `entity` tells permutations of one Random apart.
 */
export function permutation(random: Random, entity: number, count: number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  for (let last: Index = count - 1; last > 0; last -= 1) {
    const other: Index = random.at(entity, "permutation", last).integer(last + 1);
    const kept = order[last];
    order[last] = order[other];
    order[other] = kept;
  }
  return order;
}
