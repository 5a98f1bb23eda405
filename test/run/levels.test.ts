import { describe, expect, test } from "vitest";
import { decode, encode } from "../../sim/codec.ts";
import { own } from "../../sim/model/accounts.ts";
import type { Metric } from "../../sim/model/measures/metric.ts";
import { defineMechanism } from "../../sim/model/mechanism.ts";
import type { Run } from "../../sim/run/result.ts";
import { run } from "../../sim/run/run.ts";
import { Simulation, type SimulationSnapshot } from "../../sim/run/simulation.ts";
import { catalogueOf } from "../../sim/scenario/catalogue.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import type { Scenario } from "../../sim/scenario/scenario.ts";
import { text } from "../../sim/schema/fields.ts";
import { inlineTable } from "../../sim/schema/table.ts";
import { DAY, HOUR } from "../../sim/units.ts";
import { type Part, use } from "../scenario/problems.ts";

/** Means of levels over time against closed forms: none depends on when a run is sampled. */

const PERIODS = ["1h", "7h", "1d", "3d", "1000d"];

function summaryOf(scenario: Partial<Scenario>): Run["summary"] {
  const whole = { title: "levels", ...scenario } as Scenario;
  const catalogue = catalogueOf(whole);
  const summaries = PERIODS.map(
    (sample) =>
      run(resolve({ ...whole, sample }, catalogue, { name: "levels" }), catalogue, {
        design: "base",
        seed: 1,
      }).summary,
  );
  for (const other of summaries) expect(other).toEqual(summaries[0]);
  return summaries[0]!;
}

const part = (mechanism: Part) => use(mechanism);
const level = (
  value: (context: any) => number,
  more: object = {},
): Metric<any> & { readonly kind: "level" } => ({
  kind: "level",
  unit: "",
  words: "A level",
  better: "neither",
  doc: "A level.",
  value,
  ...more,
});

