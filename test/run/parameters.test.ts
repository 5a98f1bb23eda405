import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decode, encode } from "../../sim/codec.ts";
import { KernelError } from "../../sim/errors.ts";
import type { Use } from "../../sim/model/mechanism.ts";
import type { Run } from "../../sim/run/result.ts";
import { run, runBranches } from "../../sim/run/run.ts";
import { type Happening, Simulation, type SimulationSnapshot } from "../../sim/run/simulation.ts";
import { catalogueOf } from "../../sim/scenario/catalogue.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import type { Scenario } from "../../sim/scenario/scenario.ts";
import { count, number } from "../../sim/schema/fields.ts";
import { DAY, HOUR } from "../../sim/units.ts";
import { type Part, use } from "../scenario/problems.ts";

interface Change {
  readonly t: number | string;
  readonly parameter: string;
  readonly value: number;
}
const mechanism = (name: string, params: object = {}, more: object = {}): Use => ({
  mechanism: name,
  params,
  ...more,
});
const schedule = (changes: readonly Change[], as = "the schedule"): Use =>
  mechanism("shocks/parameter", { changes }, { as });

/** A market, a chain with fees, and new tokens: what accrues, what is kept, and what is read at once. */
const WORLD: readonly Use[] = [
  mechanism("issuance/genesis", { allocation: { holders: 0.7, treasury: 0.2, users: 0.1 } }),
  mechanism("consensus/slot-pos", { slotsPerBlock: 200 }),
  mechanism("execution/capacity", { gasPerSecondPerCore: 1_000_000 }),
  mechanism("fees/eip1559"),
  mechanism("issuance/fixed", { split: { security: 0.7, treasury: 0.3 } }),
  mechanism("defi/constant-product"),
  mechanism("supply/cohorts", { providers: 6, candidatesPerWeek: 1 }),
  mechanism("pricing/utilisation-indexed", { initial: 0.3 }),
  mechanism("pricing/first-come"),
  mechanism("demand/bootstrap-trace", { replicas: 2 }),
  mechanism("contracts/escrow"),
];
const CHANGES = {
  "contracts/escrow.fee": 0.2,
  "contracts/escrow.gasPerJob": 900_000,
  "issuance/fixed.tokensPerDay": 12_345.678,
  "consensus/slot-pos.baseRewardFactor": 16,
  "consensus/slot-pos.usdPerKilowattHour": 0.4,
  "fees/eip1559.tip": 3e-10,
  "fees/eip1559.gasPerTransaction": 100_000,
  "execution/capacity.cores": 4,
  "pricing/utilisation-indexed.minimum": 0.5,
  "defi/constant-product.fee": 100,
} as const;
const rows = (t: number | string, values: Readonly<Record<string, number>> = CHANGES): Change[] =>
  Object.entries(values).map(([parameter, value]) => ({ t, parameter, value }));

function prepared(scenario: Partial<Scenario>) {
  const whole = { title: "Parameters that change", until: "20d", world: WORLD, ...scenario };
  const catalogue = catalogueOf(whole);
  return { resolved: resolve(whole, catalogue, { name: "changing" }), catalogue };
}
const OPTIONS = { design: "base", replication: 0, seed: 7 };

function runOf(world: readonly Use[], more: Partial<Scenario> = {}): Run {
  const { resolved, catalogue } = prepared({ world, ...more });
  return run(resolved, catalogue, OPTIONS);
}

