import { expect, test } from "vitest";
import { capacity } from "../../../sim/mechanisms/execution/capacity.ts";
import { runExample, simulate } from "../consensus/small-world.ts";

const speedUp = (params: object): number =>
  simulate({ world: [capacity(params)] }).run.atEnd["chain.speedUp"]!;

test("speed-up follows Amdahl's law", () => {
  expect(speedUp({ cores: 32, conflicts: 0 })).toBe(32);
  expect(speedUp({ cores: 32, conflicts: 1 })).toBe(1);
  expect(speedUp({ cores: 1, conflicts: 0.3 })).toBe(1);
  expect(speedUp({ cores: 4, conflicts: 0.2 })).toBeCloseTo(2.5, 12);
});

test("the defaults speed up as pevm does on mainnet blocks: 2.02 in the mean", () => {
  expect(speedUp({})).toBeCloseTo(2.02, 1);
});

test("gas a second is the speed-up times that of one core", () => {
  expect(runExample(capacity.mechanism).run.atEnd["chain.gasPerSecond"]! / 270e6).toBeCloseTo(2.02, 1);
});
