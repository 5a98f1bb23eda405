import { describe, expect, test } from "vitest";
import { replicaDetection } from "../../../sim/formulas/audit-game.ts";
import { redundancy } from "../../../sim/mechanisms/verification/redundancy.ts";
import { simulate } from "../consensus/small-world.ts";
import { finishedJobs, isBinomial } from "./results.ts";

const run = (params: object) =>
  simulate({
    world: [
      finishedJobs(40, 50),
      redundancy({ stakeUsdPerGpu: 1e5, minimumStake: 0, opportunists: 0, ...params }),
    ],
    until: "4d",
  }).run.summary;

describe.each([
  ["referee", 2, 0.4],
  ["referee", 3, 0.5],
  ["majority", 3, 0.3],
  ["majority", 5, 0.4],
  ["majority", 4, 0.5],
] as const)("a %s over %d copies, %d of the others in the ring", (judgement, copies, collusion) => {
  const summary = run({ judgement, copies, collusion, cheaters: 1, mismatch: 0 });

  test("finds of 2000 false results the share that the formula gives", () => {
    const detection = replicaDetection(judgement, copies, collusion);
    expect(isBinomial(summary["verification.rejected"]!, 2000, detection)).toBe(true);
  });

  test("costs the other copies in full", () => {
    expect(summary["verification.checkGpuHours"]).toBeCloseTo(2000 * (copies - 1), 6);
  });
});

test("a referee clears honest results that differ by rounding; a majority rejects them", () => {
  const honest = { cheaters: 0, copies: 3, mismatch: 0.1 };
  const refereed = run({ ...honest, judgement: "referee" });
  expect(isBinomial(refereed["verification.disputes"]!, 2000, 0.1)).toBe(true);
  expect(refereed["verification.falseAlarms"]).toBe(0);
  const outvoted = run({ ...honest, judgement: "majority" });
  expect(outvoted["verification.falseAlarms"]).toBe(outvoted["verification.disputes"]);
});

test("a dispute takes as many messages as its bisection has rounds", () => {
  const summary = run({ cheaters: 1, copies: 2, collusion: 0, steps: 1024, operations: 500 });
  expect(summary["verification.disputes"]).toBe(2000);
  expect(summary["verification.messages"]).toBe(2000 * 19);
});

test("one copy is no verification: it costs nothing and finds nothing", () => {
  const summary = run({ cheaters: 1, copies: 1 });
  expect(summary["verification.cheatedUndetected"]).toBe(1);
  expect(summary["verification.checkUsd"]).toBe(0);
});

test("machines that calculate stay honest beside one honest machine in five, at a slash of 21", () => {
  const calculating = { opportunists: 1, cheaters: 0, copies: 2, slashBaseUsd: 20, slashFactor: 1 };
  expect(run({ ...calculating, collusion: 0.8 })["verification.honestShare"]).toBe(1);
  expect(run({ ...calculating, collusion: 0.97 })["verification.honestShare"]).toBe(0);
});
