import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Simulation } from "../../../sim/run/simulation.ts";
import { catalogueOf } from "../../../sim/scenario/catalogue.ts";
import { resolve } from "../../../sim/scenario/resolve.ts";
import { happened, script, use } from "../supply/small-market.ts";
import { cluster, type Machine, scheduled, starts, submit } from "./small-cluster.ts";

const GPUS = 6;

interface Job {
  readonly arrival: number;
  readonly gpus: number;
  readonly seconds: number;
}
/** Jobs whose times end in digits of their own, so that nothing happens twice at one instant. */
const jobs = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 1, max: 60 }),
      gpus: fc.integer({ min: 1, max: GPUS }),
      seconds: fc.integer({ min: 1, max: 200 }),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((drawn) => {
    let arrival = 0;
    return drawn.map(({ gap, gpus, seconds }, at): Job => {
      arrival += gap;
      return { arrival: arrival + at / 1024, gpus, seconds: seconds + at / 32_768 };
    });
  });
const submitted = (all: readonly Job[]) =>
  all.map(({ arrival, gpus, seconds }, number) => submit(arrival, number, gpus, seconds));
const close = (actual: Record<number, number>, expected: readonly number[]) => {
  for (const [number, start] of expected.entries()) expect(actual[number]).toBeCloseTo(start, 4);
};

/** GPUs that started jobs use at a time. */
const used = (all: readonly Job[], start: readonly number[], t: number): number =>
  start.reduce(
    (sum, begin, at) => (begin <= t && t < begin + all[at]!.seconds ? sum + all[at]!.gpus : sum),
    0,
  );

/** Conservative backfill from its definition: each job in turn takes the earliest time that the jobs before it leave. */
function conservatively(all: readonly Job[]): number[] {
  const start: number[] = [];
  for (const { arrival, gpus, seconds } of all) {
    const ends = start.map((begin, at) => begin + all[at]!.seconds);
    const times = [arrival, ...ends.filter((end) => end > arrival)].sort((a, b) => a - b);
    const fits = (t: number) =>
      [t, ...start.filter((begin) => begin > t && begin < t + seconds)].every(
        (moment) => used(all, start, moment) + gpus <= GPUS,
      );
    start.push(times.find(fits)!);
  }
  return start;
}

/** EASY from Lifka's description, for a pool of GPUs: the first has a shadow time and leaves extra GPUs. */
function easily(all: readonly Job[]): number[] {
  const start = all.map(() => Number.POSITIVE_INFINITY);
  const waiting: number[] = [];
  const running = () => all.map((_, at) => at).filter((at) => start[at] !== Number.POSITIVE_INFINITY);
  const ends = (at: number) => start[at]! + all[at]!.seconds;
  let next = 0;
  for (let now = 0; next < all.length || waiting.length > 0; ) {
    const coming = running()
      .map(ends)
      .filter((end) => end > now);
    now = Math.min(next < all.length ? all[next]!.arrival : Number.POSITIVE_INFINITY, ...coming);
    while (next < all.length && all[next]!.arrival <= now) waiting.push(next++);
    let free = GPUS - used(all, start, now);
    const begin = (at: number) => {
      start[at] = now;
      free -= all[at]!.gpus;
      waiting.splice(waiting.indexOf(at), 1);
    };
    while (waiting.length > 0 && all[waiting[0]!]!.gpus <= free) begin(waiting[0]!);
    if (waiting.length === 0) continue;
    const first = all[waiting[0]!]!;
    const busy = running().filter((at) => ends(at) > now);
    let available = free;
    let shadow = now;
    for (const at of busy.sort((a, b) => ends(a) - ends(b))) {
      available += all[at]!.gpus;
      shadow = ends(at);
      if (available >= first.gpus) break;
    }
    let extra = available - first.gpus;
    for (const at of waiting.slice(1)) {
      const { gpus, seconds } = all[at]!;
      const inTime = now + seconds <= shadow;
      if (gpus > free || !(inTime || gpus <= extra)) continue;
      if (!inTime) extra -= gpus;
      begin(at);
    }
  }
  return start;
}

describe("backfill is what its definition says, for any jobs on a pool of GPUs", () => {
  const check = (pool: Machine, params: object, definition: (all: readonly Job[]) => number[]) =>
    fc.assert(
      fc.property(jobs, (all) => {
        close(starts(scheduled([pool], params, submitted(all))), definition(all));
      }),
      { numRuns: 50 },
    );

  test("conservative: each starts at the earliest time that the jobs before it leave", () => {
    check({ gpus: GPUS }, { backfill: "conservative" }, conservatively);
  });

  test("EASY, on one machine: by shadow time and extra GPUs", () => {
    check({ gpus: GPUS }, { backfill: "easy", lookahead: 1000 }, easily);
  });

  test("EASY, over machines of one GPU", () => {
    check({ gpus: 1, count: GPUS }, { backfill: "easy", lookahead: 1000 }, easily);
  });
});

