/*
 * The flagship as an economy (its sanity) and as a program (its determinism). At a fifth of its size where luck allows,
 * so that the whole file takes about a minute; effects are paired: both sides have the same luck.
 */
import { describe, expect, test } from "vitest";
import { volatility } from "../../sim/metrics/volatility.ts";
import type { Use } from "../../sim/model/mechanism.ts";
import type { Run } from "../../sim/run/result.ts";
import { replicationSeed, run, runBranches } from "../../sim/run/run.ts";
import { Simulation } from "../../sim/run/simulation.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { loadScenario } from "../../sim/scenario/load.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import type { ResolvedScenario, Scenario } from "../../sim/scenario/scenario.ts";
import { inlineTable, numberColumn, type Table, textColumn } from "../../sim/schema/table.ts";

const { scenario } = await loadScenario("flagship");
const DESIGNS = Object.keys(scenario.designs!);
const TOKEN_DESIGNS = DESIGNS.filter((name) => name !== "no token");

/** 4 of the 18 replicas of the recorded cluster, and as many providers for each. Without branches there is no shock. */
const SMALL = [
  "demand/bootstrap-trace.replicas=4",
  "supply/cohorts.providers=29",
  "supply/cohorts.candidatesPerWeek=2",
];

interface Variation {
  readonly set?: readonly string[];
  readonly until?: string;
  readonly of?: Scenario;
  readonly design?: string;
  readonly replication?: number;
}

const settled = ({ set = SMALL, until = "2y", of = scenario }: Variation): ResolvedScenario =>
  resolve(of, ORRERY, { name: "flagship", set, until });
const ran = (variation: Variation): Run =>
  run(settled(variation), ORRERY, {
    design: variation.design ?? "no token",
    replication: variation.replication ?? 0,
  });
const replications = (count: number, variation: Variation = {}): Run[] =>
  Array.from({ length: count }, (_, replication) => ran({ ...variation, replication }));
const mean = (measure: string, runs: readonly Run[]): number =>
  runs.reduce((sum, { summary }) => sum + summary[measure]!, 0) / runs.length;

/** The scenario with parameters of one mechanism changed, wherever it stands. */
function changed(mechanism: string, change: (params: any) => object, of: Scenario = scenario): Scenario {
  const uses = (list: readonly Use[]): Use[] =>
    list.map((use) =>
      use.mechanism === mechanism ? { ...use, params: { ...use.params, ...change(use.params) } } : use,
    );
  return {
    ...of,
    world: uses(of.world),
    designs: Object.fromEntries(Object.entries(of.designs!).map(([name, list]) => [name, uses(list)])),
  };
}
const scaled = (table: Table, column: string, factor: (row: number) => number): Table => ({
  ...table,
  columns: {
    ...table.columns,
    [column]: numberColumn(table, column).map((value, row) => value * factor(row)),
  },
});

