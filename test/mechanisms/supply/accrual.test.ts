import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Use } from "../../../sim/model/mechanism.ts";
import type { Run } from "../../../sim/run/result.ts";
import { runBranches } from "../../../sim/run/run.ts";
import { catalogueOf } from "../../../sim/scenario/catalogue.ts";
import { resolve } from "../../../sim/scenario/resolve.ts";
import type { Scenario } from "../../../sim/scenario/scenario.ts";
import { inlineTable } from "../../../sim/schema/table.ts";
import { cluster } from "../pricing/small-cluster.ts";
import { machines, REGIONS } from "./fleet/small-fleet.ts";
import { ALIKE, quotes, use } from "./small-market.ts";

/* In a world in which nothing changes all that accrues is proportional to time, whatever the horizon. */

const HOUR = 3_600;
const WATTS = 350 * 1.3;
const forever = use("demand/trace", {
  usdPerGpuHour: 1,
  trace: inlineTable({ submitted: [0], seconds: [1e8], gpus: [4] }),
});
const scheduler = use("pricing/scheduler", { backfill: "none", usdPerGpuHour: 0.5 });
const pooled = [quotes({ usdPerGpuHour: 0.5 }), use("pricing/first-come")];

/** The runs of a world: one, or one a branch. */
function runsOf(world: readonly Use[], until: number, more: Partial<Scenario> = {}): Run[] {
  const scenario = { title: "Steady", until, world, ...more };
  const catalogue = catalogueOf(scenario);
  const resolved = resolve(scenario, catalogue, { name: "steady" });
  return runBranches(resolved, catalogue, { design: "base", seed: 1 });
}
const runOf = (...given: Parameters<typeof runsOf>): Run => runsOf(...given)[0]!;

/** USD that moved in the ledger under a kind. */
const moved = ({ flows }: Run, kind: string): number =>
  Number(flows.filter((flow) => flow.kind === kind).reduce((sum, { amount }) => sum + amount, 0n)) / 1e6;

/** By the hour: 8 GPUs of which 4 are let at 0.5 USD, idle ones at 12 % and busy ones at 80 % of 350 W. */
const KILOWATTS = (WATTS * (4 * 0.8 + 4 * 0.12)) / 1_000;
const BILL = KILOWATTS * 0.12 + 8 * 0.05;
const WORLDS: readonly (readonly [string, number, readonly Use[]])[] = [
  ["fleet, escrow", 0.95, [cluster({ gpus: 8 }), scheduler, use("contracts/escrow"), forever]],
  ["fleet, lease", 1, [cluster({ gpus: 8 }), scheduler, use("contracts/lease", { blockTime: 1 }), forever]],
  ["cohorts, escrow", 0.95, [use("supply/cohorts", ALIKE), ...pooled, use("contracts/escrow"), forever]],
  [
    "cohorts settled by the week, escrow",
    0.95,
    [use("supply/cohorts", { ...ALIKE, settleEvery: 7 }), ...pooled, use("contracts/escrow"), forever],
  ],
];

describe.each(WORLDS)("%s", (name, share, world) => {
  test("energy, bills, pay and income are proportional to any horizon, in measures and in the ledger", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), (hours) => {
        const result = runOf(world, hours * HOUR);
        const { summary } = result;
        expect(summary["gpu.offered"]).toBeCloseTo(8 * hours, 6);
        expect(summary["energy.joules"]! / (KILOWATTS * 3.6e6 * hours)).toBeCloseTo(1, 9);
        const gramsPerKwh = name.startsWith("fleet") ? 384 : 400;
        expect(summary["energy.gCO2e"]! / (KILOWATTS * gramsPerKwh * hours)).toBeCloseTo(1, 9);
        // A lease of 1 s blocks has rates of whole millionths, and does not pay for the block that begins.
        const exact = name.includes("lease") ? 3 : 5;
        expect(summary["customers.paidUsd"]! / hours).toBeCloseTo(4 * 0.5, exact - 1);
        expect(summary["providers.usdPerGpuHour"]).toBeCloseTo((share * 4 * 0.5) / 8, exact - 1);
        expect(summary["providers.margin"]).toBeCloseTo(1 - BILL / (share * 2), exact - 1);
        expect(moved(result, "electricity and operation") / hours).toBeCloseTo(BILL, 5);
        expect(moved(result, "sales") / hours).toBeCloseTo(share * 2, exact - 1);
      }),
      { numRuns: 12, seed: 1, examples: [[1], [23], [24], [47], [48], [168], [175]] },
    );
  });
});

