import { describe, expect, test } from "vitest";
import {
  ALIKE,
  happened,
  job,
  quotes,
  type Scripted,
  script,
  simulate,
  use,
} from "../supply/small-market.ts";

const market = (
  events: readonly Scripted[],
  { lookahead = 1, providers = 1, price = 0.36 as number | ((now: number) => number) } = {},
) => [
  quotes({ usdPerGpuHour: price }),
  use("supply/cohorts", { ...ALIKE, providers, spanPenalty: 0 }),
  use("pricing/first-come", { lookahead }),
  script(...events),
];
const submit = (t: number, number: number, gpus: number, seconds: number, more: object = {}): Scripted => [
  t,
  "jobSubmitted",
  job(number, gpus, seconds, more),
];
const starts = (world: Parameters<typeof simulate>[0], until: string | number = "10d") =>
  Object.fromEntries(happened(simulate(world, until), "jobStarted").map(({ job, t }) => [job, t]));

/** Twenty jobs: arrival, GPUs, seconds. */
const TWENTY: [number, number, number][] = [
  [0, 4, 5000],
  [100, 4, 300],
  [200, 8, 1000],
  [250, 1, 9000],
  [300, 2, 50],
  [400, 8, 2000],
  [500, 3, 700],
  [6000, 5, 800],
  [6100, 3, 4000],
  [6200, 1, 100],
  [6300, 7, 1200],
  [6400, 1, 60],
  [6500, 1, 61],
  [9000, 8, 10],
  [9001, 2, 3000],
  [9002, 6, 3000],
  [9003, 8, 1],
  [20_000, 8, 500],
  [20_100, 1, 1],
  [20_100, 7, 1],
];

/** First come, first served, from its definition: a job starts as soon as all before it have, and its GPUs are free. */
function byDefinition(jobs: typeof TWENTY, gpus: number): number[] {
  const started: number[] = [];
  jobs.forEach(([arrival, wanted], index) => {
    const earliest = Math.max(arrival, started[index - 1] ?? 0);
    const ends = started.map((start, other) => start + jobs[other]![2]);
    const busy = (t: number) =>
      started.reduce(
        (sum, start, other) => (start <= t && t < ends[other]! ? sum + jobs[other]![1] : sum),
        0,
      );
    const times = [earliest, ...ends.filter((end) => end > earliest)].sort((a, b) => a - b);
    started.push(times.find((t) => busy(t) + wanted <= gpus)!);
  });
  return started;
}

describe("first come, first served", () => {
  test("twenty jobs on eight GPUs start when the definition says", () => {
    const events = TWENTY.map(([t, gpus, seconds], number) => submit(t, number, gpus, seconds));
    expect(Object.values(starts(market(events)))).toEqual(byDefinition(TWENTY, 8));
  });

  test("the first of them by hand: job 2 waits for all eight, job 3 behind it, job 5 for job 3", () => {
    expect(byDefinition(TWENTY, 8).slice(0, 6)).toEqual([0, 100, 5000, 6000, 6000, 15_000]);
  });

  test("the same over two providers whose GPUs jobs may share out", () => {
    const wide = TWENTY.map(([t, gpus, seconds]): [number, number, number] => [t, gpus * 2, seconds]);
    const events = wide.map(([t, gpus, seconds], number) => submit(t, number, gpus, seconds));
    expect(Object.values(starts(market(events, { providers: 2 })))).toEqual(byDefinition(wide, 16));
  });
});

describe("lookahead", () => {
  const events = [submit(0, 0, 4, 1000), submit(1, 1, 8, 10), submit(2, 2, 4, 100), submit(3, 3, 4, 100)];

  test("1: nobody overtakes a wide job", () => {
    expect(starts(market(events))).toEqual({ 0: 0, 1: 1000, 2: 1010, 3: 1010 });
  });

  test("2: the next one that fits does, at once; the one behind it when GPUs come free", () => {
    expect(starts(market(events, { lookahead: 2 }))).toEqual({ 0: 0, 2: 2, 3: 102, 1: 1000 });
  });
});

test("jobs of one instant do not get the same GPUs twice", () => {
  const events = [0, 1, 2].map((number) => submit(50, number, 4, 100));
  expect(starts(market(events))).toEqual({ 0: 50, 1: 50, 2: 150 });
  expect(starts(market([submit(0, 9, 8, 50), ...events.map((event) => event)], { lookahead: 3 }))).toEqual({
    9: 0,
    0: 50,
    1: 50,
    2: 150,
  });
});

test("a job leaves when its patience is over, and not when it has started", () => {
  const events = [
    submit(0, 0, 8, 1000),
    submit(10, 1, 8, 1, { patience: 500 }),
    submit(20, 2, 8, 1, { patience: 5000 }),
  ];
  const outcome = simulate(market(events));
  expect(happened(outcome, "jobLeft")).toMatchObject([{ t: 510, job: 1, waited: 500 }]);
  expect(happened(outcome, "jobStarted")).toMatchObject([{ job: 0 }, { t: 1000, job: 2 }]);
});

test("a job leaves when the price has passed what it pays", () => {
  const price = (now: number) => (now < 500 ? 0.36 : 0.5);
  const events = [
    submit(0, 0, 8, 1000),
    submit(10, 1, 8, 1, { usdPerGpuHour: 0.4 }),
    submit(20, 2, 8, 1, { usdPerGpuHour: 0.6 }),
  ];
  const outcome = simulate(market(events, { price }));
  expect(happened(outcome, "jobLeft")).toMatchObject([{ t: 1000, job: 1 }]);
  expect(happened(outcome, "jobStarted")).toMatchObject([
    { job: 0 },
    { t: 1000, job: 2, usdPerGpuHour: 0.5 },
  ]);
});

test("whoever waits at the horizon leaves, and the queue is empty", () => {
  const events = [submit(0, 0, 8, 1e7), submit(10, 1, 8, 1), submit(20, 2, 16, 1)];
  const outcome = simulate(market(events));
  expect(happened(outcome, "jobLeft")).toHaveLength(2);
  expect(outcome.run.atEnd["jobs.gaveUp"]).toBe(2);
});

test("jobs waiting is the mean over time", () => {
  const events = [submit(0, 0, 8, 8640), submit(0, 1, 8, 10)];
  const { run } = simulate(market(events), "1d");
  expect(run.summary["jobs.waiting"]).toBeCloseTo(0.1, 12);
});

test("the queue grows beyond its first capacity and keeps its order", () => {
  const events = [
    submit(0, 0, 8, 1000),
    ...Array.from({ length: 300 }, (_, n) => submit(1 + n, n + 1, 8, 1)),
  ];
  expect(Object.values(starts(market(events)))).toEqual([
    0,
    ...Array.from({ length: 300 }, (_, n) => 1000 + n),
  ]);
});

test("Where GPUs are free a job that pays less than the price does not get them: it leaves", () => {
  const jobs: [number, number][] = [
    [1, 0.35],
    [2, 0.36],
    [3, 0.5],
  ];
  const run = simulate(
    market(jobs.map(([number, usdPerGpuHour]) => submit(60 * number, number, 1, 600, { usdPerGpuHour }))),
    "1h",
  );
  expect(happened(run, "jobMatched").map(({ job }) => job)).toEqual([2, 3]);
  expect(happened(run, "jobLeft").map(({ job, t }) => [job, t])).toEqual([[1, 60]]);
});
