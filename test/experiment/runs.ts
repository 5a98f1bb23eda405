import type { Run } from "../../sim/run/result.ts";

/** A run made by hand: one measure `m`, of the kind level. */
export function runOf(
  design: string,
  replication: number,
  series: readonly number[],
  more: Partial<Run> = {},
): Run {
  const values = Float64Array.from(series);
  return {
    scenario: "by-hand",
    scenarioHash: "0".repeat(64),
    design,
    replication,
    point: -1,
    branch: "",
    seed: replication,
    t: Float64Array.from(values, (_, sample) => (sample + 1) * 86_400),
    series: { m: values },
    summary: { m: series.reduce((sum, value) => sum + value, 0) / series.length },
    atEnd: { m: series.at(-1)! },
    measures: { m: { unit: "1", kind: "level", doc: "A measure.", publisher: "test/by-hand" } },
    balances: [],
    flows: [],
    blocks: [],
    digest: "0123456789abcdef",
    events: 1,
    ...more,
  };
}
