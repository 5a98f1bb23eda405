import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Happening, scriptedEvents } from "../scripted-events.ts";
import { ALIKE, bill, happened, job, moved, quotes, script, simulate, use } from "../supply/small-market.ts";

/** 0.36 USD a GPU-hour is 100 base units of a USD for each GPU and second. */
const market = (params: object = {}) => [
  quotes({ usdPerGpuHour: 0.36 }),
  use("supply/cohorts", ALIKE),
  use("pricing/first-come"),
  use("contracts/escrow", params),
];
const DAY = 86_400;

describe("one provider, one job of 4 GPUs for 100,000 s from 50,000 s on", () => {
  const outcome = simulate([...market(), script([50_000, "jobSubmitted", job(1, 4, 100_000)])], "3d");
  const { chart, ledger } = outcome.simulation;
  const usd = chart.asset("usd");

  test("40 USD go into escrow when it starts, out of the customer's income", () => {
    expect(moved(outcome, "deposits")).toBe(40_000_000n);
    expect(moved(outcome, "income")).toBe(40_000_000n);
    expect(moved(outcome, "refunds")).toBe(0n);
  });

  test("a day pays what has accrued, the end of the job the rest: 38 USD to the provider, 2 USD of fee", () => {
    expect(moved(outcome, "GPU time")).toBe(38_000_000n);
    expect(moved(outcome, "sales")).toBe(38_000_000n);
    expect(ledger.units(usd, chart.account("treasury"))).toBe(2_000_000n);
  });

  test("after the first day escrow holds 4 GPUs × 63,600 s × 100 units", () => {
    const sample = outcome.run.t.findIndex((t) => t >= DAY);
    expect(outcome.run.series["contracts.escrowUsd"]![sample]).toBe((4 * 63_600 * 100) / 1e6);
  });

  test("escrow is empty at the end, and nobody else holds USD", () => {
    expect(ledger.units(usd, chart.account("contracts/escrow.escrow"))).toBe(0n);
    expect(ledger.units(usd, chart.account("customers"))).toBe(0n);
  });

  test("the provider's bills are its online hours and the energy of its busy ones", () => {
    const days = [bill(192, (4 * 36_400) / 3600), bill(192, (4 * 63_600) / 3600), bill(192, 0)];
    const owed = days.reduce((sum, usd) => sum + usd, 0);
    expect(Number(moved(outcome, "electricity and operation")) / 1e6).toBeCloseTo(owed, 5);
  });
});

describe("a machine fails after 70,000 s under a job of 8 GPUs", () => {
  const events = [
    [50_000, "jobSubmitted", job(1, 8, 100_000)],
    [120_000, "machineFailed", { provider: 0, k: 0 }],
  ] as const;
  const outcome = simulate([...market(), script(...events)], "5d");

  test("what ran is paid, wherever the days fall, and the rest comes back", () => {
    expect(happened(outcome, "jobInterrupted")).toMatchObject([{ t: 120_000, job: 1, seconds: 70_000 }]);
    expect(moved(outcome, "deposits")).toBe(80_000_000n);
    expect(moved(outcome, "market fee") + moved(outcome, "GPU time")).toBe(56_000_000n);
    expect(Number(moved(outcome, "refunds"))).toBe(2 * 24_000_000);
  });

  test("the same failure on another side of a day pays the same", () => {
    const shifted = events.map(([t, ...rest]) => [t + 30_000, ...rest] as never);
    const later = simulate([...market(), script(...(shifted as never[]))], "5d");
    expect(moved(later, "GPU time") + moved(later, "market fee")).toBe(56_000_000n);
  });
});

test("a job that still runs at the horizon is paid up to it and the rest is refunded", () => {
  const outcome = simulate([...market(), script([0, "jobSubmitted", job(1, 2, 20 * DAY)])], "10d");
  expect(moved(outcome, "market fee") + moved(outcome, "GPU time")).toBe(BigInt(2 * 10 * DAY * 100));
  expect(moved(outcome, "refunds")).toBe(BigInt(2 * 2 * 10 * DAY * 100));
  expect(outcome.run.atEnd["contracts.escrowUsd"]).toBe(0);
});

test("prices without a finite expansion pay out to the last base unit", () => {
  const world = [
    quotes({ usdPerGpuHour: 1 / 3 }),
    use("supply/cohorts", ALIKE),
    use("pricing/first-come"),
    use("contracts/escrow", { fee: 0.07 }),
  ];
  const jobs = Array.from(
    { length: 40 },
    (_, n) => [n * 20_000.5, "jobSubmitted", job(n, 3, 31_234.567 * (n + 1))] as const,
  );
  const outcome = simulate([...world, script(...jobs)], "20d");
  const paid = moved(outcome, "market fee") + moved(outcome, "GPU time");
  expect(moved(outcome, "deposits") - paid).toBe(moved(outcome, "refunds") / 2n);
  expect(outcome.run.atEnd["contracts.escrowUsd"]).toBe(0);
});

