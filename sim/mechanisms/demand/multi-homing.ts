import { customerClaims, customerMetrics } from "../../kit/demand/customer-measures.ts";
import { choose, customerParams, customerReads, fade } from "../../kit/demand/customers.ts";
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
import { type ContextOf, defineMechanism, shared } from "../../model/mechanism.ts";
import { WORLD } from "../../model/place.ts";
import { count, flag, number, places, seconds, type Values, weights } from "../../schema/fields.ts";
import { DAY, HOUR } from "../../units.ts";

const params = {
  ...customerParams,
  places: places({ doc: "Markets that a job may go to." }),
  moves: flag({
    default: true,
    doc: "Whether a job goes where it costs its customer least; otherwise each knows one market, drawn at random.",
    source: "Rochet and Tirole 2003: multi-homing and single-homing",
  }),
  jobsPerDay: number("1/d", {
    default: 200,
    min: 0,
    max: 1e6,
    doc: "Jobs that exist in a day, on average: a Poisson process.",
    range: [50, 500],
  }),
  gpus: weights({
    default: { "1": 70, "2": 12, "4": 8, "8": 10 },
    doc: "Widths of jobs and how often each occurs.",
    source: "Philly (Jeon et al. 2019): most jobs take one GPU, a few take a machine",
  }),
  meanSeconds: seconds({
    default: 4 * HOUR,
    min: 60,
    doc: "Mean duration of a job; exponential.",
    range: [HOUR, 12 * HOUR],
  }),
  longest: count({ default: 7 * DAY, min: 60, doc: "Seconds that no job exceeds.", source: "Orrery" }),
};
const emits = {
  jobSubmitted: shared,
  jobArrived: {
    doc: "Potential job number `count` of this source exists.",
    private: true,
    fields: { count: "number" },
  },
} as const;

interface State extends JobSource {
  widths: readonly number[];
  /** Cumulative shares of the widths. */
  shares: readonly number[];
}
type Demand = ContextOf<typeof params, State, typeof customerReads, typeof emits>;

export const multiHoming = defineMechanism({
  name: "demand/multi-homing",
  summary: "Sends each job to the market, of several, in which price and waiting cost its customer least.",
  source:
    "Rochet and Tirole, Platform Competition in Two-Sided Markets, Journal of the European Economic Association 1(4), 2003",
  params,
  reads: customerReads,
  emits,
  init: ({ gpus }: Values<typeof params>): State => {
    const widths = Object.keys(gpus).sort();
    const upTo = (last: number): number =>
      widths.slice(0, last + 1).reduce((sum, width) => sum + gpus[width]!, 0);
    return {
      ...jobSource(),
      widths: widths.map(Number),
      shares: widths.map((_, at) => upTo(at) / upTo(widths.length)),
    };
  },
  estimate: ({ jobsPerDay, meanSeconds, patience, patienceShare }, ahead) => {
    const jobs = (jobsPerDay * ahead.horizon) / DAY;
    const { events, ...rest } = submitsJobs(
      jobs,
      meanSeconds,
      patience + (1 + patienceShare) * meanSeconds,
      ahead,
    );
    return { ...rest, events: { ...events, jobArrived: jobs } };
  },
  on: {
    ...sourceHandlers,
    opened: (context) => awaitNext(context, 0),
    jobArrived(context, { count }) {
      send(context, count);
      awaitNext(context, count + 1);
    },
    jobInterrupted(context, event) {
      const restart = afterInterruption(context, event);
      if (restart) submit(context, context.from, { job: event.job, ...restart.again }, restart.delay);
    },
    day: ({ state, params }) => fade(state.customers, params),
  },
  metrics: { ...customerMetrics, ...sourceMetrics },
  invariants: { ...customerClaims, ...sourceClaims },
  example: () => ({
    world: [
      ...["north", "south"].flatMap((place) => [
        { mechanism: "supply/cohorts", params: { providers: 4, mtbf: "20d" }, in: place },
        { mechanism: "pricing/utilisation-indexed", params: { initial: 0.3 }, in: place },
        { mechanism: "pricing/first-come", params: {}, in: place },
        { mechanism: "contracts/escrow", params: {}, in: place },
      ]),
      { mechanism: "demand/multi-homing", params: { places: ["north", "south"], jobsPerDay: 100 } },
    ],
    until: "20d",
  }),
  examples: () => [
    {
      world: [
        ...["north", "south"].flatMap((place) => spotWorld().world.map((use) => ({ ...use, in: place }))),
        { mechanism: "demand/multi-homing", params: { places: ["north", "south"], jobsPerDay: 20 } },
      ],
      until: "3d",
    },
  ],
});

function awaitNext({ params, random, emit }: Demand, count: number): void {
  if (params.jobsPerDay > 0)
    emit.jobArrived({ count }, random.at(count, "arrival").exponential(DAY / params.jobsPerDay));
}

/** A job chooses its market, and whether it comes at all. */
function send(context: Demand, count: number): void {
  const { state, params, random, now } = context;
  const draw = random.at(count, "size");
  const u = draw.uniform();
  const width = state.widths[state.shares.findIndex((share) => u < share)] ?? state.widths.at(-1)!;
  const duration = Math.min(params.longest, Math.max(1, draw.exponential(params.meanSeconds)));
  const place = marketFor(context, count, duration);
  const job = firstJob(context.instance) + count;
  const signals = readIn(context, place);
  const terms = choose(state.customers, { params, random, read: signals }, count, job, {
    gpus: width,
    seconds: duration,
  });
  if (terms === undefined) return;
  const { usdPerGpuHour, patience } = terms;
  const given = { limit: usdPerGpuHour, deadline: Number.POSITIVE_INFINITY, checkpoint: 0 };
  open(state.unfinished, now, job, { gpus: width, seconds: duration, patience, ...given });
  submit(context, place, { job, gpus: width, seconds: duration, usdPerGpuHour, patience }, 0);
}

/** The market that costs least, at what waiting is worth to a median customer; the one in which it stands where it knows no other. */
function marketFor({ params, random, read }: Demand, count: number, duration: number): string {
  const { places, moves } = params;
  if (places.length === 0) return WORLD;
  if (places.length === 1 || !moves)
    return places[Math.floor(random.at(count, "home").uniform() * places.length)]!;
  const cost = (place: string): number => {
    const worth = params.willingness * read.cloudUsdPerGpuHour.in(place);
    const waiting = (params.delayCost * worth * read.expectedWait.in(place)) / Math.max(60, duration);
    return read.usdPerGpuHour.in(place) + waiting;
  };
  const costs = places.map(cost);
  // Of equal ones each customer takes another, so that no market is preferred for its name.
  const first = Math.floor(random.at(count, "home").uniform() * places.length);
  const order = places.map((_, at) => (first + at) % places.length);
  return places[order.reduce((best, at) => (costs[at]! < costs[best]! ? at : best))]!;
}

/** What a customer reads who deals in a market. */
const readIn = ({ read }: Demand, place: string) => ({
  usdPerGpuHour: () => read.usdPerGpuHour.in(place),
  expectedWait: () => read.expectedWait.in(place),
  cloudUsdPerGpuHour: () => read.cloudUsdPerGpuHour.in(place),
  demandLevel: () => read.demandLevel.in(place),
});

interface Submission {
  readonly job: number;
  readonly gpus: number;
  readonly seconds: number;
  readonly usdPerGpuHour: number;
  readonly patience: number;
}

/** To the market where its customer deals, or where this stands. */
function submit({ params, emit }: Demand, place: string, job: Submission, delay: number): void {
  emit.jobSubmitted.in(params.places.includes(place) ? place : WORLD, job, delay);
}