describe("as an economy", () => {
  /** The control, eight times. */
  const base = replications(8);

  test("without shocks nothing drifts: a year after the warm-up, the means of its halves differ by chance only", () => {
    const year = (values: Float64Array, from: number) =>
      values.slice(from, from + 182).reduce((sum, value) => sum + value, 0) / 182;
    for (const measure of ["gpu.supply", "gpu.usdPerGpuHour", "gpu.utilisation"]) {
      const changes = base.map(({ series }) =>
        Math.log(year(series[measure]!, 364) / year(series[measure]!, 182)),
      );
      const drift = changes.reduce((sum, value) => sum + value, 0) / 8;
      const spread = Math.sqrt(changes.reduce((sum, value) => sum + (value - drift) ** 2, 0) / 7);
      // Student's t with 7 degrees of freedom, 99 %.
      expect(Math.abs(drift)).toBeLessThan((3.5 * spread) / Math.sqrt(8));
    }
  });

  test("the fleet starts where free entry takes it: a half-year later, its mean differs from the start by chance only", () => {
    const runs = replications(6, { set: [], until: "1y" });
    const changes = runs.map(({ series }) => {
      const settled = series["gpu.supply"]!.slice(180, 365);
      return Math.log(settled.reduce((sum, value) => sum + value, 0) / settled.length / (131 * 8));
    });
    const change = changes.reduce((sum, value) => sum + value, 0) / 6;
    const spread = Math.sqrt(changes.reduce((sum, value) => sum + (value - change) ** 2, 0) / 5);
    // Student's t with 5 degrees of freedom, 99 %.
    expect(Math.abs(change)).toBeLessThan((4.03 * spread) / Math.sqrt(6));
  });

  test("with the same week of small jobs for ever, entry and exit go in cycles but their years are alike", () => {
    const arrivals = Array.from({ length: 2017 }, (_, n) => n * 300);
    const trace = inlineTable({
      timestamp: arrivals,
      duration: arrivals.map((_, n) => 20_000 + ((n * 7919) % 97) * 400),
      num_gpus: arrivals.map(() => 1),
    });
    const steady = changed("demand/bootstrap-trace", () => ({ trace }));
    const set = [...SMALL.slice(1), "demand/bootstrap-trace.replicas=2"];
    const { series } = ran({ of: steady, set, until: "4y" });
    const year = (measure: string, number: number) =>
      series[measure]!.slice((number - 1) * 365, number * 365).reduce((sum, value) => sum + value, 0) / 365;
    const change = (measure: string) => Math.abs(Math.log(year(measure, 4) / year(measure, 3)));
    expect(change("gpu.supply")).toBeLessThan(0.05);
    expect(change("gpu.utilisation")).toBeLessThan(0.05);
    expect(change("gpu.usdPerGpuHour")).toBeLessThan(0.15);
  });

  // Use burns B = (r + i) M a year and emission adds i M: supply shrinks by r a year at most, and with a market value
  // that stands still the price grows by as much. That is the return that holders ask for, r = 0.1; there is no other.
  test("the price of the token grows by at most what holders ask for where nobody trades by chance", () => {
    const quiet = [...SMALL, "traders/noise.size=0", "traders/value.error=0"];
    const { series } = ran({ set: quiet, design: "bonded ratio on PoS" });
    const price = series["token.usd"]!;
    const growth = Math.log(price[729]! / price[364]!);
    expect(growth).toBeGreaterThan(-0.02);
    expect(growth).toBeLessThan(0.1);
  });

  test("twice the price of electricity: dearer GPU time and a smaller fleet", () => {
    const dear = changed("supply/cohorts", ({ regions }) => ({
      regions: scaled(regions, "usd_per_kwh", () => 2),
    }));
    const runs = replications(4, { of: dear });
    expect(mean("gpu.usdPerGpuHour", runs)).toBeGreaterThan(
      1.1 * mean("gpu.usdPerGpuHour", base.slice(0, 4)),
    );
    expect(mean("gpu.supply", runs)).toBeLessThan(mean("gpu.supply", base.slice(0, 4)));
  });

  test("a dearer cloud: dearer GPU time and a larger fleet", () => {
    const marketplaces = ["vast", "spheron", "primeintellect", "hyperbolic", "lium", "cudo"];
    const dear = changed("pricing/outside-offers", ({ offers }) => {
      const names = textColumn(offers, "provider");
      return {
        offers: scaled(offers, "usd_per_gpu_hour", (row) => (marketplaces.includes(names[row]!) ? 1 : 2)),
      };
    });
    const runs = replications(4, { of: dear, set: [...SMALL, "pricing/utilisation-indexed.maximum=0.86"] });
    expect(mean("gpu.usdPerGpuHour", runs)).toBeGreaterThan(mean("gpu.usdPerGpuHour", base.slice(0, 4)));
    expect(mean("gpu.supply", runs)).toBeGreaterThan(mean("gpu.supply", base.slice(0, 4)));
  });

  test("a pool four times as deep: about a quarter of the daily volatility of the token", () => {
    const daily = (set: string[]) => {
      const { t, series } = ran({ set: [...SMALL, ...set], design: "fixed on PoW" });
      return volatility({ t, value: series["token.usd"]! });
    };
    const deep = ["defi/constant-product.tokens=40000000", "defi/constant-product.usd=2000000"];
    const ratio = daily(deep) / daily([]);
    expect(ratio).toBeLessThan(0.4);
    expect(ratio).toBeGreaterThan(0.15);
  });

  describe("twice the emission, and nothing else", () => {
    // Providers get a fifth of their share, as there is a fifth of them.
    const split = 'issuance/fixed.split={"providers":0.1667,"security":0.1875,"treasury":0.6458}';
    const emission = (tokensPerDay: number) =>
      ran({ set: [...SMALL, split, `issuance/fixed.tokensPerDay=${tokensPerDay}`], design: "fixed on PoW" });
    const once = emission(8e6 / 365);
    const twice = emission(16e6 / 365);
    const ratio = (measure: string) => twice.summary[measure]! / once.summary[measure]!;

    test("takes the value to (r + i) / (r + 2 i): it halves only where dilution is all that holders pay", () => {
      expect(ratio("token.valueUsd")).toBeCloseTo((0.1 + 0.08) / (0.1 + 0.16), 1);
    });

    test("takes the price after it, and moves the fleet by less", () => {
      expect(ratio("token.usd")).toBeGreaterThan(0.5);
      expect(ratio("token.usd")).toBeLessThan(0.8);
      expect(Math.abs(Math.log(ratio("gpu.supply")))).toBeLessThan(
        0.6 * Math.abs(Math.log(ratio("token.usd"))),
      );
    });
  });

  test("a token split in two is worth half, and nothing real changes", () => {
    const double = (params: Record<string, number>, ...names: string[]) =>
      Object.fromEntries(names.map((name) => [name, params[name]! * 2]));
    const units: [string, string[]][] = [
      ["issuance/genesis", ["supply"]],
      ["issuance/fixed", ["tokensPerDay"]],
      ["defi/constant-product", ["tokens"]],
      ["traders/value", ["tokens"]],
      ["traders/momentum", ["tokens"]],
      ["traders/noise", ["tokens"]],
      ["shocks/token-sale", ["tokens"]],
    ];
    const fees = changed("fees/eip1559", () => ({ initialBaseFee: 2e-9, tip: 2e-11 }));
    const split = units.reduce(
      (of, [name, params]) => changed(name, (given) => double(given, ...params), of),
      fees,
    );
    const one = ran({ until: "1y", design: "fixed on PoW" });
    const two = ran({ until: "1y", design: "fixed on PoW", of: split });
    expect(two.summary["token.usd"]! / one.summary["token.usd"]!).toBeCloseTo(0.5, 6);
    for (const measure of [
      "gpu.supply",
      "gpu.delivered",
      "gpu.usdPerGpuHour",
      "jobs.finished",
      "providers.tokenIncomeUsd",
    ])
      expect(two.summary[measure]! / one.summary[measure]!).toBeCloseTo(1, 6);
  });

  test("potential demand is the same in all designs, day by day", () => {
    const [control, ...others] = DESIGNS.map((design) => ran({ until: "60d", design }).series);
    for (const series of others) {
      expect(series["jobs.potentialGpuHours"]).toEqual(control!["jobs.potentialGpuHours"]);
      expect(series["jobs.potential"]).toEqual(control!["jobs.potential"]);
    }
  });
});

