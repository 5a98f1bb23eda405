import { describe, expect, test } from "vitest";
import { decode, encode } from "../../sim/codec.ts";
import { InvariantError } from "../../sim/errors.ts";
import type { Use } from "../../sim/model/mechanism.ts";
import type { Run } from "../../sim/run/result.ts";
import { run, runBranches, simulatedTime, timeOfBranching } from "../../sim/run/run.ts";
import { Simulation, type SimulationSnapshot } from "../../sim/run/simulation.ts";
import { catalogueOf } from "../../sim/scenario/catalogue.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import { count } from "../../sim/schema/fields.ts";
import { DAY } from "../../sim/units.ts";
import { lines, messageOf, type Part, use } from "../scenario/problems.ts";
import { BRANCHING, FORKED, forked } from "./forked.ts";

const OPTIONS = { design: "base", replication: 2 };

/** What two runs of one future have in common; the scenarios that they come from differ. */
const outcome = ({ digest, events, t, series, atEnd, balances, flows }: Run) => ({
  digest,
  events,
  t,
  series,
  atEnd,
  balances,
  flows,
});

/** The world with the shock at other values, and no branches. */
function unbranched(shock: object, more: object = {}): Run {
  const world = FORKED.world!.map((each) =>
    each.mechanism === "shocks/demand" ? { ...each, params: { at: "12d", ...shock } } : each,
  );
  const { branches: _, ...scenario } = FORKED;
  const whole = { ...scenario, ...more, world };
  const catalogue = catalogueOf(whole);
  return run(resolve(whole, catalogue, { name: "forked" }), catalogue, OPTIONS);
}

const sum = (column: Float64Array): number => column.reduce((total, value) => total + value, 0);

describe("branches", () => {
  const { resolved, catalogue } = forked();
  const [none, halves] = runBranches(resolved, catalogue, OPTIONS) as [Run, Run];

  test("a branch equals, bit for bit, a run that had its policy from that time on", () => {
    expect(outcome(halves)).toEqual(outcome(unbranched({ factor: 0.5 })));
    expect(halves.digest).not.toBe(none.digest);
  });

  test("the reference branch equals the run without branches", () => {
    expect(outcome(none)).toEqual(outcome(unbranched({ factor: 1 })));
    expect(outcome(none)).toEqual(outcome(run(resolved, catalogue, OPTIONS)));
  });

  test("summaries count from the branching on", () => {
    const warm = { warmUp: "12d" };
    expect(none.summary).toEqual(unbranched({ factor: 1 }, warm).summary);
    expect(halves.summary).toEqual(unbranched({ factor: 0.5 }, warm).summary);
  });

  test("a warm-up that ends after the branching stays what it is", () => {
    const warm = { warmUp: "15d" };
    const later = forked(warm);
    const [, branch] = runBranches(later.resolved, later.catalogue, OPTIONS);
    expect(branch!.summary).toEqual(unbranched({ factor: 0.5 }, warm).summary);
  });

  test("all branches share the past: the series are equal up to the branching, and differ after it", () => {
    for (const [name, column] of Object.entries(none.series)) {
      const before = column.filter((_, sample) => none.t[sample]! < BRANCHING);
      expect(halves.series[name]!.slice(0, before.length)).toEqual(before);
    }
    const shared = none.series["jobs.potential"]!.filter((_, sample) => none.t[sample]! <= BRANCHING);
    const [fewer, all] = [halves, none].map(({ series }) => sum(series["jobs.potential"]!));
    expect(fewer! / all!).toBeCloseTo(sum(shared) / all! + (1 - sum(shared) / all!) / 2, 1);
  });

  test("a run says which branch it is, and keeps the identity of the scenario", () => {
    expect([none, halves].map(({ branch, point, replication }) => [branch, point, replication])).toEqual([
      ["none", -1, 2],
      ["halves", -1, 2],
    ]);
    expect(none.scenarioHash).toBe(halves.scenarioHash);
    expect(run(resolved, catalogue, OPTIONS).branch).toBe("");
  });

  test("the order of the branches changes none of them", () => {
    const turned = forked({ branches: new Map(Object.entries(FORKED.branches!).reverse()) });
    const again = runBranches(turned.resolved, turned.catalogue, OPTIONS);
    expect(again.map(({ branch, digest }) => [branch, digest])).toEqual([
      ["halves", halves.digest],
      ["none", none.digest],
    ]);
  });

  test("progress rises to the simulated time of all branches together, and stays the past's until they part", () => {
    const times: number[] = [];
    runBranches(resolved, catalogue, { ...OPTIONS, onProgress: (t) => times.push(t) });
    expect(simulatedTime(resolved)).toBe(12 * DAY + 2 * 8 * DAY);
    expect(times.at(-1)).toBeCloseTo(simulatedTime(resolved), 3);
    expect(times).toEqual(times.toSorted((one, other) => one - other));
  });

  test("a branch with the luck of an antithetic pair goes on with it", () => {
    const pairs = forked({ antithetic: true });
    const [reference] = runBranches(pairs.resolved, pairs.catalogue, { design: "base", replication: 1 });
    const whole = run(pairs.resolved, pairs.catalogue, { design: "base", replication: 1 });
    expect(reference!.digest).toBe(whole.digest);
    expect(whole.digest).not.toBe(run(pairs.resolved, pairs.catalogue, { design: "base" }).digest);
  });

  test("a snapshot within a branch is plain data, and goes on to the branch's end", () => {
    const simulation = new Simulation(resolved, catalogue, {
      design: "base",
      replication: 2,
      seed: none.seed,
    });
    simulation.runTo({ time: timeOfBranching(resolved.branches!) });
    const branch = simulation.branch("halves", { "shocks/demand.factor": 0.5 }, BRANCHING);
    branch.runTo({ time: 15 * DAY });
    const saved = decode(encode(branch.snapshot())) as SimulationSnapshot;
    const restored = Simulation.restore(resolved, catalogue, saved).finish();
    expect(restored).toEqual(halves);
    expect(branch.fork().finish()).toEqual(halves);
    expect(simulation.finish().digest).toBe(none.digest);
  });
});

