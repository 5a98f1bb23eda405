import { expect, test } from "vitest";
import { InvariantError } from "../../sim/errors.ts";
import { nakamoto } from "../../sim/mechanisms/consensus/nakamoto.ts";
import { escrow } from "../../sim/mechanisms/contracts/escrow.ts";
import { posted } from "../../sim/mechanisms/pricing/posted.ts";
import { reverseAuction } from "../../sim/mechanisms/pricing/reverse-auction.ts";
import { spotSmoothed } from "../../sim/mechanisms/pricing/spot-smoothed.ts";
import { fleet } from "../../sim/mechanisms/supply/fleet.ts";
import type { Mechanism, Use } from "../../sim/model/mechanism.ts";
import { run } from "../../sim/run/run.ts";
import { Simulation } from "../../sim/run/simulation.ts";
import { catalogueOf } from "../../sim/scenario/catalogue.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import { SEED } from "./worlds.ts";

/**
 * Shipped mechanisms, each with one fault that no claim of its own knows of: what the contract suite asks of every
 * mechanism must find it, and say by which event and with both values.
 */

type Emit = ((payload: any, delay?: number) => number) & { at(payload: any, time: number): number };

/** The mechanism with some of its emitters replaced, by what each makes of the real one. */
function emitting(mechanism: Mechanism, faults: Record<string, (emit: Emit) => Emit>): Mechanism {
  const wrapped = (context: any): any =>
    new Proxy(context, {
      get(target, name) {
        if (name === "emit")
          return new Proxy(target.emit, {
            get: (emit, event: string) => (faults[event] ? faults[event](emit[event]) : emit[event]),
          });
        const value = target[name];
        return typeof value === "function" && name !== "read" ? value.bind(target) : value;
      },
      set: (target, name, value) => Reflect.set(target, name, value, target),
    });
  const on = Object.fromEntries(
    Object.entries(mechanism.on).map(([event, handler]) => [
      event,
      (context: any, payload: any) => handler!(wrapped(context), payload),
    ]),
  );
  return { ...mechanism, on };
}

const emitter = (after: (payload: any, delay?: number) => number, { at }: Emit): Emit =>
  Object.assign(after, { at });

const MANY_JOBS: Use = { mechanism: "demand/jobs", params: { class: "batch", rate: 300 } };

/** The example of a mechanism with another one of its kind in place of the shipped one. */
function withBroken(
  name: string,
  original: Mechanism,
  broken: Partial<Mechanism>,
  more: readonly Use[] = [],
) {
  const { world, until = "10d" } = original.example();
  const faulty: Mechanism = { ...original, ...broken, name: `test/${name}` };
  return {
    title: `Planted: ${name}`,
    until,
    world: [
      ...world.map((use) => {
        if (use.mechanism === original.name) return { ...use, mechanism: faulty };
        return use.mechanism === "demand/bootstrap-trace" ? MANY_JOBS : use;
      }),
      ...more,
    ],
  };
}

/** What the suite says of a world: the claims that are broken, and the facts. */
function told(scenario: ReturnType<typeof withBroken>): InvariantError {
  const catalogue = catalogueOf(scenario);
  const resolved = resolve(scenario, catalogue, { name: "planted" });
  try {
    new Simulation(resolved, catalogue, {
      design: "base",
      replication: 0,
      seed: SEED,
      claims: "event",
    }).finish();
  } catch (error) {
    if (error instanceof InvariantError) return error;
    throw error;
  }
  throw new Error("The fault was not found.");
}

const JOBS = "jobs: an attempt is matched, at no more than its limit, started and ended, each once.";

test("a market that matches every job twice, once at a hundred times the price", () => {
  const twice = (emit: Emit): Emit =>
    emitter((payload) => {
      emit(payload);
      return emit({ ...payload, usdPerGpuHour: 100 * payload.usdPerGpuHour });
    }, emit);
  const error = told(
    withBroken("twice", posted.mechanism, emitting(posted.mechanism, { jobMatched: twice })),
  );
  expect(error.claims).toContain(JOBS);
  expect(error.facts.join("\n")).toMatch(
    /Event #\d+: jobMatched of job \d+, which is matched since event #\d+: jobStarted or jobInterrupted may follow\./,
  );
  expect(error.facts.join("\n")).toMatch(
    /Event #\d+: job \d+ is matched at [\d.]+ USD\/GPU h, and its limit is [\d.]+ USD\/GPU h\./,
  );
});