test("endpoints' rent and energy, and a firm's own GPUs, are proportional to any horizon", () => {
  const endpoints = [
    use("demand/inference", { arrivals: "poisson", arrivalRate: 1e-6 }),
    use("pricing/price-routing"),
    use("supply/endpoints", { autoscale: "none" }),
  ];
  const firm = [use("demand/hybrid", { owned: 30, reserved: 5, load: 0 })];
  const perHour = (world: readonly Use[], measure: string, hours: number) =>
    runOf(world, hours * HOUR).summary[measure]! / hours;
  for (const [world, measure] of [
    [endpoints, "energy.joules"],
    [endpoints, "providers.profitUsd"],
    [firm, "firm.costUsd"],
  ] as const) {
    const day = perHour(world, measure, 24);
    expect(day).not.toBe(0);
    for (const hours of [1, 23, 47, 60.5]) expect(perHour(world, measure, hours) / day).toBeCloseTo(1, 6);
  }
});

describe("a branch at noon of the second day", () => {
  const NOON = 36 * HOUR;
  const END = 60 * HOUR;
  /** Growth of a total up to noon and from then on, where a parameter changes then. */
  function halves(world: readonly Use[], measure: string, set: Record<string, number>): [number, number] {
    const branches = { at: NOON, as: {}, other: { set } };
    const [same, other] = runsOf(world, END, { sample: NOON, branches }) as [Run, Run];
    const whole = runOf(world, END, { sample: NOON });
    expect(same.digest).toBe(whole.digest);
    const [before, after] = other.series[measure]!;
    expect(before! / whole.series[measure]![0]!).toBeCloseTo(1, 9);
    expect(other.summary[measure]! / after!).toBeCloseTo(1, 6);
    return [before!, after!];
  }

  const owned = [
    use("supply/fleet", {
      machines: machines({ capital_usd: 1_000, age_years: 1 }),
      regions: REGIONS,
      life: 4,
    }),
    scheduler,
  ];
  const pos = [use("issuance/genesis", { supply: 1e6 }), use("consensus/slot-pos", { slotsPerBlock: 50 })];
  test.each([
    ["what is written off", owned, "providers.depreciationUsd", { "supply/fleet.life": 2 }, 2],
    ["power of validators", pos, "chain.joules", { "consensus/slot-pos.wattsPerNode": 130 }, 2],
    [
      "a firm's own GPUs",
      [use("demand/hybrid", { owned: 30, load: 0, reserved: 0, capitalUsdPerGpu: 0, idleLoad: 0 })],
      "firm.costUsd",
      { "demand/hybrid.operatingUsdPerGpuHour": 0.1 },
      2,
    ],
    [
      "reservations",
      [use("supply/cohorts", ALIKE), use("pricing/reserved", { discount: 0.2 })],
      "market.prepaidUsd",
      { "pricing/reserved.discount": 0.6 },
      0.5,
    ],
  ] as const)(
    "%s accrues at the old value before it and at the new one after it",
    (_, world, measure, set, times) => {
      const [before, after] = halves(world, measure, set);
      const factor = times ?? 0.1 / 0.05;
      expect(after / 24 / (before / 36)).toBeCloseTo(factor, 5);
    },
  );

  test("fees are those of when they accrued", () => {
    const world = [cluster({ gpus: 8 }), scheduler, use("contracts/escrow", { fee: 0.1 }), forever];
    const branches = { at: NOON, other: { set: { "contracts/escrow.fee": 0.5 } } };
    const result = runOf(world, END, { branches });
    expect(moved(result, "market fee")).toBeCloseTo(2 * (36 * 0.1 + 24 * 0.5), 4);
    expect(moved(result, "sales")).toBeCloseTo(2 * (36 * 0.9 + 24 * 0.5), 4);
  });

  test("what another mechanism's parameter sets the price of accrues likewise", () => {
    const world = [
      use("supply/cohorts", {
        ...ALIKE,
        uses: "rent or mine",
        usesEvery: 1,
        memory: 0.1,
        useSwitchingUsdPerGpu: 0,
      }),
      ...pooled,
      use("pricing/other-uses", { mining: 0.5 }),
    ];
    const result = (set?: Record<string, number>) => {
      const more = set ? { branches: { at: NOON, other: { set } } } : {};
      return runOf(world, END, { sample: 12 * HOUR, ...more }).series["providers.incomeUsd[mine]"]!;
    };
    const as = result();
    const dearer = result({ "pricing/other-uses.mining": 1 });
    // From the first midnight on all 8 GPUs mine.
    expect([...as]).toEqual([0, 0, 48, 48, 48].map((usd) => expect.closeTo(usd, 4)));
    expect([...dearer]).toEqual([0, 0, 48, 96, 96].map((usd) => expect.closeTo(usd, 4)));
  });
});
