import { deviation, mean } from "d3-array";
import { OrreryError } from "../errors.ts";
import { Random } from "../random.ts";
import { latinHypercube, permutation } from "./latin-hypercube.ts";
import { needOutputs, needSize } from "./sizes.ts";

/** What one parameter does to an output over its whole range, in units of the output; NaN where no effect is known. */
export interface ElementaryEffects {
  /** μ*: mean of the absolute effects. Near 0: the parameter can be left at any value. */
  readonly meanAbsolute: number;
  /** μ: mean of the effects; smaller than μ* in size where they differ in sign. */
  readonly mean: number;
  /** σ: standard deviation of the effects. Beside μ* large: bent, or dependent on other parameters. NaN for one. */
  readonly deviation: number;
  /** How many effects were found; one a trajectory, less those that an output without a value leaves unknown. */
  readonly count: number;
}

/**
 * Trajectories through the unit cube that change one parameter at a time, each once: M. D. Morris, "Factorial sampling
 * plans for preliminary computational experiments", Technometrics 33, 161-174 (1991), on a grid of `levels` with steps
 * of levels / (2 (levels − 1)). The starts are a Latin hypercube sample, so that each level is met equally often.
 * Those of many random trajectories that lie farthest apart (Campolongo, Cariboni and Saltelli 2007) are not picked:
 * they favour the corners, and overstate σ (by a third for the product of two parameters, where picked out of five
 * times as many).
 *
 * @param levels even; 4 is usual
 * @param seed whole number
 * @returns `trajectories` × (`dimensions` + 1) points with coordinates in [0, 1], trajectory by trajectory
 * @throws OrreryError where a size is no whole number within its bounds
 */
export function morrisTrajectories(
  dimensions: number,
  trajectories: number,
  levels: number,
  seed: number,
): Float64Array[] {
  needSize("The number of dimensions of Morris's design", dimensions, 1);
  needSize("The number of trajectories of Morris's design", trajectories, 1);
  needSize("The number of levels of Morris's design", levels, 2);
  if (levels % 2 !== 0)
    throw new OrreryError(`Morris's design needs an even number of levels, got ${levels}.`);
  const random = new Random(seed, "morris");
  return latinHypercube(trajectories, dimensions, seed).flatMap((start, index) => {
    const at = start.map((u) => Math.floor(u * levels));
    const points = [at.slice()];
    for (const dimension of permutation(random, index, dimensions)) {
      at[dimension]! += at[dimension]! < levels / 2 ? levels / 2 : -levels / 2;
      points.push(at.slice());
    }
    return points.map((point) => point.map((level) => level / (levels - 1)));
  });
}

/**
 * The effect of each dimension on an output: its difference along a step, over the step. μ* by Campolongo, Cariboni
 * and Saltelli (2007). An output that is NaN leaves out the effects that it takes part in.
 *
 * @param points as `morrisTrajectories` gives them
 * @param outputs one a point
 * @throws OrreryError where they are not of one length, or the points are no whole trajectories
 */
export function morrisEffects(
  points: readonly ArrayLike<number>[],
  outputs: ArrayLike<number>,
): ElementaryEffects[] {
  needOutputs(points.length, outputs.length);
  const dimensions = points[0]?.length ?? 0;
  if (points.length % (dimensions + 1) !== 0) {
    throw new OrreryError("Morris's design needs whole trajectories.", [
      `points ${points.length}`,
      `points of a trajectory ${dimensions + 1}`,
    ]);
  }
  const effects = Array.from({ length: dimensions }, (): number[] => []);
  for (let to = 1; to < points.length; to += 1) {
    if (to % (dimensions + 1) === 0) continue;
    const [before, after] = [points[to - 1]!, points[to]!];
    const dimension = effects.findIndex((_, index) => before[index] !== after[index]);
    const effect = (outputs[to]! - outputs[to - 1]!) / (after[dimension]! - before[dimension]!);
    if (!Number.isNaN(effect)) effects[dimension]!.push(effect);
  }
  return effects.map((own) => ({
    meanAbsolute: mean(own, Math.abs) ?? Number.NaN,
    mean: mean(own) ?? Number.NaN,
    deviation: deviation(own) ?? Number.NaN,
    count: own.length,
  }));
}