test("conservative, over machines by name: nobody's promise ever gets later, and all start by it", () => {
  fc.assert(
    fc.property(jobs, (all) => {
      const scenario = {
        title: "promises",
        until: "1d",
        world: [
          cluster({ gpus: 2, count: 3 }),
          use("pricing/scheduler", { backfill: "conservative" }),
          script(...submitted(all)),
        ],
      };
      const simulation = new Simulation(resolve(scenario), catalogueOf(scenario), {
        design: "base",
        replication: 0,
        seed: 1,
      });
      const { state } = simulation.states.find(({ instance }) => instance === "pricing/scheduler") as {
        state: any;
      };
      const promised = new Map<number, number>();
      simulation.onEvent(({ name, t, payload }) => {
        for (const { row, start } of state.plan) {
          const job = state.queue.job[row];
          expect(start).toBeLessThanOrEqual(promised.get(job) ?? Number.POSITIVE_INFINITY);
          promised.set(job, start);
        }
        if (name === "jobStarted")
          expect(t).toBeLessThanOrEqual(promised.get((payload as any).job) ?? Number.POSITIVE_INFINITY);
      });
      simulation.finish();
    }),
    { numRuns: 50 },
  );
});

const CLUSTER = [
  { gpus: 4, count: 2, memory: 24, region: "US" },
  { gpus: 8, memory: 80, region: "US", kind: "H100", throughput: 2 },
  { gpus: 2, count: 3, memory: 80, region: "DE" },
];
const asking = fc.array(
  fc.record({
    t: fc.nat(500),
    gpus: fc.integer({ min: 0, max: 10 }),
    seconds: fc.nat(300),
    memory: fc.constantFrom(0, 24, 80),
    region: fc.constantFrom("", "US", "DE", "FR"),
    priority: fc.nat(3),
    customer: fc.nat(3),
    patience: fc.constantFrom(0, 100, 1e6),
    deadline: fc.constantFrom(50, 400, 1e6),
  }),
  { maxLength: 40 },
);
const settings = fc.record({
  order: fc.constantFrom("first-come", "shortest-first", "fair-share", "priority"),
  backfill: fc.constantFrom("none", "easy", "conservative"),
  fit: fc.constantFrom("best-fit", "first-fit", "roomiest"),
  gangs: fc.constantFrom("span", "together"),
  preempt: fc.boolean(),
});

test("whatever is asked, under all settings: no GPU runs two jobs, jobs run where they can and as long as they ask, and all end or leave", () => {
  fc.assert(
    fc.property(asking, settings, (asked, params) => {
      const events = asked.map(({ t, gpus, seconds, ...more }, at) => submit(t, at, gpus, seconds, more));
      const outcome = scheduled(CLUSTER, params, events, 50_000);
      const capacity = [4, 4, 8, 2, 2, 2];
      const busy = capacity.map(() => 0);
      const places = new Map<number, { machines: number[]; parts: number[] }>();
      const done = new Map<number, number>();
      const free = (job: number) => {
        const { machines, parts } = places.get(job)!;
        machines.forEach((machine, at) => {
          busy[machine]! -= parts[at]!;
        });
      };
      for (const { name, payload } of outcome.events) {
        const { job, machines, parts, seconds } = payload as any;
        if (name === "jobMatched") {
          places.set(job, { machines, parts });
          machines.forEach((machine: number, at: number) => {
            busy[machine]! += parts[at];
            expect(busy[machine]).toBeLessThanOrEqual(capacity[machine]!);
            expect([24, 24, 80, 80, 80, 80][machine]).toBeGreaterThanOrEqual(asked[job]!.memory);
            if (asked[job]!.region !== "") expect(machine < 3 ? "US" : "DE").toBe(asked[job]!.region);
          });
          if (params.gangs === "together") expect(machines).toHaveLength(1);
        }
        if (name === "jobFinished" || name === "jobPaused") {
          free(job);
          const speed = places.get(job)!.machines.includes(2) ? 2 : 1;
          done.set(job, (done.get(job) ?? 0) + seconds * speed);
          if (name === "jobFinished") expect(done.get(job)).toBeCloseTo(asked[job]!.seconds, 4);
        }
        if (name === "jobEvicted") {
          // Somebody of a higher priority waits.
          expect(params.preempt && params.order === "priority").toBe(true);
          const higher = asked.filter(({ priority }) => priority > asked[job]!.priority);
          expect(higher.length).toBeGreaterThan(0);
        }
      }
      const gone = [...happened(outcome, "jobFinished"), ...happened(outcome, "jobLeft")].map(
        ({ job }) => job,
      );
      expect(gone.sort((a: any, b: any) => a - b)).toEqual(asked.map((_, at) => at));
      const { summary } = outcome.run;
      for (const measure of ["submitted", "waiting", "gaveUp", "backfilled", "preempted"])
        expect(summary[`jobs.${measure}`]).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 150 },
  );
});
