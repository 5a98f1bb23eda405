import { describe, expect, test } from "vitest";
import { checkCreditLevels, serviceCredit } from "../../sim/formulas/service-level.ts";

describe("credits of 10 % below 99.9 %, 30 % below 99 %, all below 95 %", () => {
  test.each([
    [1, 0],
    [0.999, 0],
    [0.9989, 0.1],
    [0.99, 0.1],
    [0.9899, 0.3],
    [0.95, 0.3],
    [0.9499, 1],
    [0, 1],
  ])("%d of the time earns %d of the bill", (reached, credit) => {
    expect(serviceCredit(reached, [0.999, 0.99, 0.95], [0.1, 0.3, 1])).toBe(credit);
  });

  test.each([
    [[0.999, 0.99], [0.1]],
    [
      [0.99, 0.999],
      [0.1, 0.3],
    ],
    [
      [0.999, 0.99],
      [0.3, 0.1],
    ],
    [[0.999], [2]],
  ])("levels %j with credits %j are refused", (levels, credits) => {
    expect(() => checkCreditLevels(levels, credits)).toThrow("Levels of service need a credit each");
  });
});
