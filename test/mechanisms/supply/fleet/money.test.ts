import { describe, expect, test } from "vitest";
import { providers } from "../../../../sim/mechanisms/supply/fleet/providers.ts";
import type { Fleet } from "../../../../sim/mechanisms/supply/fleet/state.ts";
import { fixedPrice, stateOf } from "../../consensus/small-world.ts";
import { happened, moved } from "../small-market.ts";
import {
  balance,
  bill,
  DAY,
  dailyEmission,
  fleet,
  machines,
  matched,
  type Scripted,
  script,
  signals,
  simulate,
} from "./small-fleet.ts";

const escrow = { mechanism: "contracts/escrow", params: {} };

describe("bills", () => {
  test("a provider pays the electricity of busy and idle GPUs and their operation each day", () => {
    const outcome = simulate([fleet(), script([0, "jobMatched", matched(1, 4, DAY)])], "2d");
    expect(Number(moved(outcome, "electricity and operation")) / 1e6).toBeCloseTo(bill(384, 96), 5);
    const joules = (96 * 0.8 + 288 * 0.12) * 350 * 1.3 * 3_600;
    expect(outcome.run.summary["energy.joules"]).toBeCloseTo(joules, 3);
    expect(outcome.run.summary["energy.gCO2e"]).toBeCloseTo((joules / 3.6e6) * 400, 6);
  });

  test("it starts with cash for its first bills at half use, and a machine that is off costs nothing", () => {
    const outage: Scripted = [0, "regionOutage", { region: "A", seconds: 2 * DAY }];
    const outcome = simulate([fleet({ workingCapital: 10 }), script(outage)], "1d");
    expect(balance(outcome, "provider[alice]")).toBeCloseTo(bill(8 * 240, 4 * 240), 5);
    expect(moved(outcome, "electricity and operation")).toBe(0n);
    expect(outcome.run.summary["energy.joules"]).toBe(0);
  });

  test("the price of a GPU is written off evenly: 30,000 USD to 3,000 in four years are 0.7705 USD an hour", () => {
    const table = machines(
      { gpus: 1, capital_usd: 30_000 },
      { gpus: 2, capital_usd: 30_000, age_years: 3.99 },
    );
    const { summary } = simulate(
      [fleet({ machines: table, life: 4, resaleShare: 0.1, workingCapital: 90 })],
      "10d",
    ).run;
    const hours = 240 + 2 * 0.01 * 365 * 24;
    expect(summary["providers.depreciationUsd"]! / hours).toBeCloseTo(0.7705, 4);
  });
});

