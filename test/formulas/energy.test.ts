import { expect, test } from "vitest";
import { energy, energyCost, gramsOfCarbon } from "../../sim/formulas/energy.ts";
import { HOUR } from "../../sim/units.ts";

test("an H100 at 700 W and PUE 1.3 emits 349.44 g an hour on a grid of 384 g/kWh", () => {
  expect(gramsOfCarbon(energy(700, 1, 1.3, HOUR), 384)).toBeCloseTo(349.44, 10);
});

test("0.7 kW at PUE 1.56 and $0.08 a kWh costs $0.0874 an hour", () => {
  expect(energyCost(energy(700, 1, 1.56, HOUR), 0.08)).toBeCloseTo(0.0874, 4);
});

test("energy is in proportion to load", () => {
  expect(energy(400, 0.5, 1, 10)).toBe(2_000);
});