describe("a schedule and a branch that change the same at the same instant", () => {
  test.each(["9d", 9.3 * DAY, 9 * DAY + 1e-6])("at %s have the same future, to the last bit", (at) => {
    const { resolved, catalogue } = prepared({
      branches: { at, "as it was": {}, changed: { set: CHANGES } },
    });
    const [asItWas, branch] = runBranches(resolved, catalogue, OPTIONS) as [Run, Run];
    const scheduled = runOf([...WORLD, schedule(rows(at))], { warmUp: at });
    for (const of of ["t", "series", "summary", "atEnd", "balances", "flows"] as const)
      expect(branch[of], of).toEqual(scheduled[of]);
    expect(branch.summary).not.toEqual(asItWas.summary);
  });

  test("differ by the events of the change alone", () => {
    const at = 9.3 * DAY;
    const heard: string[] = [];
    const { resolved, catalogue } = prepared({ world: [...WORLD, schedule(rows(at))] });
    const whole = new Simulation(resolved, catalogue, OPTIONS);
    whole.onEvent(({ t, name, payload }) => {
      if (name !== "changeDue" && name !== "parameterSet") heard.push(`${t} ${name} ${encode(payload)}`);
    });
    whole.finish();
    const plain = prepared({});
    const simulation = new Simulation(plain.resolved, plain.catalogue, OPTIONS);
    const told: string[] = [];
    const tell = ({ t, name, payload }: Happening) => void told.push(`${t} ${name} ${encode(payload)}`);
    simulation.onEvent(tell);
    simulation.runTo({ time: at - 1e-6 });
    const branch = simulation.branch("changed", CHANGES, at);
    branch.onEvent(tell);
    branch.finish();
    expect(told).toEqual(heard);
  });
});

describe("a run with parameters that change", () => {
  const world = [
    ...WORLD,
    schedule([...rows("5d"), { t: "11d", parameter: "contracts/escrow.fee", value: 0.01 }]),
  ];
  const reference = runOf(world);

  test("is the same run whatever the order of the list", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(world, { minLength: world.length }), (shuffled) => {
        expect(runOf(shuffled).digest).toBe(reference.digest);
      }),
      { seed: 1, numRuns: 3 },
    );
  });

  test("goes on as it would when it is saved and restored, before, between and after the changes", () => {
    const { resolved, catalogue } = prepared({ world });
    for (const time of [5 * DAY - 1, 5 * DAY, 8.2 * DAY, 11 * DAY, 15 * DAY]) {
      const first = new Simulation(resolved, catalogue, OPTIONS);
      first.runTo({ time });
      const saved = decode(encode(first.snapshot())) as SimulationSnapshot;
      expect(Simulation.restore(resolved, catalogue, saved).finish()).toEqual(reference);
      expect(first.fork().finish()).toEqual(reference);
    }
  });

  test("can be cut between the events of the instant of a change", () => {
    const { resolved, catalogue } = prepared({ world });
    const numbers: number[] = [];
    const whole = new Simulation(resolved, catalogue, OPTIONS);
    whole.onEvent(({ name, number }) => {
      if (name === "parameterSet") numbers.push(number);
    });
    whole.finish();
    expect(numbers).toHaveLength(rows("5d").length + 1);
    for (const events of [numbers[0]! - 1, numbers[0]!, numbers[4]!, numbers.at(-1)!]) {
      const first = new Simulation(resolved, catalogue, OPTIONS);
      first.runTo({ events });
      const saved = decode(encode(first.snapshot())) as SimulationSnapshot;
      expect(Simulation.restore(resolved, catalogue, saved).finish()).toEqual(reference);
    }
  });

  test("tells each change in its digest, and one to the value that there is changes nothing else", () => {
    const idle = runOf([...WORLD, schedule([{ t: "9.3d", parameter: "contracts/escrow.fee", value: 0.05 }])]);
    const plain = runOf(WORLD);
    expect(idle.digest).not.toBe(plain.digest);
    expect(idle.events).toBe(plain.events + 2);
    for (const of of ["series", "summary", "balances", "flows"] as const) expect(idle[of]).toEqual(plain[of]);
  });

  test("has a branch that sets what the schedule has set: the later one holds", () => {
    const { resolved, catalogue } = prepared({
      world,
      branches: { at: "8d", none: {}, other: { set: { "contracts/escrow.fee": 0.4 } } },
    });
    const [none, other] = runBranches(resolved, catalogue, OPTIONS) as [Run, Run];
    expect(none.digest).toBe(reference.digest);
    expect(other.digest).not.toBe(none.digest);
    const feeAt = (time: number): unknown => {
      const simulation = new Simulation(resolved, catalogue, OPTIONS);
      simulation.runTo({ time: 8 * DAY - 1e-6 });
      const branch = simulation.branch("other", { "contracts/escrow.fee": 0.4 }, 8 * DAY);
      branch.runTo({ time });
      return (
        branch.states.find(({ instance }) => instance === "contracts/escrow")!.params as { fee: number }
      ).fee;
    };
    expect([feeAt(10 * DAY), feeAt(11 * DAY)]).toEqual([0.4, 0.01]);
  });
});