/** Machines three times as fast as the GPU that jobs are measured on, auctioned at so many times the right price. */
function dearAuction(factor: number) {
  const dearer = (emit: Emit): Emit =>
    emitter((payload) => emit({ ...payload, usdPerGpuHour: factor * payload.usdPerGpuHour }), emit);
  const scenario = withBroken(
    "dear",
    reverseAuction.mechanism,
    emitting(reverseAuction.mechanism, { jobMatched: dearer }),
  );
  const machines = [
    {
      ...{ provider: "A", count: 4, gpus: 8, kind: "H100", memory_gb: 80, throughput: 3 },
      ...{ region: "US", usd_per_gpu_hour: 0.9 },
    },
  ];
  return {
    ...scenario,
    until: "1d",
    world: scenario.world.map((use) =>
      use.mechanism === "supply/fleet" ? { ...use, params: { ...use.params, machines } } : use,
    ),
  };
}

test("a market that charges more than the limit for the speed that it gives, and one that charges all of it", () => {
  expect(() => told(dearAuction(1))).toThrow("The fault was not found.");
  expect(told(dearAuction(3)).facts.join("\n")).toMatch(
    /Event #\d+: job \d+ is matched at [\d.]+ USD\/GPU h of GPUs 3 times as fast, and its limit is [\d.]+ USD\/GPU h\./,
  );
});

test("a spot market that raises a running job's price beyond its limit", () => {
  const tenfold = (emit: Emit): Emit =>
    emitter((payload) => emit({ ...payload, usdPerGpuHour: 10 * payload.usdPerGpuHour }), emit);
  const { mechanism } = spotSmoothed;
  const error = told(withBroken("rising", mechanism, emitting(mechanism, { jobRepriced: tenfold })));
  expect(error.claims).toContain(JOBS);
  expect(error.facts.join("\n")).toMatch(
    /Event #\d+: job \d+ is to go on at [\d.]+ USD\/GPU h, and its limit is [\d.]+ USD\/GPU h\./,
  );
});

test("a supply on which no job is ever finished", () => {
  const never = (emit: Emit): Emit => emitter((payload, delay = 0) => emit(payload, delay + 1e8), emit);
  const error = told(withBroken("never", fleet.mechanism, emitting(fleet.mechanism, { jobFinished: never })));
  expect(error.claims).toContain(JOBS);
  expect(error.facts.join("\n")).toMatch(/Event #\d+: job \d+ was to end at .+, and still runs at .+\./);
});

test("a market that uses machines after they were withdrawn", () => {
  const on = { ...(posted.mechanism as Mechanism).on, machineWithdrawn: () => {} };
  const error = told(withBroken("deaf", posted.mechanism, { on }));
  const facts = error.facts.join("\n");
  // Its book has what supply has not, at once; the first use of one is told when it comes.
  expect(error.claims).toContain("GPUs: market and supply count the same.");
  expect(facts).toMatch(/Event #\d+: supply\/fleet says \d+ GPUs free, the book of test\/deaf says \d+\./);
  const used = told(
    withBroken("deaf", posted.mechanism, {
      on,
      signals: { ...posted.mechanism.signals, gpusFreeInBook: undefined } as never,
    }),
  );
  expect(used.claims).toEqual([
    "machines: one is offered before it is used, and not used after it was withdrawn.",
  ]);
  expect(used.facts.join("\n")).toMatch(
    /Event #\d+: machine \d+ is used, and is withdrawn since event #\d+\./,
  );
});

test("a contract that a job pays twice", () => {
  const twice = (emit: Emit): Emit =>
    emitter((payload) => {
      emit(payload);
      return emit(payload);
    }, emit);
  const error = told(withBroken("double", escrow.mechanism, emitting(escrow.mechanism, { jobPaid: twice })));
  expect(error.claims).toEqual(["payments: a stretch of a job is paid for once."]);
  expect(error.facts.join("\n")).toMatch(/Event #\d+: jobPaid of pay for job \d+, which is not due/);
});

test("a chain whose block skips its parent", () => {
  const skip = (emit: Emit): Emit =>
    emitter(
      (payload, delay) =>
        emit(payload.height < 5 ? payload : { ...payload, height: payload.height + 1 }, delay),
      emit,
    );
  const scenario = withBroken("skip", nakamoto.mechanism, emitting(nakamoto.mechanism, { block: skip }));
  const error = told(scenario);
  expect(error.claims).toContain("blocks: each is the next after the one before it.");
  expect(error.facts.join("\n")).toMatch(
    /Event #\d+: block 6 stands for 1, and the last was 4, at event #\d+: 5 follows\./,
  );
});

test("what counting finds at a sample is told by the event that did it, in a run that does not follow", () => {
  const twice = (emit: Emit): Emit =>
    emitter((payload) => {
      emit(payload);
      return emit(payload);
    }, emit);
  const scenario = withBroken("double", escrow.mechanism, emitting(escrow.mechanism, { jobPaid: twice }));
  const catalogue = catalogueOf(scenario);
  const resolved = resolve(scenario, catalogue, { name: "planted" });
  expect(() => run(resolved, catalogue, { design: "base", seed: SEED })).toThrow(
    /payments: a stretch of a job is paid for once\.[\s\S]*Event #\d+: jobPaid of pay for job \d+, which is not due/,
  );
});