describe("the mean of a level over time", () => {
  test("of a supply that grows by 7,200 on each of 120 days but the first is 1,428,400", () => {
    const world = [
      { mechanism: "issuance/genesis", params: { supply: 1_000_000, allocation: { holders: 1 } } },
      { mechanism: "issuance/fixed", params: { tokensPerDay: 7_200, split: { treasury: 1 } } },
    ];
    const summary = summaryOf({ until: "120d", world });
    expect(summary["ledger.supply[token]"]).toBe(1_428_400);
  });

  test("of a recorded price of 1 USD with 11 USD for one hour a day is 1 + 10/24 USD", () => {
    const days = Array.from({ length: 20 }, (_, day) => day * DAY);
    const prices = inlineTable({
      instance_type: days.flatMap(() => ["a", "a"]),
      zone: days.flatMap(() => ["z", "z"]),
      timestamp: days.flatMap((t) => [t, t + 23 * HOUR]),
      usd_per_hour: days.flatMap(() => [1, 11]),
    });
    const params = { prices, instanceType: "a", zone: "z", gpus: 1 };
    const summary = summaryOf({ until: "10d", world: [{ mechanism: "pricing/recorded-spot", params }] });
    expect(summary["market.cloudSpotUsdPerGpuHour"]).toBeCloseTo(1 + 10 / 24, 12);
  });

  test("of demand that is at 0.4 for 100 minutes of ten hours is 0.9, though no event marks them", () => {
    const params = { at: "130m", until: "230m", factor: 0.4 };
    const summary = summaryOf({ until: "10h", world: [{ mechanism: "shocks/demand", params }] });
    expect(summary["demand.level"]).toBeCloseTo(0.9, 12);
  });

  test("of what other uses bring follows their series to the second", () => {
    const series = inlineTable({ t: [1_000, 4_000], use: ["mining", "mining"], usd_per_gpu_hour: [0.3, 0] });
    const summary = summaryOf({
      until: 10_000,
      world: [{ mechanism: "pricing/other-uses", params: { mining: 0.1, series } }],
    });
    expect(summary["market.miningUsdPerGpuHour"]).toBeCloseTo(0.1 * 0.1 + 0.3 * 0.3, 12);
  });

  test("may be of the time and of an amount that nothing else reads", () => {
    const metrics = {
      "test.perSecond": level(({ ledger, account, asset, now }) =>
        now > 0 ? ledger.balance(asset.token, account.vault) / now : 0,
      ),
    };
    const vault = part({
      params: { asset: text({ default: "token", doc: "The token.", source: "tests" }) },
      accounts: { vault: own("holders") },
      assets: { token: "asset" },
      on: {
        day: ({ ledger, account, asset }: any) =>
          void ledger.mint(asset.token, account.vault, 86_400, "emission"),
      },
      ownMetrics: metrics,
    } as Part);
    expect(summaryOf({ until: "3d", world: [vault] })["test.perSecond"]).toBeGreaterThan(0);
  });

  test("counts from the end of the warm-up, within a time of one value", () => {
    const metrics = { "test.days": level(({ state }) => state.days) };
    const days = part({
      init: () => ({ days: 0 }),
      on: { day: ({ state }) => void state.days++ },
      ownMetrics: metrics,
    });
    // Half of day 2, days 3 and 4, half of day 5.
    const summary = summaryOf({ until: "5.5d", warmUp: "2.5d", world: [days] });
    expect(summary["test.days"]).toBe((2 * 0.5 + 3 + 4 + 5 * 0.5) / 3);
  });

  test("of what does not change is its value, to the last bit, and of the largest numbers finite", () => {
    const metrics = {
      "test.third": level(() => 1 / 3),
      "test.huge": level(({ state }) => state.sign * 1.7e308),
      "test.tiny": level(({ state }) => state.sign * 1e-280),
    };
    const flips = part({
      init: () => ({ sign: 1 }),
      on: {
        day: ({ state }, { day }) => {
          if (day === 5) state.sign = -1;
        },
      },
      ownMetrics: metrics,
    });
    const summary = summaryOf({ until: "20d", world: [flips] });
    expect(summary["test.third"]).toBe(1 / 3);
    expect(summary["test.huge"]! / 1.7e308).toBeCloseTo(-0.5, 12);
    expect(summary["test.tiny"]! / 1e-280).toBeCloseTo(-0.5, 12);
  });

  test("sees what the ledger moves and what signals read, whoever changed them", () => {
    // On each day 10 tokens are minted into the treasury: of n days, day k has 10 k.
    const watcher = defineMechanism({
      name: "test/watcher",
      summary: "Watches.",
      source: "tests",
      params: { asset: text({ default: "token", doc: "The token.", source: "tests" }) },
      assets: { token: "asset" },
      reads: { demandLevel: {} },
      init: () => ({}),
      on: {},
      ownMetrics: {
        "test.treasury": level(({ ledger, asset }) => ledger.sectorBalance(asset.token, "treasury")),
        "test.signal": level(({ read }) => read.demandLevel()),
      },
      example: () => ({ world: [] }),
    });
    const steps = defineMechanism({
      name: "test/steps",
      summary: "Publishes.",
      source: "tests",
      params: {},
      init: () => ({ day: 0 }),
      on: { day: ({ state }, { day }) => Object.assign(state, { day }) },
      signals: { demandLevel: ({ state }) => state.day },
      example: () => ({ world: [] }),
    });
    const world = [
      { mechanism: "issuance/genesis", params: { supply: 100, allocation: { holders: 1 } } },
      { mechanism: "issuance/fixed", params: { tokensPerDay: 10, split: { treasury: 1 } } },
      watcher(),
      steps(),
    ];
    const summary = summaryOf({ until: "10d", world });
    expect(summary["test.signal"]).toBe(4.5);
    expect(summary["test.treasury"]).toBe(45);
  });

  test("of a value that reads the time is taken every hour, and on a grid where it says so", () => {
    const clock = part({
      ownMetrics: {
        "test.clock": level(({ now }) => now),
        "test.daily": level(({ now }) => now, { every: DAY }),
      },
    });
    const summary = summaryOf({ until: "10d", world: [clock] });
    // Each hour, and each day, has the value at its end.
    expect(summary["test.clock"]).toBeCloseTo(5 * DAY + HOUR / 2, 6);
    expect(summary["test.daily"]).toBe(5.5 * DAY);
  });

  test("on a grid counts from the start; what is left at the end has the value at the end", () => {
    const clock = part({ ownMetrics: { "test.daily": level(({ now }) => now, { every: DAY }) } });
    expect(summaryOf({ until: "2.5d", world: [clock] })["test.daily"]).toBe(
      ((1 + 2 + 2.5 * 0.5) / 2.5) * DAY,
    );
    expect(summaryOf({ until: "2.5d", warmUp: "12h", world: [clock] })["test.daily"]).toBe(
      ((1 * 0.5 + 2 + 2.5 * 0.5) / 2) * DAY,
    );
    expect(summaryOf({ until: "2h", world: [clock] })["test.daily"]).toBe(2 * HOUR);
  });

  test("of a level with an integral of its own is that over time, and its series are its values", () => {
    const kept = part({
      init: () => ({ days: 0, integral: 0, since: 0 }),
      on: {
        day: ({ state, now }) => {
          state.integral += state.days * (now - state.since);
          state.since = now;
          state.days++;
        },
      },
      ownMetrics: {
        "test.kept": level(({ state }) => state.days, {
          integral: ({ state, now }: any) => state.integral + state.days * (now - state.since),
        }),
      },
    });
    expect(summaryOf({ until: "4d", warmUp: "1d", world: [kept] })["test.kept"]).toBe(2);
  });
});

