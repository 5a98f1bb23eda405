import { expect, test } from "vitest";
import { nakamoto } from "../../../sim/mechanisms/consensus/nakamoto.ts";
import { recordedDifficulty } from "../../../sim/mechanisms/consensus/recorded-difficulty.ts";
import { inlineTable } from "../../../sim/schema/table.ts";
import { runExample, simulate } from "./small-world.ts";

test("the simulated difficulty follows the recorded one, off by the luck of a period", () => {
  const difficulty = Array.from({ length: 100 }, (_, period) => 1e6 * 1.1 ** period);
  const first_height = difficulty.map((_, period) => 2016 * (period + 1));
  const { run } = simulate({
    world: [
      nakamoto({ blocksPerEvent: 144, initialHashrate: 7_158_388e6 }),
      recordedDifficulty({ recorded: inlineTable({ first_height, difficulty }) }),
    ],
    until: "1400d",
  });
  // ln of the mean of 2,015 exponentials: a standard deviation of 1/√2015, a mean absolute value √(2/π) of it.
  const expected = Math.sqrt(2 / Math.PI / 2015);
  const spread = Math.sqrt((1 - 2 / Math.PI) / 2015 / 100);
  expect(Math.abs(run.summary["chain.difficultyError"]! - expected)).toBeLessThan(2.576 * spread);
});

test("after the record the last hashrate is kept", () => {
  const { run } = simulate({
    world: [
      nakamoto({ blocksPerEvent: 144, initialHashrate: 7_158_388 }),
      recordedDifficulty({ recorded: inlineTable({ first_height: [2016], difficulty: [5] }) }),
    ],
    until: "100d",
  });
  expect(run.atEnd["chain.hashrate"]! / ((5 * 2 ** 32) / 600)).toBeCloseTo(1, 2);
  expect(run.atEnd["chain.recordedDifficulty"]).toBe(5);
});

test("the example runs", () => {
  expect(runExample(recordedDifficulty.mechanism).run.atEnd["chain.recordedDifficulty"]).toBeGreaterThan(1);
});