describe.each(DESIGNS)("the futures of %s", (design) => {
  const resolved = settled({ until: "380d" });
  const futures = new Map(
    runBranches(resolved, ORRERY, { design, replication: 0 }).map((each) => [each.branch, each]),
  );
  const [none, demand, price, both] = [...futures.values()] as [Run, Run, Run, Run];
  const shock = ({ t }: Run) => t.indexOf(365 * 86_400);

  test("are four, and one until day 365", () => {
    expect([...futures.keys()]).toEqual(["none", "demand halves", "price halves", "both"]);
    for (const future of [demand, price, both])
      for (const [measure, values] of Object.entries(none.series))
        expect(future.series[measure]!.slice(0, shock(none))).toEqual(values.slice(0, shock(none)));
  });

  test("are those of worlds in which the shock was to come from the first", () => {
    for (const [future, set] of [
      [demand, ["shocks/demand.factor=0.5"]],
      [price, design === "no token" ? [] : ["shocks/token-sale.factor=0.5"]],
    ] as const)
      expect(ran({ set: [...SMALL, ...set], until: "380d", design }).series).toEqual(future.series);
  });

  test("where demand halves, half of the potential jobs exist", () => {
    const jobs = ({ series }: Run) =>
      series["jobs.potential"]!.slice(shock(none) + 1).reduce((sum, value) => sum + value, 0);
    expect(demand.series["demand.level"]!.at(-1)).toBe(0.5);
    expect(jobs(demand) / jobs(none)).toBeGreaterThan(0.45);
    expect(jobs(demand) / jobs(none)).toBeLessThan(0.55);
  });

  // What others trade in the same instant moves it by a percent or two.
  test("where the token's price halves, it does, and without a token nothing changes", () => {
    if (design === "no token") expect(price.series).toEqual(none.series);
    else {
      const now = ({ series }: Run) => series["token.usd"]![shock(none)]!;
      expect(Math.abs(now(price) / now(none) / 0.5 - 1)).toBeLessThan(0.03);
    }
  });
});