describe("a snapshot", () => {
  const scenario: Scenario = {
    title: "levels",
    until: "9d",
    warmUp: "1d",
    world: [
      part({
        init: () => ({ days: 0 }),
        on: { day: ({ state }) => Object.assign(state, { days: state.days + 0.1 }) },
        ownMetrics: {
          "test.days": level(({ state }) => state.days),
          "test.clock": level(({ now, state }) => now * state.days),
          "test.daily": level(({ now }) => now, { every: DAY }),
        },
      }),
      { mechanism: "shocks/demand", params: { at: "30h", until: "5d", factor: 0.3 } },
    ],
  };
  const catalogue = catalogueOf(scenario);
  const resolved = resolve(scenario, catalogue, { name: "levels" });
  const options = { design: "base", replication: 0, seed: 1 };

  test("at any time, between events of one instant or within an hour, goes on to the same means", () => {
    const whole = new Simulation(resolved, catalogue, options).finish();
    const resumed = (stop: { time?: number; events?: number }) => {
      const simulation = new Simulation(resolved, catalogue, options);
      simulation.runTo(stop);
      const stored = decode(encode(simulation.snapshot())) as SimulationSnapshot;
      return Simulation.restore(resolved, catalogue, stored).finish();
    };
    for (let events = 0; events <= whole.events; events++) expect(resumed({ events })).toEqual(whole);
    for (const time of [0, 1, 0.5 * DAY, DAY, 30 * HOUR, 30 * HOUR + 1, 3 * DAY, 4.51 * DAY, 9 * DAY])
      expect(resumed({ time })).toEqual(whole);
  });
});

test("every instant is sampled once, however short the run and the period", () => {
  const times = (until: number, sample?: number): number[] => {
    const scenario: Scenario = { title: "short", until, ...(sample ? { sample } : {}), world: [part({})] };
    const catalogue = catalogueOf(scenario);
    const resolved = resolve(scenario, catalogue, { name: "short" });
    return [...run(resolved, catalogue, { design: "base", seed: 1 }).t];
  };
  expect(times(0.000001)).toEqual([0.000001]);
  expect(times(0.000003, 0.0000014)).toEqual([0.000001, 0.000003]);
  expect(times(1, 0.3)).toEqual([0.3, 0.6, 0.9, 1]);
  expect(times(1, 10)).toEqual([1]);
});
