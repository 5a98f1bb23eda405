import type { Index } from "../indexed.ts";
import { latinHypercube } from "../sampling/latin-hypercube.ts";
import { rangeOf, spread } from "../sampling/ranges.ts";
import { sobolPoints } from "../sampling/sobol.ts";
import type { ResolvedScenario, ResolvedSweep, Settings, SweptParameter } from "../scenario/scenario.ts";

/** One variation of a scenario. */
export interface Point {
  /** From 0. */
  readonly index: number;
  /** The parameters that it sets, by path. */
  readonly settings: Settings;
}

/** Luck of a sampled sweep: apart from that of every replication. */
const SWEEP = 0x5357_4545;

/** The points of a scenario's sweep, in order: of a grid the last parameter varies fastest. Empty where it has none. */
export function sweepPoints({ sweep, seed }: Pick<ResolvedScenario, "sweep" | "seed">): Point[] {
  if (sweep === null) return [];
  return settingsOf(sweep, seed).map((settings, index) => ({ index, settings }));
}

function settingsOf({ kind, parameters, points }: ResolvedSweep, seed: number): Settings[] {
  if (kind === "grid") return crossed(parameters);
  if (kind === "zip" || kind === "list")
    return Array.from({ length: points }, (_, index) =>
      settings(parameters, ({ values }) => values[index] ?? null),
    );
  const unit =
    kind === "sobol"
      ? sobolPoints(points, parameters.length, seed + SWEEP)
      : latinHypercube(points, parameters.length, seed + SWEEP);
  const ranges = parameters.map(({ range, whole }) => rangeOf(range[0]!, range[1]!, { whole }));
  return unit.map((coordinates) =>
    settings(parameters, (_, dimension) => spread(ranges[dimension]!, coordinates[dimension])),
  );
}

/** A list leaves a parameter as it is where its value is null. */
function settings(
  parameters: readonly SweptParameter[],
  pick: (parameter: SweptParameter, dimension: Index) => unknown,
): Settings {
  const entries = parameters.map((parameter, dimension) => [parameter.path, pick(parameter, dimension)]);
  return Object.fromEntries(entries.filter(([, value]) => value !== null));
}

function crossed(parameters: readonly SweptParameter[]): Settings[] {
  return parameters.reduce<Settings[]>(
    (points, { path, values }) =>
      points.flatMap((point) => values.map((value) => ({ ...point, [path]: value }))),
    [{}],
  );
}
