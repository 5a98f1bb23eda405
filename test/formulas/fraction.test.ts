import fc from "fast-check";
import { expect, test } from "vitest";
import { floorOf, fractionOf, NOTHING, takeWhole, times } from "../../sim/formulas/fraction.ts";
import { PROPERTY_SEED } from "../contracts/worlds.ts";

const fraction = fc.record({
  numerator: fc.bigInt({ min: 0n, max: 1n << 80n }),
  denominator: fc.bigInt({ min: 1n, max: 1n << 60n }),
});

test("fractionOf is the decimal as it is written", () => {
  expect(fractionOf(0.3)).toEqual({ numerator: 3n, denominator: 10n });
  expect(fractionOf("1e3")).toEqual({ numerator: 1000n, denominator: 1n });
  expect(times(fractionOf(0.3), fractionOf("0.5"))).toEqual({ numerator: 15n, denominator: 100n });
  expect(() => fractionOf("many")).toThrow("A fraction needs a decimal number, got many.");
});

test("floorOf goes down, below zero too", () => {
  expect([7n, -7n, -6n].map((numerator) => floorOf({ numerator, denominator: 2n }))).toEqual([3n, -4n, -3n]);
});

test("after n equal steps the floor of n times the rate has been taken", () => {
  fc.assert(
    fc.property(fraction, fc.integer({ min: 1, max: 200 }), ({ numerator, denominator }, steps) => {
      let [taken, rest] = [0n, NOTHING];
      for (let step = 0; step < steps; step++) {
        const part = takeWhole(rest, { numerator, denominator });
        taken += part.whole;
        rest = part.rest;
      }
      expect(taken).toBe((numerator * BigInt(steps)) / denominator);
    }),
    { seed: PROPERTY_SEED },
  );
});

test("after steps of any sizes the floor of their sum has been taken, and the rest is below one", () => {
  fc.assert(
    fc.property(fc.array(fraction, { minLength: 1, maxLength: 8 }), (dues) => {
      let [taken, rest] = [0n, NOTHING];
      for (const due of dues) {
        const part = takeWhole(rest, due);
        taken += part.whole;
        rest = part.rest;
        expect(rest.numerator >= 0n && rest.numerator < rest.denominator).toBe(true);
      }
      const common = dues.reduce((product, { denominator }) => product * denominator, 1n);
      const sum = dues.reduce((total, due) => total + (due.numerator * common) / due.denominator, 0n);
      expect(taken).toBe(sum / common);
    }),
    { seed: PROPERTY_SEED },
  );
});