describe("income", () => {
  const two = machines({ provider: "alice" }, { provider: "bob", region: "B" });

  test("what customers pay goes to providers by what each has earned, to the last base unit", () => {
    const events: Scripted[] = [
      [0, "jobMatched", matched(1, 2, DAY / 2, { machines: [0], parts: [2] })],
      [0, "jobMatched", matched(2, 1, DAY / 2, { machines: [1], parts: [1], usdPerGpuHour: 1.44 })],
    ];
    const world = [
      fleet({ machines: two, workingCapital: 0, operatingUsdPerGpuHour: 0, byRegion: true }),
      escrow,
    ];
    const outcome = simulate([...world, script(...events)], "1d");
    // 2 × 12 × 0.36 = 8.64 USD and 12 × 1.44 = 17.28 USD, less 5 %.
    expect(moved(outcome, "sales")).toBe(24_624_000n);
    expect(outcome.run.summary["providers.incomeUsd[A]"]).toBeCloseTo(8.208, 5);
    expect(outcome.run.summary["providers.incomeUsd[B]"]).toBeCloseTo(16.416, 5);
    expect(outcome.run.summary["providers.usdPerGpuHour"]).toBeCloseTo(24.624 / 384, 9);
    expect(outcome.run.atEnd["providers.gini"]).toBeCloseTo(1 / 6, 9);
    expect(outcome.run.atEnd["providers.herfindahl"]).toBeCloseTo(5 / 9, 9);
    expect(outcome.run.atEnd["providers.nakamoto"]).toBe(1);
    expect(balance(outcome, "provider[alice]")).toBeCloseTo(8.208 - (bill(192, 24) - 192 * 0.05), 5);
  });

  test("owners of few GPUs are measured by themselves, and each provider is told of with its regions and kinds", () => {
    const table = machines(
      { provider: "large", count: 2 },
      { provider: "small", gpus: 2 },
      { provider: "small", gpus: 2, region: "B", kind: "A100" },
      { provider: "tiny", gpus: 1 },
    );
    const events: Scripted[] = [
      [0, "jobMatched", matched(1, 3, DAY / 2, { machines: [0], parts: [3] })],
      [0, "jobMatched", matched(2, 1, 2 * DAY, { machines: [3], parts: [1], usdPerGpuHour: 0.18 })],
    ];
    const supply = fleet({ machines: table, smallGpus: 4 });
    const outcome = simulate([supply, escrow, script(...events)], "1d");
    const ofSmall = 0.95 * 24 * 0.18;
    const income = ofSmall + 0.95 * 3 * 12 * 0.36;
    expect(outcome.run.atEnd["providers.smallIncomeUsd"]).toBeCloseTo(ofSmall / 2, 5);
    expect(outcome.run.summary["providers.smallShare"]).toBeCloseTo(ofSmall / income, 9);
    expect(outcome.run.atEnd["providers.medianIncomeUsd"]).toBeCloseTo(ofSmall, 5);
    expect(outcome.run.atEnd["providers.lowestQuarterShare"]).toBe(0);
    const told = providers({ params: { machines: table }, state: stateOf(outcome, "supply/fleet") } as Fleet);
    expect(told).toMatchObject({
      provider: [0, 1, 2],
      region: ["A", "A and B", "A"],
      kind: ["RTX3090", "RTX3090 and A100", "RTX3090"],
      gpus: [16, 4, 1],
      online: [16, 4, 1],
      busy: [0, 1, 0],
    });
    expect(told.revenueUsd[1]).toBeCloseTo(ofSmall, 5);
  });

  test("a job that spans providers earns for each what its GPUs did, until a failure and at the price of the time", () => {
    const events: Scripted[] = [
      [0, "jobMatched", matched(1, 12, DAY, { machines: [0, 1], parts: [8, 4], usdPerGpuHour: 1 })],
      [DAY / 4, "jobRepriced", { job: 1, usdPerGpuHour: 3 }],
      [DAY / 2, "machineBroke", { machine: 1, k: 0 }],
    ];
    const outcome = simulate([fleet({ machines: two }), script(...events)], "1d");
    const { lots }: any = stateOf(outcome, "supply/fleet");
    expect([...lots.usd]).toEqual([8 * 6 * (1 + 3), 4 * 6 * (1 + 3)]);
    expect([...lots.hours]).toEqual([96, 48]);
  });

  test("tokens bought with a day's payments go to who earned them that day", () => {
    const jobs: Scripted[] = [
      [0, "jobMatched", matched(1, 3, DAY / 2, { machines: [0], parts: [3] })],
      [0, "jobMatched", matched(2, 1, DAY / 2, { machines: [1], parts: [1] })],
    ];
    const inTokens = { mechanism: "contracts/escrow", params: { payment: "token", fee: 0 } };
    const supply = fleet({ machines: two, keep: 1, byRegion: true });
    const outcome = simulate([supply, fixedPrice(), inTokens, script(...jobs)], "1.5d");
    // 4 × 12 h × 0.36 USD at 2 USD a token.
    expect(balance(outcome, "provider[alice]", "token")).toBeCloseTo((0.75 * 17.28) / 2, 6);
    expect(balance(outcome, "provider[bob]", "token")).toBeCloseTo((0.25 * 17.28) / 2, 6);
    expect(outcome.run.summary["providers.incomeUsd[A]"]).toBeCloseTo(0.75 * 17.28, 5);
    expect(outcome.run.summary["providers.tokenIncomeUsd"]).toBeCloseTo(17.28, 5);
  });

  test("emission is divided by verified GPU-hours, and sold for what bills need and what is not kept", () => {
    const events: Scripted[] = [
      [0, "jobMatched", matched(1, 6, 10 * DAY, { machines: [0], parts: [6] })],
      [0, "jobMatched", matched(2, 2, 10 * DAY, { machines: [1], parts: [2] })],
    ];
    const world = [fleet({ machines: two, keep: 0.3 }), fixedPrice(), dailyEmission(100), script(...events)];
    const outcome = simulate(world, "1d");
    expect(balance(outcome, "provider[alice]", "token")).toBeCloseTo(75 * 0.3, 9);
    expect(balance(outcome, "provider[bob]", "token")).toBeCloseTo(25 * 0.3, 9);
    expect(Number(moved(outcome, "token sales")) / 1e6).toBeCloseTo(70 * 2, 5);
    expect(outcome.run.summary["providers.tokenIncomeUsd"]).toBeCloseTo(200, 9);
  });
});

