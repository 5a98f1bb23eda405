import { type Spread, summarySpreads } from "./comparison.ts";
import type { FigureInput, Point } from "./figure.ts";
import { featuredBranch } from "./future.ts";
import { headlineMeasures } from "./headline-measures.ts";

/** What a design came to at a point of the sweep. */
export interface SweptValue extends Spread {
  readonly point: Point;
}

/** The runs of the sweep in the future that stands for all. */
export function sweptFuture(input: FigureInput): FigureInput {
  const runs = input.runs.filter(({ point }) => point >= 0);
  const branch = featuredBranch({ ...input, runs });
  return { ...input, runs: runs.filter((run) => run.branch === branch) };
}

/** The measures that a sweep is shown by, the scenario's own first. */
export const sweptMeasures = (future: FigureInput, most?: number): string[] => headlineMeasures(future, most);

/** Spreads over replications, point by point in their order, design by design in the scenario's. */
export function sweptValues(future: FigureInput, measure: string): SweptValue[] {
  return future.points.flatMap((point) => {
    const own = { ...future, runs: future.runs.filter((run) => run.point === point.index) };
    return summarySpreads(own, measure).map((spread) => ({ ...spread, point }));
  });
}
