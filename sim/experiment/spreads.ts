import { quantile } from "d3-array";
import type { Measure, Run } from "../run/result.ts";

/** A measure of one design over its replications; NaN where no replication has a value. */
export interface Spread {
  readonly count: number;
  readonly median: number;
  /** 10 and 90 % quantiles. */
  readonly low: number;
  readonly high: number;
  /** Median less the control's; NaN for the control itself. */
  readonly difference: number;
}

/** A measure over all designs, in the order of the designs. */
export interface MeasureSpreads {
  readonly measure: string;
  readonly unit: string;
  readonly kind: Measure["kind"];
  readonly byDesign: Readonly<Record<string, Spread>>;
}

/** Summaries of every measure by design: what the closing table and `--json` show. Measures in order of name. */
export function measureSpreads(
  runs: readonly Run[],
  designs: readonly string[],
  control: string,
): MeasureSpreads[] {
  const measures = new Map(runs.flatMap((run) => Object.entries(run.measures)));
  return [...measures.keys()].sort().map((measure) => {
    const { unit, kind } = measures.get(measure)!;
    const values = (design: string): number[] =>
      runs
        .filter((run) => run.design === design)
        .map((run) => run.summary[measure] ?? Number.NaN)
        .filter((value) => !Number.isNaN(value));
    const reference = at(values(control), 0.5);
    const spread = (design: string): Spread => {
      const own = values(design);
      const median = at(own, 0.5);
      const difference = design === control ? Number.NaN : median - reference;
      return { count: own.length, median, low: at(own, 0.1), high: at(own, 0.9), difference };
    };
    return {
      measure,
      unit,
      kind,
      byDesign: Object.fromEntries(designs.map((design) => [design, spread(design)])),
    };
  });
}

const at = (values: readonly number[], probability: number): number =>
  quantile(values, probability) ?? Number.NaN;
