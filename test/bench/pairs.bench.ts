import { experiment } from "../../sim/experiment/workers/experiment.ts";
import { varianceRatio } from "../../sim/statistics/paired.ts";
import type { Row } from "./suite.ts";

/**
 * What common random numbers save on the flagship: how many times as many replications a difference from the control
 * would need if every design had luck of its own. Before the shock, so that a round takes a minute.
 */
export const name = "pairs";

const MEASURES = [
  "gpu.supply",
  "gpu.utilisation",
  "jobs.waitP95",
  "customers.surplusUsd",
  "providers.margin",
];

export async function run(): Promise<Row[]> {
  const { resolved, runs } = await experiment("flagship", { until: "300d", replications: 12, workers: 2 });
  const sample = (design: string, measure: string): Map<number, number> =>
    new Map(
      runs
        .filter((run) => run.design === design)
        .map(({ replication, summary }) => [replication, summary[measure]!]),
    );
  const { control, designs } = resolved;
  return designs
    .filter(({ name }) => name !== control)
    .flatMap(({ name }) =>
      MEASURES.map((measure) => ({
        measure: `${measure}, ${name} against ${control}`,
        value: varianceRatio(sample(name, measure), sample(control, measure)),
        unit: "times",
      })),
    );
}
