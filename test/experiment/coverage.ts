import { runPlanned } from "../../sim/experiment/workers/experiment.ts";
import { mm1 } from "../../sim/formulas/queues.ts";
import type { Scenario } from "../../sim/scenario/scenario.ts";
import { tInterval } from "../../sim/statistics/interval.ts";
import { prepared } from "./store/stored.ts";

const ARRIVAL_RATE = 0.5;
/** Replications of one experiment. */
const REPLICATIONS = 10;
/**
 * The queue forgets its empty start in 1 / (1 − √ρ)² = 12 s (Cohen, The Single Server Queue, 1982): after 500 s nothing
 * of it is left that 10,000 s could show.
 */
const QUEUE: Scenario = {
  title: "M/M/1",
  seed: 2026,
  until: 10_500,
  warmUp: 500,
  sample: 10_500,
  world: [
    { mechanism: "demand/poisson", params: { arrivalRate: ARRIVAL_RATE, meanService: 1 } },
    { mechanism: "supply/servers", params: {} },
  ],
};

/** Shares of experiments whose 95 % interval contains the true mean of M/M/1. */
export interface Coverage {
  readonly wait: number;
  readonly inSystem: number;
}

/** Many experiments of ten replications each, through worker threads, with Student's interval of the mean of each. */
export async function coverage(experiments: number, workers: number): Promise<Coverage> {
  const queue = await prepared(QUEUE, { replications: experiments * REPLICATIONS });
  const waits = new Float64Array(experiments * REPLICATIONS);
  const numbers = new Float64Array(experiments * REPLICATIONS);
  await runPlanned(queue, {
    workers,
    onRuns({ replication }, [run]) {
      waits[replication] = run!.summary["customers.wait"]!;
      numbers[replication] = run!.summary["customers.inSystem"]!;
    },
  });
  const { waitingTime, numberInSystem } = mm1(ARRIVAL_RATE, 1);
  const share = (values: Float64Array, truth: number): number => {
    let covered = 0;
    for (let first = 0; first < values.length; first += REPLICATIONS) {
      const { low, high } = tInterval(values.subarray(first, first + REPLICATIONS), 0.95);
      if (low <= truth && truth <= high) covered++;
    }
    return covered / experiments;
  };
  return { wait: share(waits, waitingTime), inSystem: share(numbers, numberInSystem) };
}