describe("what was before a change is counted as it was", () => {
  test("new tokens of a day are those of its end's rate", () => {
    const minted = (changes: readonly Change[]): number =>
      runOf([
        mechanism("issuance/genesis"),
        mechanism("issuance/fixed", { tokensPerDay: 1_000, split: { treasury: 1 } }),
        schedule(changes),
      ]).summary["ledger.minted[token]"]!;
    const change = (t: string, value: number) => ({ t, parameter: "issuance/fixed.tokensPerDay", value });
    expect(minted([])).toBe(20_000);
    // Days 1 to 7 at 1,000, the others at 10; then none.
    expect(minted([change("7.5d", 10)])).toBe(7_000 + 130);
    expect(minted([change("7.5d", 10), change("10d", 0)])).toBe(7_000 + 20);
  });

  test("a rate below a base unit is carried over changes", () => {
    const world = [
      mechanism("issuance/genesis", { asset: "cent" }),
      mechanism("issuance/fixed", { asset: "cent", tokensPerDay: 0.006, split: { treasury: 1 } }),
      schedule([{ t: "4.5d", parameter: "issuance/fixed.tokensPerDay", value: 0.003 }]),
    ];
    const { summary } = runOf(world, { until: "6d", assets: { cent: { decimals: 2 } } });
    // 4 × 0.6 + 2 × 0.3 of a base unit are 3: a rest that were dropped would leave 2.
    expect(summary["ledger.minted[cent]"]).toBeCloseTo(0.03, 12);
  });

  test("a level has the mean of its values, each for its time", () => {
    const { summary, series } = runOf(
      [
        mechanism("execution/capacity", { cores: 1, conflicts: 0, gasPerSecondPerCore: 100 }),
        schedule([
          { t: "2d", parameter: "execution/capacity.gasPerSecondPerCore", value: 400 },
          { t: 3.25 * DAY, parameter: "execution/capacity.cores", value: 2 },
        ]),
      ],
      { until: "10d", sample: "1d" },
    );
    expect(summary["chain.gasPerSecond"]).toBeCloseTo((2 * 100 + 1.25 * 400 + 6.75 * 800) / 10, 9);
    expect([...series["chain.gasPerSecond"]!.slice(0, 4)]).toEqual([100, 400, 400, 800]);
  });

  test("electricity is billed at the price of its time, whenever the bill comes", () => {
    const world = (changes: readonly Change[]) => [
      mechanism("issuance/genesis"),
      mechanism("consensus/slot-pos", {
        slotsPerBlock: 300,
        usdPerKilowattHour: 0.1,
        nodes: 10,
        wattsPerNode: 1_000,
      }),
      mechanism("defi/constant-product"),
      schedule(changes),
    ];
    const paid = ({ flows }: Run): number =>
      Number(
        flows.filter(({ kind }) => kind === "electricity").reduce((sum, { amount }) => sum + amount, 0n),
      ) / 1e6;
    const at = (hours: number) => [
      { t: hours * HOUR, parameter: "consensus/slot-pos.usdPerKilowattHour", value: 0.3 },
    ];
    // 10 kW for 10 days.
    expect(paid(runOf(world([]), { until: "10d" }))).toBeCloseTo(10 * 240 * 0.1, 3);
    expect(paid(runOf(world(at(5 * 24 + 7)), { until: "10d" }))).toBeCloseTo(
      10 * (127 * 0.1 + (240 - 127) * 0.3),
      3,
    );
  });
});

