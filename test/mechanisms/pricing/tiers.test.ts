import { expect, test } from "vitest";
import { scriptedEvents } from "../scripted-events.ts";
import { machine, marketLog } from "./market-log.ts";

/** One GPU of 215 OctaneBench: 4.30, 2.15 and 1.075 USD an hour. */
const market = (
  jobs: readonly { at: number; pays: number; patience: number }[],
  workPerCredit = [50, 100, 200],
) =>
  marketLog(
    [
      machine(1),
      { mechanism: "pricing/tiers", params: { workPerCredit } },
      { mechanism: "contracts/escrow", params: { fee: 0 } },
      scriptedEvents(
        jobs.map(({ at, pays, patience }, number) => [
          at,
          "jobSubmitted",
          { job: number, gpus: 1, seconds: 1_000, usdPerGpuHour: pays, patience },
        ]),
      ),
    ],
    10_000,
  );

test("a job pays for a dearer tier only where the cheaper ones would keep it waiting too long", () => {
  const { log, run } = market([
    { at: 0, pays: 9, patience: 100 },
    { at: 10, pays: 9, patience: 5_000 },
    { at: 20, pays: 3, patience: 985 },
    { at: 30, pays: 1, patience: 5_000 },
    // It would have to take the first tier, and does not pay that.
    { at: 40, pays: 3, patience: 10 },
  ]);
  expect(log).toEqual([
    "0 jobStarted 0 at 1.075",
    "30 jobLeft 3",
    "50 jobLeft 4",
    "1000 jobFinished 0",
    "1000 jobStarted 2 at 2.15",
    "2000 jobFinished 2",
    "2000 jobStarted 1 at 1.075",
    "3000 jobFinished 1",
  ]);
  // 215 OctaneBench for 1,000 s are 59.7 OBh: twice at 200 a credit, once at 100.
  expect(run.summary["market.creditsSpent"]).toBeCloseTo((215 / 3.6) * (2 / 200 + 1 / 100), 9);
  expect(run.summary["customers.paidUsd"]).toBeCloseTo((215 / 3.6) * (2 / 200 + 1 / 100), 5);
  expect(run.summary["market.tierShare[T2]"]).toBeCloseTo(1 / 3, 12);
  expect(run.summary["market.tooDear"]).toBeCloseTo(1 / 5, 12);
});

test("tiers are in order, the dearest first", () => {
  expect(() => market([], [100, 50])).toThrow(
    "Tiers come in order, the dearest first: each buys more work for a credit than the one before.",
  );
  expect(() => market([], [])).toThrow("Tiers come in order, the dearest first");
});