describe("payment in tokens", () => {
  const world = [
    quotes({ usdPerGpuHour: 0.36 }),
    use("supply/cohorts", ALIKE),
    use("pricing/first-come"),
    use("contracts/escrow", { payment: "token", fee: 0 }),
    use("defi/constant-product"),
    script([0, "jobSubmitted", job(1, 8, 3 * DAY)]),
  ];
  const outcome = simulate(world, "6d");
  const { chart, ledger } = outcome.simulation;

  test("the desk turns all of the customer's USD into tokens, and the providers get them", () => {
    expect(moved(outcome, "GPU time")).toBe(BigInt(8 * 3 * DAY * 100));
    expect(ledger.units(chart.asset("usd"), chart.account("contracts/escrow.desk"))).toBe(0n);
    expect(ledger.units(chart.asset("token"), chart.account("contracts/escrow.desk"))).toBe(0n);
    expect(ledger.units(chart.asset("token"), chart.account("revenue/providers"))).toBe(0n);
  });

  test("and are not worse off than the fee of the pool and its slope say", () => {
    const paid = 8 * 3 * DAY * 1e-4;
    expect(outcome.run.summary["providers.tokenIncomeUsd"]!).toBeGreaterThan(paid * 0.995);
    expect(outcome.run.summary["providers.tokenIncomeUsd"]!).toBeLessThan(paid * 1.0);
  });
});

describe("a job of 2 GPUs for 10 hours at 0.36 USD", () => {
  const START = { job: 1, gpus: 2, seconds: 36_000, usdPerGpuHour: 0.36 };
  const units = (outcome: ReturnType<typeof simulate>, name: string) => {
    const { chart, ledger } = outcome.simulation;
    return ledger.units(chart.asset("usd"), chart.account(name));
  };
  const paidOf = (outcome: ReturnType<typeof simulate>) =>
    moved(outcome, "market fee") + moved(outcome, "GPU time");
  const contract = (...happenings: Happening[]) =>
    simulate([use("contracts/escrow"), scriptedEvents([[0, "jobStarted", START], ...happenings])], "2d");

  test("that is paused after 3 and runs the rest later is paid in two stretches", () => {
    const outcome = contract(
      [10_800, "jobPaused", { ...START, seconds: 10_800 }],
      [90_000, "jobStarted", { ...START, seconds: 25_200 }],
      [115_200, "jobFinished", { ...START, seconds: 25_200 }],
    );
    expect(paidOf(outcome)).toBe(7_200_000n);
    expect(moved(outcome, "refunds")).toBe(2n * 5_040_000n);
    expect(units(outcome, "contracts/escrow.escrow")).toBe(0n);
  });

  test("whose price doubles after 5 deposits the difference", () => {
    const outcome = contract(
      [18_000, "jobRepriced", { job: 1, usdPerGpuHour: 0.72 }],
      [36_000, "jobFinished", START],
    );
    expect(paidOf(outcome)).toBe(3_600_000n + 7_200_000n);
    expect(moved(outcome, "refunds")).toBe(0n);
    expect(units(outcome, "contracts/escrow.escrow")).toBe(0n);
  });

  test("whose price halves after 5 gets the difference back, and is interrupted at the new one", () => {
    const outcome = contract(
      [18_000, "jobRepriced", { job: 1, usdPerGpuHour: 0.18 }],
      [27_000, "jobInterrupted", { ...START, seconds: 27_000 }],
    );
    expect(paidOf(outcome)).toBe(3_600_000n + 900_000n);
    expect(moved(outcome, "refunds")).toBe(2n * 2_700_000n);
    expect(units(outcome, "contracts/escrow.escrow")).toBe(0n);
  });

  test("pays what ran at each price, whatever the prices and times, to less than a unit a change", () => {
    const changes = fc.array(
      fc.record({
        gap: fc.double({ min: 0, max: 9_000, noNaN: true }),
        usdPerGpuHour: fc.double({ min: 0, max: 50, noNaN: true }),
      }),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(changes, (each) => {
        let now = 0;
        let price = START.usdPerGpuHour;
        let cost = 0;
        const happenings = each.map(({ gap, usdPerGpuHour }): Happening => {
          cost += (2 * gap * price) / 3600;
          now += gap;
          price = usdPerGpuHour;
          return [now, "jobRepriced", { job: 1, usdPerGpuHour }];
        });
        cost += (2 * (36_000 - now) * price) / 3600;
        const outcome = contract(...happenings, [36_000, "jobFinished", START]);
        expect(units(outcome, "contracts/escrow.escrow")).toBe(0n);
        expect(Math.abs(Number(paidOf(outcome)) / 1e6 - cost)).toBeLessThan(2e-6 * (each.length + 1));
      }),
      { numRuns: 20 },
    );
  });

  test("no deposit is touched by the price or pause of a job that is not there", () => {
    const outcome = contract(
      [18_000, "jobRepriced", { job: 2, usdPerGpuHour: 9 }],
      [18_000, "jobPaused", { ...START, job: 3 }],
      [36_000, "jobFinished", START],
    );
    expect(paidOf(outcome)).toBe(7_200_000n);
  });
});
