import { expect, test } from "vitest";
import { scriptedEvents } from "../scripted-events.ts";
import { machine, marketLog } from "./market-log.ts";

/** Four GPUs, half of them for two subscriptions; on demand 1 USD. */
const market = (
  jobs: readonly { at: number; customer: number; pays?: number; gpus?: number; patience?: number }[],
  params: object = {},
) =>
  marketLog(
    [
      machine(4),
      {
        mechanism: "pricing/subscription",
        params: {
          onDemandUsdPerGpuHour: 1,
          subscriptions: 2,
          subscribers: 10,
          feeUsd: 36,
          share: 0.5,
          ...params,
        },
      },
      { mechanism: "contracts/escrow", params: { fee: 0 } },
      scriptedEvents(
        jobs.map(({ at, customer, pays = 0, gpus = 1, patience = 1e6 }, number) => [
          at,
          "jobSubmitted",
          { job: number, customer, gpus, seconds: 100, usdPerGpuHour: pays, patience },
        ]),
      ),
    ],
    36_000,
  );

test("who has the fewest GPUs in use is next, whoever came first", () => {
  const { log, run } = market([
    { at: 0, customer: 0 },
    { at: 1, customer: 0 },
    { at: 2, customer: 2 },
    { at: 3, customer: 1 },
  ]);
  // Customers 0 and 2 share a subscription, and have two GPUs in use when customer 1 comes.
  expect(log).toEqual([
    "0 jobStarted 0 at 0",
    "1 jobStarted 1 at 0",
    "100 jobFinished 0",
    "100 jobStarted 3 at 0",
    "101 jobFinished 1",
    "101 jobStarted 2 at 0",
    "200 jobFinished 3",
    "201 jobFinished 2",
  ]);
  // 300 and 100 GPU-seconds for 36 USD each.
  expect(run.summary["market.subscribedUsdPerGpuHour"]).toBeCloseTo(72 / (400 / 3_600), 6);
  expect(run.atEnd["market.crossSubsidy"]).toBeCloseTo(0.25, 12);
  expect(run.summary["market.feesPaidUsd"]).toBe(72);
  expect(run.summary["market.subscriptionBreakEven"]).toBeCloseTo(36 / 30, 12);
  expect(run.atEnd["market.subscriptionsThatPay"]).toBe(0);
});

test("who does not subscribe rents the other GPUs, and never those of subscribers", () => {
  const { log } = market([
    { at: 0, customer: 10, gpus: 2, pays: 1.5 },
    { at: 1, customer: 11, pays: 1.5 },
    { at: 2, customer: 12, pays: 0.5 },
    { at: 3, customer: 13, pays: 1.5, patience: 10 },
  ]);
  expect(log).toEqual([
    "0 jobStarted 0 at 1",
    "2 jobLeft 2",
    "13 jobLeft 3",
    "100 jobFinished 0",
    "100 jobStarted 1 at 1",
    "200 jobFinished 1",
  ]);
});

test("who does not subscribe goes away where only subscribers are served", () => {
  expect(market([{ at: 5, customer: 10, pays: 9 }], { others: "refused" }).log).toEqual(["5 jobLeft 0"]);
});

test("a subscription that is used enough has cost less than renting", () => {
  // A fee of 0.02 USD is 72 GPU-seconds at 1 USD an hour.
  const { run } = market([{ at: 0, customer: 0 }], { feeUsd: 0.02 });
  expect(run.atEnd["market.subscriptionsThatPay"]).toBe(0.5);
});