describe("leaving", () => {
  test("a provider that cannot pay for a week leaves, its job finishes, and the other stays", () => {
    const table = machines({ provider: "poor" }, { provider: "rich" });
    const events: Scripted[] = [
      [0, "jobMatched", matched(1, 8, 60 * DAY, { machines: [1], parts: [8] })],
      [0, "jobMatched", matched(2, 1, 20 * DAY, { machines: [0], parts: [1], usdPerGpuHour: 0.001 })],
    ];
    const world = [fleet({ machines: table, workingCapital: 2 }), escrow, script(...events)];
    const outcome = simulate(world, "40d");
    const [left] = happened(outcome, "machineWithdrawn");
    // Cash for two days at half use lasts for three of an almost idle machine; then it owes for a week.
    const days = Math.floor((2 * bill(192, 96)) / bill(192, 24)) + 1;
    expect(left).toEqual({ t: (days + 7) * DAY, machine: 0 });
    expect(happened(outcome, "jobFinished").map(({ job, t }) => [job, t])).toContainEqual([2, 20 * DAY]);
    expect(outcome.run.atEnd["providers.count"]).toBe(1);
    expect(outcome.run.summary["providers.exited"]).toBe(1);
    expect(outcome.run.atEnd["providers.arrearsUsd"]).toBeGreaterThan(0);
  });

  test("where nobody is paid nobody leaves", () => {
    const { atEnd, summary } = simulate([fleet({ workingCapital: 0 })], "30d").run;
    expect(summary["providers.exited"]).toBe(0);
    expect(summary["gpu.supply"]).toBe(8);
    expect(atEnd["providers.arrearsUsd"]).toBeCloseTo(bill(30 * 192, 0), 4);
  });
});

describe("lowest prices", () => {
  const prices = (params: object, ...events: Scripted[]) =>
    happened(simulate([fleet(params), script(...events)], "4d"), "machineOffered").map(
      ({ t, usdPerGpuHour }) => [t / DAY, usdPerGpuHour] as [number, number],
    );
  const avoidable = 0.35 * 0.8 * 1.3 * 0.12 + 0.05;

  test("stay as the table has them unless something else is asked for", () => {
    expect(prices({})).toEqual([[0, 0.1]]);
  });

  test("at cost plus, are the avoidable cost of a rented hour with the markup, announced once", () => {
    const announced = prices({ reprice: "cost-plus", markup: 0.25 });
    expect(announced).toHaveLength(2);
    expect(announced[1]![0]).toBe(1);
    expect(announced[1]![1]).toBeCloseTo(avoidable * 1.25, 12);
  });

  test("rise and fall by exp(k (u − u*)) with utilisation, between cost and the ceiling", () => {
    const busy: Scripted = [0, "jobMatched", matched(1, 8, 2 * DAY)];
    const announced = prices(
      {
        reprice: "utilisation",
        repriceRate: 1,
        repriceTarget: 0.5,
        repriceCeiling: 2,
        machines: machines({ usd_per_gpu_hour: 0.4 }),
      },
      busy,
    );
    // Busy for two days: × e^0.5, then the ceiling; idle for two: × e^−0.5 each.
    expect(announced.map(([day]) => day)).toEqual([0, 1, 2, 3, 4]);
    const expected = [0.4, 0.4 * Math.exp(0.5), 0.8, 0.8 * Math.exp(-0.5), 0.8 * Math.exp(-1)];
    for (const [day, [, price]] of announced.entries()) expect(price).toBeCloseTo(expected[day]!, 9);
    const idle = prices({ reprice: "utilisation", repriceRate: 5 });
    expect(idle.at(-1)![1]).toBeCloseTo(avoidable, 12);
  });
});

