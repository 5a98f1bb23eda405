import fc from "fast-check";
import { expect, test } from "vitest";
import {
  bestUse,
  IDLE,
  idleMargin,
  MINE,
  NOT_OFFERED,
  RENT,
  rentMargin,
  SERVE,
  USES,
  workMargin,
} from "../../sim/formulas/uses.ts";

/** An H100 at full load in a building with a PUE of 1.56, for 0.08 USD/kWh. */
const H100 = { power: 700, load: 1, idle: 0.1, pue: 1.56, usdPerKilowattHour: 0.08, operatingUsdPerHour: 0 };

test("0.7 kW with a PUE of 1.56 at 0.08 USD/kWh cost 0.0874 USD an hour, which mining must pay", () => {
  expect(workMargin(0, H100)).toBeCloseTo(-0.08736, 12);
  expect(workMargin(0.1, H100)).toBeCloseTo(0.01264, 12);
});

test("renting earns price, utilisation and emission, less the fee, electricity of the hours rented and idle, and operation", () => {
  const renting = {
    usdPerGpuHour: 2,
    utilisation: 0.5,
    fee: 0.1,
    tokensPerGpuHour: 3,
    usdPerToken: 0.01,
  };
  const power = 0.7 * (0.5 * 1 + 0.5 * 0.1) * 1.56 * 0.08;
  expect(rentMargin(renting, { ...H100, operatingUsdPerHour: 0.1 })).toBeCloseTo(
    0.9 + 0.03 - power - 0.1,
    12,
  );
});

test("an idle GPU loses what it draws, and nothing for operation", () => {
  expect(idleMargin({ ...H100, operatingUsdPerHour: 5 })).toBeCloseTo(-0.008736, 12);
});

test("a use is left when the gain repays the switch within the horizon, and not before", () => {
  const margins = (mining: number) => [0.1, mining, NOT_OFFERED, NOT_OFFERED, -0.01];
  // 24 USD over 240 hours: 0.1 USD an hour.
  expect(bestUse(margins(0.15), RENT, 24, 240)).toBe(RENT);
  expect(bestUse(margins(0.21), RENT, 24, 240)).toBe(MINE);
  expect(bestUse(margins(0.15), MINE, 24, 240)).toBe(MINE);
  expect(bestUse(margins(0.01), MINE, 24, 240)).toBe(MINE);
  expect(bestUse(margins(-0.01), MINE, 24, 240)).toBe(RENT);
});

test("of equals the current use is kept; else the first of the list", () => {
  expect(bestUse([0, 0, 0, 0, 0], SERVE, 0, 1)).toBe(SERVE);
  expect(bestUse([-1, 0, 0, -1, -1], IDLE, 0, 1)).toBe(MINE);
});

test("a use that is no longer offered is left whatever that costs", () => {
  expect(bestUse([-5, NOT_OFFERED, NOT_OFFERED, NOT_OFFERED, -1], MINE, 1e9, 1)).toBe(IDLE);
});

const anyMargins = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
  minLength: USES.length,
  maxLength: USES.length,
});

test("what is chosen is never worse than the current use, and no use beats it by more than the switch costs", () => {
  fc.assert(
    fc.property(
      anyMargins,
      fc.nat(4),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (margins, current, cost) => {
        const chosen = bestUse(margins, current, cost, 1);
        expect(margins[chosen]!).toBeGreaterThanOrEqual(margins[current]!);
        for (const margin of margins) expect(margin - margins[chosen]!).toBeLessThanOrEqual(cost);
        expect(bestUse(margins, chosen, cost, 1)).toBe(chosen);
      },
    ),
  );
});