/** A mechanism whose level is a parameter, and one that sets it every day. */
const owner = (more: Part = {}): Part => ({
  name: "test/owner",
  params: {
    rate: number("", { default: 1, min: -10, max: 10, doc: "Rate." }),
    places: count({ default: 3, min: 0, max: 9, doc: "Places." }),
  },
  settable: { rate: [-5, 5], places: [1, 8] },
  ...more,
});
const setting = (path: string, low: number, high: number, value: (day: number) => number): Part => ({
  name: "test/setter",
  sets: () => [{ path, low, high, where: "what it sets" }],
  on: { day: (context, { day }) => context.set(0, value(day)) },
});

/** Values that an instance's parameter has at noons. */
function valuesOf(world: readonly Use[], parameter: string, instance = "test/owner", days = 5): unknown[] {
  const { resolved, catalogue } = prepared({ world });
  const simulation = new Simulation(resolved, catalogue, OPTIONS);
  return Array.from({ length: days }, (_, day) => {
    simulation.runTo({ time: (day + 0.5) * DAY });
    const { params } = simulation.states.find((each) => each.instance === instance)!;
    return (params as Record<string, unknown>)[parameter];
  });
}

describe("context.set", () => {
  test("beyond the range it is the nearer end, and a whole number is rounded", () => {
    const swings = (day: number): number => [0, 3, -100, Number.POSITIVE_INFINITY, 0.5][day]!;
    expect(valuesOf([use(owner()), use(setting("test/owner.rate", -2, 4, swings))], "rate")).toEqual([
      1, 3, -2, 4, 0.5,
    ]);
    const places = (day: number): number => [0, 2.4, 2.6, 100, -1][day]!;
    expect(valuesOf([use(owner()), use(setting("test/owner.places", 1, 8, places))], "places")).toEqual([
      3, 2, 3, 8, 1,
    ]);
  });

  test("sets all instances that the path names, in every place, or the one", () => {
    const world = (path: string) => [
      use(owner(), "one"),
      use(owner(), "two"),
      { ...use(owner(), "one"), in: "there" },
      use(setting(path, 2, 2, () => 2)),
    ];
    const at = (path: string, instance: string) => valuesOf(world(path), "rate", instance, 2)[1];
    const each = ["one", "two", "there:one"] as const;
    expect(each.map((instance) => at("test/owner.rate", instance))).toEqual([2, 2, 2]);
    expect(each.map((instance) => at("one.rate", instance))).toEqual([2, 1, 2]);
    expect(each.map((instance) => at("there:one.rate", instance))).toEqual([1, 1, 2]);
  });

  test("holds at once: what comes after it in the instant reads the new value, and its owner has taken it up", () => {
    const seen: [string, number, number][] = [];
    const note = (where: string) => (context: any) =>
      void seen.push([where, context.params.rate, context.state.kept]);
    const taking = owner({
      init: ({ rate }: any) => ({ kept: rate }),
      accrue: note("accrue"),
      adopt(context: any) {
        context.state.kept = context.params.rate;
      },
      on: { day: note("day"), parameterSet: note("set"), later: note("later") },
    });
    const setter = {
      ...setting("test/owner.rate", 0, 5, () => 5),
      emits: { later: { doc: "After that.", fields: {} } },
      on: {
        day(context: any, { day }: { day: number }) {
          if (day > 1) return;
          context.emit.later({});
          context.set(0, 5);
        },
      },
    };
    valuesOf([use(taking), use(setter)], "rate", "test/owner", 2);
    expect(seen).toEqual([
      ["day", 1, 1],
      ["accrue", 1, 1],
      ["set", 5, 5],
      ["later", 5, 5],
    ]);
  });

  test("error: what is no number is a defect, told with its event", () => {
    const world = [use(owner()), use(setting("test/owner.rate", 0, 1, () => Number.NaN))];
    expect(() => valuesOf(world, "rate")).toThrow(KernelError);
    expect(() => valuesOf(world, "rate")).toThrow("test/owner.rate is set to NaN.");
  });
});