describe("uses", () => {
  const deciding = { uses: "rent or mine", usesEvery: 1, memory: 0.5, useSwitchingUsdPerGpu: 0.1 };
  /** What mining must bring to pay its own electricity and operation. */
  const working = 0.35 * 0.8 * 1.3 * 0.12 + 0.05;
  const idle = 0.35 * 0.12 * 1.3 * 0.12 + 0.05;

  test("an idle machine mines when that pays for the switch, earns by the hour, and is off the market", () => {
    const outcome = simulate([fleet(deciding), signals({ miningUsdPerGpuHour: 0.3 })], "5d");
    expect(happened(outcome, "machineWithdrawn")).toEqual([{ t: DAY, machine: 0 }]);
    expect(moved(outcome, "mining")).toBe(BigInt(Math.round(4 * 192 * 0.3 * 1e6)));
    expect(outcome.run.summary["gpu.use[mine]"]).toBeCloseTo(8 * 0.8, 9);
    expect(outcome.run.summary["gpu.use[rent]"]).toBeCloseTo(8 * 0.2, 9);
    expect(outcome.run.summary["providers.incomeUsd[mine]"]).toBeCloseTo(4 * 192 * 0.3, 5);
    expect(outcome.run.summary["gpu.availability"]).toBe(1);
    expect(outcome.run.summary["machines.switches"]).toBe(1);
    const electricity = bill(192, 0) + bill(4 * 192, 4 * 192) + 8 * 0.1;
    expect(Number(moved(outcome, "electricity and operation")) / 1e6).toBeCloseTo(electricity, 4);
  });

  test("it stays where the gain does not pay for the switch within the horizon", () => {
    // 36 USD over 30 days of 24 hours: 0.05 USD an hour.
    const costly = { ...deciding, useSwitchingUsdPerGpu: 36 };
    const switches = (gain: number) =>
      simulate([fleet(costly), signals({ miningUsdPerGpuHour: working - idle + gain })], "5d").run.summary[
        "machines.switches"
      ];
    expect(switches(0.0499)).toBe(0);
    expect(switches(0.0501)).toBe(1);
  });

  test("a machine at work for customers is not moved, and one that is paid well enough stays", () => {
    const events: Scripted[] = [[0, "jobMatched", matched(1, 1, 3.5 * DAY)]];
    const world = [fleet(deciding), signals({ miningUsdPerGpuHour: 0.3 }), script(...events)];
    expect(happened(simulate(world, "5d"), "machineWithdrawn")).toEqual([{ t: 4 * DAY, machine: 0 }]);
  });

  test("it comes back when mining ends, and when jobs wait, none of its kind is for rent and its own price would pay more", () => {
    const ends = signals({ miningUsdPerGpuHour: (now) => (now < 3.5 * DAY ? 0.3 : 0) });
    const outcome = simulate([fleet(deciding), ends], "5d");
    expect(happened(outcome, "machineOffered").map(({ t }) => t)).toEqual([0, 4 * DAY]);
    expect(happened(outcome, "gpusFreed").map(({ t }) => t)).toEqual([4 * DAY]);
    const dear = fleet({ ...deciding, machines: machines({ usd_per_gpu_hour: 1 }) });
    const waiting = { miningUsdPerGpuHour: 0.3, gpusWaiting: (now: number) => (now < 2.5 * DAY ? 0 : 1) };
    const returns = simulate([dear, signals(waiting)], "3d");
    expect(happened(returns, "machineOffered").map(({ t }) => t)).toEqual([0, 3 * DAY]);
  });

  test("what nobody offers is not considered: without an offer a GPU idles only where any use is allowed", () => {
    expect(simulate([fleet(deciding)], "5d").run.summary["machines.switches"]).toBe(0);
    const off = simulate([fleet({ ...deciding, uses: "any" })], "5d");
    expect(happened(off, "machineWithdrawn")).toEqual([{ t: DAY, machine: 0 }]);
    // Switched off it draws its idle power, and nobody operates it.
    const paid = Number(moved(off, "electricity and operation")) / 1e6;
    expect(paid).toBeCloseTo(bill(960, 0) - 768 * 0.05 + 0.8, 4);
  });

  test("machines take turns: of seven, one a day", () => {
    const seven = fleet({ ...deciding, usesEvery: 7, machines: machines({ count: 7 }) });
    const outcome = simulate([seven, signals({ miningUsdPerGpuHour: 0.3 })], "10d");
    const days = happened(outcome, "machineWithdrawn").map(({ t }) => t / DAY);
    expect(days).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test("mining breaks down like renting, and earns nothing meanwhile", () => {
    const events: Scripted[] = [[2 * DAY, "machineBroke", { machine: 0, k: 0 }]];
    const outcome = simulate(
      [fleet({ ...deciding, mttr: 2 * DAY }), signals({ miningUsdPerGpuHour: 0.3 }), script(...events)],
      "20d",
    );
    const [mended] = happened(outcome, "machineMended").map(({ t }) => t);
    const hours = (8 * (20 * DAY - DAY - (mended! - 2 * DAY))) / 3_600;
    expect(Number(moved(outcome, "mining")) / 1e6).toBeCloseTo(hours * 0.3, 4);
    expect(happened(outcome, "machineOffered")).toHaveLength(1);
  });
});
