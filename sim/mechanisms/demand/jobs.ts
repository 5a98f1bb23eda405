/*
 * A potential job: arrives → (does not exist at this level of demand | priced out | goes to the cloud | jobSubmitted)
 * One here: jobStarted → (jobFinished | jobPaused | jobInterrupted → jobSubmitted again, or given up), or jobLeft
 */

import {
  type ArrivalLaw,
  type ArrivalState,
  batchSize,
  checkArrivals,
  durationOf,
  excite,
  nextArrival,
  steadyExcitation,
} from "../../formulas/arrivals.ts";
import { customerClaims, customerMetrics } from "../../kit/demand/customer-measures.ts";
import { choose, fade } from "../../kit/demand/customers.ts";
import { firstJob } from "../../kit/demand/job-number.ts";
import {
  afterInterruption,
  type JobSource,
  jobSource,
  sourceClaims,
  sourceHandlers,
  sourceMetrics,
} from "../../kit/demand/job-source.ts";
import { open } from "../../kit/demand/unfinished.ts";
import { spotWorld } from "../../kit/examples.ts";
import { submitsJobs } from "../../model/estimate.ts";
import { type ContextOf, defineMechanism } from "../../model/mechanism.ts";
import { DAY, HOUR } from "../../units.ts";
import { ANYWHERE, emits, params, reads } from "./jobs/params.ts";
import { expectedJobs, profileOf, sizeOf } from "./jobs/profile.ts";

interface State extends JobSource {
  arrivals: ArrivalState;
  /** Arrivals, each of a batch of jobs, and potential jobs so far. */
  batches: number;
  jobs: number;
}
type Demand = ContextOf<typeof params, State, typeof reads, typeof emits>;

export const jobs = defineMechanism({
  name: "demand/jobs",
  summary:
    "Sends the jobs of one class: arrivals with a shape in time, that excite one another or come in batches; each job goes where it costs it least, and starts again from its checkpoint when it is interrupted.",
  source:
    "Feitelson, Workload Modeling for Computer Systems Performance Evaluation, 2015; Hawkes 1971, Biometrika 58(1)",
  params,
  reads,
  emits,
  init: (): State => ({
    ...jobSource(),
    arrivals: { time: 0, excitation: 0, drawn: 0 },
    batches: 0,
    jobs: 0,
  }),
  estimate: (params, ahead) => {
    const jobs = expectedJobs(params, ahead.horizon);
    const mean = Math.min(params.longest, profileOf(params).mean);
    const stay = params.patience + (1 + params.patienceShare) * mean;
    const { events, ...rest } = submitsJobs(jobs, mean, stay, ahead);
    return {
      ...rest,
      events: { ...events, sourceOpened: 1, arrival: jobs / params.batch },
      // Arrivals of a rate that swings are looked for hour by hour.
      steps: ahead.horizon / HOUR,
    };
  },
  on: {
    ...sourceHandlers,
    opened({ emit }) {
      emit.sourceOpened({});
    },
    sourceOpened(context) {
      const { state, params } = context;
      state.arrivals.excitation = steadyExcitation(arrivalLaw(params));
      awaitNext(context);
    },
    arrival(context) {
      const { state, params, random } = context;
      const size = batchSize(params.batch, random.at(state.batches++, "batch"));
      excite(arrivalLaw(params), state.arrivals);
      for (let n = 0; n < size; n++) arrive(context, state.jobs++);
      awaitNext(context);
    },
    jobInterrupted(context, event) {
      const restart = afterInterruption(context, event);
      if (!restart) return;
      const { again, deadline, delay } = restart;
      const count = event.job - firstJob(context.instance);
      context.emit.jobSubmitted({ job: event.job, ...again, ...details(context, count, deadline) }, delay);
    },
    day: ({ state, params }) => fade(state.customers, params),
  },
  metrics: { ...customerMetrics, ...sourceMetrics },
  invariants: { ...customerClaims, ...sourceClaims },
  example: () => ({
    world: [
      { mechanism: "supply/cohorts", params: { providers: 3, mtbf: "30d" } },
      { mechanism: "pricing/utilisation-indexed", params: { initial: 0.3 } },
      { mechanism: "pricing/first-come", params: {} },
      { mechanism: "demand/jobs", params: { class: "fine-tuning", rate: 40, batch: 2, branching: 0.3 } },
      { mechanism: "contracts/escrow", params: {} },
    ],
    until: "15d",
  }),
  examples: () => [spotWorld([])],
});

/** Arrivals of batches. */
const arrivalLaw = ({ rate, batch, excitementMemory, ...law }: Demand["params"]): ArrivalLaw => ({
  ...law,
  rate: rate / DAY / batch,
  memory: excitementMemory,
});

function awaitNext({ state, params, random, horizon, emit }: Demand): void {
  const law = arrivalLaw(params);
  checkArrivals(law);
  const time = nextArrival(law, state.arrivals, (candidate) => random.at(candidate, "arrival"), horizon);
  if (time <= horizon) emit.arrival.at({}, time);
}

/** Potential job number `count` of this source arrives. */
function arrive(context: Demand, count: number): void {
  const { state, params, random, now, horizon, instance, emit } = context;
  if (now > horizon - params.coolDown) return;
  const { law, mean, spread, deadline, checkpoint, sizes, weights } = profileOf(params);
  const gpus = sizeOf(sizes, weights, random.at(count, "gpus"));
  const seconds = Math.min(params.longest, durationOf(law, mean, spread, random.at(count, "duration")));
  const job = firstJob(instance) + count;
  const { budgetUsd, goodwill } = params;
  const terms = choose(state.customers, context, count, job, { gpus, seconds, budgetUsd, goodwill });
  if (!terms) return;
  const due = deadline > 0 ? deadline : Number.POSITIVE_INFINITY;
  const { usdPerGpuHour: limit, patience } = terms;
  open(state.unfinished, now, job, { gpus, seconds, limit, patience, deadline: due, checkpoint });
  emit.jobSubmitted({ job, gpus, seconds, ...terms, ...details(context, count, due) });
}

/** What a payload says beyond size and terms: only what is set. */
function details({ params, random }: Demand, count: number, deadline: number) {
  const { memory, checkpoint, priority } = profileOf(params);
  return {
    class: params.class,
    customer: random.at(count, "customer").zipf(params.customers, params.customerSkew) - 1,
    ...(memory > 0 ? { memory } : {}),
    ...(params.region === ANYWHERE ? {} : { region: params.region }),
    ...(deadline < Number.POSITIVE_INFINITY ? { deadline } : {}),
    ...(checkpoint > 0 ? { checkpoint } : {}),
    ...(priority === 0 ? {} : { priority }),
  };
}