test("error: what a run reads while it begins is refused by name in every branch, before anything is simulated", () => {
  const events: string[] = [];
  const counting = use({ on: { day: ({ now }) => events.push(String(now)) } });
  const { resolved, catalogue } = forked({
    world: [...FORKED.world!, counting],
    branches: {
      at: "12d",
      none: {},
      later: { set: { "shocks/demand.at": "15d", "supply/cohorts.providers": 20 } },
      "another trace": { set: { "demand/bootstrap-trace.replicas": 5, "shocks/demand.factor": 0.5 } },
    },
  });
  const refused = "It is read while a run begins: a branch cannot change it. Sweep it instead.";
  const message = messageOf(() => runBranches(resolved, catalogue, OPTIONS));
  expect(message).toContain(
    lines(
      '  branches › "later" › set › supply/cohorts.providers',
      `    ${refused}`,
      '  branches › "another trace" › set › demand/bootstrap-trace.replicas',
      `    ${refused}`,
    ),
  );
  expect(message).not.toContain("factor");
  expect(events).toEqual([]);
});

const ticking = (more: Part = {}): Use =>
  use({
    params: { limit: count({ default: 100, min: 1, doc: "Ticks that break the claim." }) },
    emits: { tick: { doc: "A day has gone by.", fields: { tick: "number" } } },
    init: () => ({ ticks: 0 }),
    on: {
      opened: ({ emit }) => emit.tick({ tick: 1 }, DAY),
      tick: ({ state, emit }, { tick }) => {
        state.ticks = tick;
        emit.tick.at({ tick: tick + 1 }, (tick + 1) * DAY);
      },
    },
    invariants: { "ticks stay below the limit": ({ params, state }) => state.ticks < (params as any).limit },
    ...more,
  });

test.each(["event", "sample"] as const)(
  "what claims and measures read while a run begins settles nothing (%s)",
  (claims) => {
    const left = {
      kind: "flow",
      unit: "",
      words: "To the limit",
      better: "neither",
      doc: "To the limit.",
      total: ({ params, state }: any) => params.limit - state.ticks,
    } as const;
    const branches = { at: "12d", none: {}, higher: { set: { "test/part.limit": 200 } } };
    const { resolved, catalogue } = forked({
      world: [ticking({ ownMetrics: { "test.left": left } })],
      branches,
    });
    const runs = runBranches(resolved, catalogue, { ...OPTIONS, claims });
    expect(runs.map(({ series }) => sum(series["test.left"]!))).toEqual([-20, 80]);
  },
);

test("error: a claim that breaks in a branch is named with its first event and a replay of that branch", () => {
  const branches = { at: "12d", none: {}, "tight limit": { set: { "test/part.limit": 14 } } };
  const { resolved, catalogue } = forked({ world: [ticking()], branches });
  expect(() => runBranches(resolved, catalogue, OPTIONS)).toThrow(InvariantError);
  expect(() => runBranches(resolved, catalogue, OPTIONS)).toThrow(
    lines(
      "test/part: ticks stay below the limit.",
      "",
      "  At 14 d, event #16 tick { tick: 14 }.",
      "  params { limit: 14 }   state { ticks: 14 }",
      "",
      "Replay: orrery replay forked --design base --replication 2 --branch 'tight limit' --to-event 16 --state",
    ),
  );
});
