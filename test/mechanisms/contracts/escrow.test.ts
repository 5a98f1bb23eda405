import { describe, expect, test } from "vitest";
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
  const { ledger } = outcome.simulation;
  const usd = ledger.asset("usd");

  test("40 USD go into escrow when it starts, out of the customer's income", () => {
    expect(moved(outcome, "deposits")).toBe(40_000_000n);
    expect(moved(outcome, "income")).toBe(40_000_000n);
    expect(moved(outcome, "refunds")).toBe(0n);
  });

  test("a day pays what has accrued, the end of the job the rest: 38 USD to the provider, 2 USD of fee", () => {
    expect(moved(outcome, "GPU time")).toBe(38_000_000n);
    expect(moved(outcome, "sales")).toBe(38_000_000n);
    expect(ledger.units(usd, ledger.account("treasury"))).toBe(2_000_000n);
  });

  test("after the first day escrow holds 4 GPUs × 63,600 s × 100 units", () => {
    const sample = outcome.run.t.findIndex((t) => t >= DAY);
    expect(outcome.run.series["contracts.escrowUsd"]![sample]).toBe((4 * 63_600 * 100) / 1e6);
  });

  test("escrow is empty at the end, and nobody else holds USD", () => {
    expect(ledger.units(usd, ledger.account("escrow"))).toBe(0n);
    expect(ledger.units(usd, ledger.account("customers"))).toBe(0n);
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
  const { ledger } = outcome.simulation;

  test("the desk turns all of the customer's USD into tokens, and the providers get them", () => {
    expect(moved(outcome, "GPU time")).toBe(BigInt(8 * 3 * DAY * 100));
    expect(ledger.units(ledger.asset("usd"), ledger.account("payments/desk"))).toBe(0n);
    expect(ledger.units(ledger.asset("token"), ledger.account("payments/desk"))).toBe(0n);
    expect(ledger.units(ledger.asset("token"), ledger.account("revenue/providers"))).toBe(0n);
  });

  test("and are not worse off than the fee of the pool and its slope say", () => {
    const paid = 8 * 3 * DAY * 1e-4;
    expect(outcome.run.summary["providers.tokenIncomeUsd"]!).toBeGreaterThan(paid * 0.995);
    expect(outcome.run.summary["providers.tokenIncomeUsd"]!).toBeLessThan(paid * 1.0);
  });
});
