import {
  type Ahead,
  BYTES_OF_A_JOB,
  BYTES_OF_A_MACHINE,
  daysAhead,
  type Estimate,
} from "../../../model/estimate.ts";
import type { Values } from "../../../schema/fields.ts";
import type { params } from "./params.ts";

/** A provider's day: expectations, exit, bills, sales; its first is as long. */
const STEPS_OF_A_DAY = 100;

/** Every provider that comes, jobs, failures and repairs of every GPU, and a day's walk over all providers. */
export function estimate(given: Values<typeof params>, ahead: Ahead): Estimate {
  const days = daysAhead(ahead);
  const candidates = (given.candidatesPerWeek * days) / 7;
  const providers = given.providers + candidates;
  const gpus = providers * given.gpusEach;
  const failures = (gpus * ahead.horizon) / given.mtbf;
  const outages = ahead.count("regionOutage");
  const jobs = ahead.count("jobMatched");
  const evicted = ahead.count("jobEvicted");
  return {
    events: {
      jobStarted: jobs,
      jobFinished: jobs,
      jobPaused: evicted,
      jobInterrupted: Math.min(failures, jobs) + outages * ahead.sum("running"),
      machineFailed: failures,
      machineRepaired: failures,
      gpusFreed: failures + outages + candidates,
      hardwareDelivered: candidates,
      powerRestored: outages,
      swapRequested: days,
    },
    sums: { machines: providers },
    steps: providers * (1 + days + outages) * STEPS_OF_A_DAY,
    bytes: 2 * providers * BYTES_OF_A_MACHINE + ahead.sum("pending") * BYTES_OF_A_JOB,
  };
}
