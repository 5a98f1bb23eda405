import { OrreryError } from "../errors.ts";
import type { Index } from "../indexed.ts";
import type { Run } from "../run/result.ts";
import { run } from "../run/run.ts";
import type { Catalogue } from "../scenario/catalogue.ts";
import type { ResolvedScenario } from "../scenario/scenario.ts";
import { vary } from "../scenario/vary.ts";
import { inlineTable, numberColumn, type Table } from "../schema/table.ts";

export interface ForesightOptions {
  readonly design: string;
  readonly replication?: number;
  /** Supply that has the parameters `expectations` and `foresight`. */
  readonly instance?: string;
  /** Share of the way from what was foreseen to what came true that the next path goes; 0.5 by default. */
  readonly damping?: number;
  /** Largest gap that counts as none, relative to the mean of what came true; 0.05 by default. */
  readonly tolerance?: number;
  /** Runs at most; 30 by default. */
  readonly iterations?: number;
}

export interface Foresight {
  /** What owners foresaw in the last run, for the parameter `foresight`. */
  readonly path: Table;
  /** Whether it came true, up to the tolerance. Where it did not, nobody foresaw perfectly. */
  readonly converged: boolean;
  readonly iterations: number;
  /** Mean distance between what was foreseen and what came true, relative to the mean of what came true, by iteration. */
  readonly gaps: readonly number[];
  /** The last gap. */
  readonly gap: number;
  /** The last run. */
  readonly run: Run;
}

const COLUMNS = {
  usd_per_gpu_hour: "providers.usdPerGpuHour",
  utilisation: "gpu.utilisation",
  gpus: "gpu.supply",
} as const;

/**
 * Perfect foresight: a path of revenue and utilisation that comes true when owners expect it. Found as a fixed point, by
 * running on a path and moving it towards what came true (Fair and Taylor, Solution and Maximum Likelihood Estimation of
 * Dynamic Nonlinear Rational Expectations Models, Econometrica 51, 1983). It begins with adaptive expectations.
 * Decisions are whole providers', so a path may come true only nearly, and the search may end without one: it says so.
 *
 * The luck is the replication's: owners foresee this one future, chance included.
 */
export function perfectForesight(
  resolved: ResolvedScenario,
  catalogue: Catalogue,
  options: ForesightOptions,
): Foresight {
  const {
    design,
    replication = 0,
    instance = "supply/cohorts",
    damping = 0.5,
    tolerance = 0.05,
    iterations = 30,
  } = options;
  if (!(damping > 0 && damping <= 1))
    throw new OrreryError(`A path cannot move ${damping} of the way to what came true.`, [], "Take 0.5.");
  if (!(iterations >= 1)) throw new OrreryError(`${iterations} iterations find no path.`, [], "Take 30.");
  const runOn = (settings: Record<string, unknown>): Run =>
    run(vary(resolved, catalogue, settings as never), catalogue, { design, replication });
  let path = pathOf(runOn({ [`${instance}.expectations`]: "adaptive" }));
  const gaps: number[] = [];
  for (;;) {
    const result = runOn({ [`${instance}.expectations`]: "perfect", [`${instance}.foresight`]: path });
    const realised = pathOf(result);
    const gap = distance(path, realised);
    gaps.push(gap);
    const converged = gap <= tolerance;
    if (converged || gaps.length >= iterations)
      return { path, converged, iterations: gaps.length, gaps, gap, run: result };
    path = between(path, realised, damping);
  }
}

/** What a run's samples say of the time since the one before. */
function pathOf({ t, series }: Run): Table {
  const begins = [...t].map((_, sample) => (sample === 0 ? 0 : t[sample - 1]!));
  const column = (measure: string): number[] => {
    const values = series[measure];
    if (values === undefined) throw new OrreryError(`There is no measure ${measure} to foresee.`);
    return [...values];
  };
  return inlineTable({
    t: begins,
    ...Object.fromEntries(Object.entries(COLUMNS).map(([name, measure]) => [name, column(measure)])),
  });
}

/** The largest of the columns' distances. */
function distance(foreseen: Table, realised: Table): number {
  return Math.max(
    ...Object.keys(COLUMNS).map((name) => {
      const [one, other] = [numberColumn(foreseen, name), numberColumn(realised, name)];
      let apart = 0;
      let total = 0;
      for (let row: Index = 0; row < one.length; row++) {
        apart += Math.abs(one[row] - other[row]);
        total += other[row];
      }
      return apart === 0 ? 0 : apart / total;
    }),
  );
}

function between(from: Table, to: Table, share: number): Table {
  const column = (name: string): number[] => {
    const target = numberColumn(to, name);
    return [...numberColumn(from, name)].map((value, row: Index) => value + share * (target[row] - value));
  };
  return inlineTable({
    t: [...numberColumn(from, "t")],
    ...Object.fromEntries(Object.keys(COLUMNS).map((name) => [name, column(name)])),
  });
}