describe.each(DESIGNS)("the books of %s", (design) => {
  const result = ran({ until: "90d", design });

  test("opening + inflows − outflows = closing for every sector, to the base unit", () => {
    for (const { asset, sector, opening, closing } of result.balances) {
      let balance = opening;
      for (const flow of result.flows) {
        if (flow.asset !== asset) continue;
        if (flow.to === sector) balance += flow.amount;
        if (flow.from === sector) balance -= flow.amount;
      }
      expect([asset, sector, balance]).toEqual([asset, sector, closing]);
    }
  });

  test("every deposit was paid out or refunded: escrow and the customers' accounts are empty", () => {
    const moved = (from: string, kind?: string) =>
      result.flows
        .filter((flow) => flow.asset === "usd" && flow.from === from && (!kind || flow.kind === kind))
        .reduce((sum, { amount }) => sum + amount, 0n);
    expect(moved("customers", "deposits")).toBe(moved("escrow"));
    expect(result.balances.find(({ asset, sector }) => asset === "usd" && sector === "escrow")!.closing).toBe(
      0n,
    );
  });

  test("delivered never passes online, and what was delivered was paid for", () => {
    for (const use of result.series["gpu.utilisation"]!) expect(use).toBeLessThanOrEqual(1);
    expect(result.atEnd["contracts.escrowUsd"]).toBe(0);
    expect(result.summary["customers.paidUsd"]!).toBeGreaterThan(0);
  });
});

describe("as a program", () => {
  const seed = replicationSeed(1, 0);

  test.each(DESIGNS)("%s resumes from a snapshot to the same digest", (design) => {
    const resolved = settled({ until: "40d" });
    const whole = new Simulation(resolved, ORRERY, { design, replication: 0, seed });
    const cut = new Simulation(resolved, ORRERY, { design, replication: 0, seed });
    cut.runTo({ time: 17.3 * 86_400 });
    const resumed = Simulation.restore(resolved, ORRERY, cut.snapshot());
    expect(resumed.finish()).toEqual(whole.finish());
  });

  test("the order in which mechanisms are listed does not matter", () => {
    const turned: Scenario = {
      ...scenario,
      world: [...scenario.world].reverse(),
      designs: Object.fromEntries(
        Object.entries(scenario.designs!).map(([name, uses]) => [name, [...uses].reverse()]),
      ),
    };
    for (const design of TOKEN_DESIGNS)
      expect(ran({ until: "30d", design, of: turned }).digest).toBe(ran({ until: "30d", design }).digest);
  });

  test("half the sampling period changes no event, and summaries by less than 1 %", () => {
    const day = ran({ until: "1y", design: "burn and mint on PoS" });
    const half = ran({ until: "1y", design: "burn and mint on PoS", of: { ...scenario, sample: "12h" } });
    expect(half.digest).toBe(day.digest);
    for (const measure of [
      "gpu.supply",
      "gpu.utilisation",
      "gpu.usdPerGpuHour",
      "gpu.delivered",
      "token.usd",
      "jobs.waiting",
    ])
      expect(Math.abs(half.summary[measure]! / day.summary[measure]! - 1)).toBeLessThan(0.01);
  });

  test("100,000 providers run", () => {
    const set = ["supply/cohorts.providers=100000", "demand/bootstrap-trace.replicas=40"];
    const began = process.cpuUsage();
    const { summary } = ran({ set, until: "5d", design: "fixed on PoW" });
    expect(summary["gpu.supply"]!).toBeGreaterThan(799_000);
    expect(process.cpuUsage(began).user).toBeLessThan(30_000_000);
  });

  test("a job costs about the same in a network eight times as large", () => {
    const perJob = (size: number) => {
      const set = [`demand/bootstrap-trace.replicas=${4 * size}`, `supply/cohorts.providers=${29 * size}`];
      const began = process.cpuUsage();
      const { summary } = ran({ set, until: "120d" });
      const { user } = process.cpuUsage(began);
      return user / summary["jobs.potential"]!;
    };
    perJob(1);
    expect(perJob(8) / perJob(1)).toBeLessThan(3);
  });
});
