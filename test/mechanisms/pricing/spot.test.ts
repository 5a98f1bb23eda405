import { expect, test } from "vitest";
import { machine, marketLog, type ScriptedJob, scripted } from "./market-log.ts";

const market = (mechanism: string, params: object, jobs: readonly ScriptedJob[], gpus: number) =>
  marketLog(
    [
      machine(gpus),
      { mechanism: `pricing/${mechanism}`, params: { onDemandUsdPerGpuHour: 10, ...params } },
      { mechanism: "contracts/escrow", params: { fee: 0 } },
      scripted(jobs),
    ],
    10_000,
  );
const auction = (jobs: readonly ScriptedJob[], gpus = 2) =>
  market("spot-highest-losing-bid", { reserve: 0.5 }, jobs, gpus);
const smoothed = (params: object, jobs: readonly ScriptedJob[], gpus = 2) =>
  market("spot-smoothed", params, jobs, gpus);
const KEPT = { checkpoint: 60 };

test("bids of 9, 7, 5 and 3 for two GPUs: 9 and 7 run, at 5; when 9 is done, 5 comes in and the price is 3", () => {
  const { log, run } = auction([
    { at: 0, seconds: 300, pays: 9, ...KEPT },
    { at: 1, seconds: 1_200, pays: 7, ...KEPT },
    { at: 2, seconds: 1_200, pays: 5, ...KEPT },
    { at: 3, seconds: 1_200, pays: 3, ...KEPT },
  ]);
  expect(log.slice(0, 6)).toEqual([
    "300 jobStarted 0 at 5",
    "300 jobStarted 1 at 5",
    "600 jobFinished 0",
    "600 jobRepriced 1 at 3",
    "600 jobStarted 2 at 3",
    "1500 jobFinished 1",
  ]);
  // 600 GPU-seconds at 5; then 900 of the second and 1,200 of the third, at 3 until the fourth starts at 1,500 s and the reserve is the price.
  const paid = (600 * 5 + 900 * 3 + 900 * 3 + 300 * 0.5 + 1_200 * 0.5) / 3_600;
  expect(run.summary["customers.paidUsd"]).toBeCloseTo(paid, 5);
  expect(run.atEnd["contracts.escrowUsd"]).toBe(0);
});

test("who is outbid is stopped, and comes back with what its last checkpoint does not hold", () => {
  const { log } = auction(
    [
      { at: 0, seconds: 1_000, pays: 2, ...KEPT },
      { at: 400, seconds: 600, pays: 3, ...KEPT },
    ],
    1,
  );
  // It ran 300 s, all of them in checkpoints: 700 s are left when the other is done at 1,200 s.
  expect(log).toEqual([
    "300 jobStarted 0 at 0.5",
    "600 jobInterrupted 0",
    "600 jobStarted 1 at 2",
    "1200 jobFinished 1",
    "1200 jobStarted 0 at 0.5",
    "1900 jobFinished 0",
  ]);
});

test("a customer on demand starts at once, in the place of the lowest bid, and goes away where there is no place", () => {
  const { log } = auction([
    { at: 0, seconds: 3_000, pays: 9, ...KEPT },
    { at: 1, seconds: 3_000, pays: 7, ...KEPT },
    { at: 400, seconds: 5_000, pays: 10 },
    { at: 401, seconds: 5_000, pays: 9.9 },
    { at: 402, seconds: 5_000, gpus: 2, pays: 10 },
  ]);
  expect(log.slice(0, 6)).toEqual([
    "300 jobStarted 0 at 0.5",
    "300 jobStarted 1 at 0.5",
    "400 jobInterrupted 1",
    "400 jobStarted 2 at 10",
    "401 jobLeft 3",
    "402 jobLeft 4",
  ]);
});

test("the smoothed market warns two minutes before it takes capacity back, and the job goes on where it was", () => {
  const { log, run } = smoothed({ initial: 0.3, period: 9_000 }, [
    { at: 0, seconds: 1_000, pays: 9, ...KEPT },
    { at: 100, seconds: 1_000, pays: 9, ...KEPT },
    { at: 200, seconds: 500, pays: 10 },
  ]);
  expect(log).toEqual([
    "0 jobStarted 0 at 3",
    "100 jobStarted 1 at 3",
    "320 jobPaused 1",
    "320 jobStarted 2 at 10",
    "820 jobFinished 2",
    "820 jobStarted 1 at 3",
    "1000 jobFinished 0",
    "1600 jobFinished 1",
  ]);
  // First starts after 0, 0 and 120 s; the second job waits 500 s to go on.
  expect(run.summary["jobs.waitP95"]).toBeCloseTo(0.9 * 120, 9);
  expect(run.summary["jobs.startWaitP95"]).toBeCloseTo(120 + 0.85 * 380, 9);
});

test("with too short a notice what came after the last checkpoint is lost", () => {
  const { log } = smoothed(
    { initial: 0.3, period: 9_000, notice: 10 },
    [
      { at: 0, seconds: 1_000, pays: 9, ...KEPT },
      { at: 205, seconds: 500, pays: 10 },
    ],
    1,
  );
  // 215 s ran, 180 s are kept.
  expect(log).toEqual([
    "0 jobStarted 0 at 3",
    "215 jobInterrupted 0",
    "215 jobStarted 1 at 10",
    "715 jobFinished 1",
    "715 jobStarted 0 at 3",
    "1535 jobFinished 0",
  ]);
});

test("the smoothed price rises by at most 2 % an hour while all is used, and stops who pays no more than it was", () => {
  const { log } = smoothed({ initial: 0.3, speed: 1 }, [
    { at: 0, seconds: 9_000, gpus: 2, pays: 3.05, ...KEPT },
  ]);
  expect(log).toEqual(["0 jobStarted 0 at 3", "3600 jobPaused 0", "7200 jobStarted 0 at 2.9988"]);
});
