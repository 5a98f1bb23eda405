import { expect, test } from "vitest";
import { scriptedEvents } from "../scripted-events.ts";
import { machine, marketLog } from "./market-log.ts";

interface Job {
  readonly at: number;
  readonly customer: number;
  readonly seconds: number;
  readonly pays: number;
  readonly gpus?: number;
  readonly checkpoint?: number;
}
const DAY = 86_400;

/** Four GPUs, two of them reserved by customer 0, at 10 USD on demand. */
const market = (jobs: readonly Job[], params: object = {}, until = 2 * DAY) =>
  marketLog(
    [
      machine(4),
      {
        mechanism: "pricing/reserved",
        params: { onDemandUsdPerGpuHour: 10, reservedGpus: 2, holders: 1, discount: 0.4, ...params },
      },
      { mechanism: "contracts/escrow", params: { fee: 0 } },
      scriptedEvents(
        jobs.map(({ at, pays, gpus = 1, ...job }, number) => [
          at,
          "jobSubmitted",
          { job: number, gpus, usdPerGpuHour: pays, patience: 1e6, ...job },
        ]),
      ),
    ],
    until,
  );

test("who holds reservations runs at once and pays no more; beyond them it pays on demand; others never get them", () => {
  const { log } = market([
    { at: 0, customer: 0, seconds: 1_000, pays: 0 },
    { at: 0, customer: 0, seconds: 1_000, pays: 0 },
    { at: 10, customer: 0, seconds: 1_000, pays: 20 },
    { at: 20, customer: 5, seconds: 1_000, gpus: 2, pays: 20 },
    { at: 30, customer: 5, seconds: 1_000, pays: 9 },
  ]);
  expect(log).toEqual([
    "0 jobStarted 0 at 0",
    "0 jobStarted 1 at 0",
    "10 jobStarted 2 at 10",
    "30 jobLeft 4",
    "1000 jobFinished 0",
    "1000 jobFinished 1",
    "1010 jobFinished 2",
    "1010 jobStarted 3 at 10",
    "2010 jobFinished 3",
  ]);
});

test("a holder who waits for a reserved GPU gets it when it is free, and does not pay on demand for it", () => {
  const { log } = market([
    { at: 0, customer: 0, seconds: 500, gpus: 2, pays: 0 },
    { at: 10, customer: 0, seconds: 500, pays: 9 },
  ]);
  expect(log).toEqual([
    "0 jobStarted 0 at 0",
    "500 jobFinished 0",
    "500 jobStarted 1 at 0",
    "1000 jobFinished 1",
  ]);
});

test("reservations are paid daily, used or not, and a used hour costs the more the less is used", () => {
  const { run } = market([{ at: 0, customer: 0, seconds: DAY, pays: 0 }]);
  // 2 GPUs · 24 h · 6 USD, for two days; half of the first day's hours are used.
  expect(run.summary["market.prepaidUsd"]).toBe(576);
  expect(run.summary["market.reservedUse"]).toBeCloseTo(0.25, 12);
  expect(run.summary["market.usedReservedUsdPerGpuHour"]).toBeCloseTo(576 / 24, 9);
  expect(run.summary["market.reservedBreakEven"]).toBeCloseTo(6 / 10, 12);
  expect(run.summary["customers.paidUsd"]).toBe(0);
});

test("idle reserved GPUs are lent to who keeps checkpoints, and are taken back with the data kept", () => {
  const borrower = { customer: 7, seconds: 1_000, pays: 5, checkpoint: 60 };
  const { log, run } = market(
    [
      { at: 0, ...borrower },
      { at: 100, ...borrower },
      { at: 200, customer: 7, seconds: 1_000, pays: 5 },
      { at: 300, customer: 0, seconds: 500, pays: 0 },
    ],
    { lendIdle: true, lendDiscount: 0.6 },
  );
  // The later one makes room; who keeps no checkpoints does not borrow, and does not pay on demand.
  expect(log).toEqual([
    "0 jobStarted 0 at 4",
    "100 jobStarted 1 at 4",
    "200 jobLeft 2",
    "300 jobPaused 1",
    "300 jobStarted 3 at 0",
    "800 jobFinished 3",
    "800 jobStarted 1 at 4",
    "1000 jobFinished 0",
    "1600 jobFinished 1",
  ]);
  expect(run.summary["customers.paidUsd"]).toBeCloseTo((2_000 * 4) / 3_600, 5);
  expect(run.atEnd["contracts.escrowUsd"]).toBe(0);
});

test("without reservations it is a market on demand", () => {
  const { log, run } = market([{ at: 0, customer: 0, seconds: 100, gpus: 4, pays: 10 }], { reservedGpus: 0 });
  expect(log).toEqual(["0 jobStarted 0 at 10", "100 jobFinished 0"]);
  expect(run.summary["market.usedReservedUsdPerGpuHour"]).toBe(0);
});
