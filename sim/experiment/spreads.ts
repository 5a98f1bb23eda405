import type { Measure, Run } from "../run/result.ts";
import { type Spread as SpreadOfValues, spreadOf } from "../statistics/spread.ts";

/** A measure of one design over its replications; NaN where no replication has a value. */
export interface Spread extends SpreadOfValues {
  /** Mean less the control's, in the measure's unit; NaN for the control itself. */
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
    const own = (design: string) =>
      spreadOf(runs.filter((run) => run.design === design).map((run) => run.summary[measure] ?? Number.NaN));
    const reference = own(control).mean;
    const spread = (design: string): Spread => {
      const values = own(design);
      return { ...values, difference: design === control ? Number.NaN : values.mean - reference };
    };
    return {
      measure,
      unit,
      kind,
      byDesign: Object.fromEntries(designs.map((design) => [design, spread(design)])),
    };
  });
}
