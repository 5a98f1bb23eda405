import { expect, test } from "vitest";
import { machine, marketLog, type ScriptedJob, scripted } from "./market-log.ts";

const market = (params: object, jobs: readonly ScriptedJob[], gpus = 1, until = 86_400) =>
  marketLog(
    [
      machine(gpus, 2),
      { mechanism: "pricing/interruptible-bids", params: { minimumShare: 0.25, ...params } },
      { mechanism: "contracts/escrow", params: { fee: 0 } },
      scripted(jobs),
    ],
    until,
  );
const KEPT = { checkpoint: 600 };

test("bids of 1.0 and 1.2: the higher runs; a customer on demand pauses both; they resume, the higher first", () => {
  const { log } = market({ bidding: "limit" }, [
    { at: 0, seconds: 3_600, pays: 1, ...KEPT },
    { at: 60, seconds: 3_600, pays: 1.2, ...KEPT },
    { at: 600, seconds: 1_000, pays: 2 },
  ]);
  expect(log).toEqual([
    "0 jobStarted 0 at 1",
    "60 jobPaused 0",
    "60 jobStarted 1 at 1.2",
    "600 jobPaused 1",
    "600 jobStarted 2 at 2",
    "1600 jobFinished 2",
    "1600 jobStarted 1 at 1.2",
    "4660 jobFinished 1",
    "4660 jobStarted 0 at 1",
    "8200 jobFinished 0",
  ]);
});

test("a paused job raises its bid when it looks again, as far as it pays", () => {
  const { log } = market({ rebidding: 3_600 }, [
    { at: 0, seconds: 7_200, pays: 1.5, ...KEPT },
    { at: 60, seconds: 7_200, pays: 1, ...KEPT },
  ]);
  // 0.5 is the host's minimum; 0.5 · 1.05 displaces it, and 0.525 · 1.05 displaces that.
  expect(log.slice(0, 5)).toEqual([
    "0 jobStarted 0 at 0.5",
    "60 jobPaused 0",
    "60 jobStarted 1 at 0.525",
    "3600 jobPaused 1",
    "3600 jobStarted 0 at 0.55125",
  ]);
});

test("who pays less than the host's minimum, or than what is asked on demand, does not run", () => {
  const { log } = market({}, [
    { at: 0, seconds: 600, pays: 0.4, ...KEPT },
    { at: 10, seconds: 600, pays: 1.9 },
  ]);
  expect(log).toEqual(["10 jobLeft 1", "86400 jobLeft 0"]);
});

test("a job that has been paused for 48 hours is deleted; its data have cost a cent an hour", () => {
  const { log, run } = market(
    { bidding: "limit" },
    [
      { at: 0, seconds: 36_000, pays: 1, ...KEPT },
      { at: 3_600, seconds: 864_000, pays: 1.2, ...KEPT },
    ],
    1,
    900_000,
  );
  expect(log[3]).toBe(`${3_600 + 172_800} jobLeft 0`);
  expect(run.summary["market.storageUsd"]).toBeCloseTo(48 * 0.01, 9);
});

test("jobs that fit side by side run side by side, and nobody overtakes the first that does not", () => {
  const { log } = market(
    { bidding: "limit" },
    [
      { at: 0, seconds: 1_000, gpus: 3, pays: 1, ...KEPT },
      { at: 1, seconds: 1_000, gpus: 2, pays: 0.9, ...KEPT },
      { at: 2, seconds: 1_000, gpus: 1, pays: 0.8, ...KEPT },
    ],
    4,
  );
  expect(log.slice(0, 3)).toEqual(["0 jobStarted 0 at 1", "2 jobStarted 2 at 0.8", "1000 jobFinished 0"]);
});
