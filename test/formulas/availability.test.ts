import { expect, test } from "vitest";
import { availability, meanTimeOfParts } from "../../sim/formulas/availability.ts";

test("a GPU that fails every 50,677 h and is repaired in 24 h works 0.999527 of the time", () => {
  expect(availability(50_677, 24)).toBeCloseTo(0.999527, 6);
});

test("a server of eight that stops with any of them, and is repaired as a whole, works 0.99623 of the time", () => {
  expect(availability(meanTimeOfParts(50_677, 8), 24)).toBeCloseTo(0.99623, 5);
  // Eight repaired each on its own all work at 0.99622 of times: two may be under repair at once.
  expect(availability(50_677, 24) ** 8).toBeCloseTo(0.99622, 5);
});

test("16,384 GPUs of that kind are interrupted every 3.093 h, 419 times in 54 days", () => {
  expect(meanTimeOfParts(50_677, 16_384)).toBeCloseTo(3.0931, 4);
  expect((54 * 24) / meanTimeOfParts(50_677, 16_384)).toBeCloseTo(419, 1);
});
