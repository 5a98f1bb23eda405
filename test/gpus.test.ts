import fc from "fast-check";
import { expect, test } from "vitest";
import { cardsOf, gpusOf, hundredths, nearestSize, sizeFlaw, sizeOf } from "../sim/gpus.ts";

const counts = fc.nat({ max: 1e11 });

test("hundredths to GPUs and back is exact, and GPUs are what their text says", () => {
  fc.assert(
    fc.property(counts, (count) => {
      const gpus = gpusOf(count);
      const text = `${Math.floor(count / 100)}.${String(count % 100).padStart(2, "0")}`;
      return hundredths(gpus) === count && Number(text) === gpus;
    }),
  );
});

test("sums of hundredths leave no rest, where sums of GPUs do", () => {
  expect(0.1 + 0.2).not.toBe(0.3);
  expect(gpusOf(hundredths(0.1) + hundredths(0.2))).toBe(0.3);
  fc.assert(
    fc.property(fc.array(counts, { maxLength: 50 }), (all) => {
      let total = 0;
      for (const each of all) total += hundredths(gpusOf(each));
      for (const each of all) total -= hundredths(gpusOf(each));
      return total === 0;
    }),
  );
});

test.each([0.001, 0.255, 1.005, Number.NaN, Number.POSITIVE_INFINITY])(
  "%d GPUs are no whole hundredths",
  (gpus) => {
    expect(() => hundredths(gpus)).toThrow();
  },
);

test("whoever has too many decimals is told the two nearest values", () => {
  expect(() => hundredths(2.345)).toThrow(
    "GPUs are counted in whole hundredths: expected 2.34 or 2.35 GPUs, got 2.345.",
  );
});

test.each([0.01, 0.25, 0.99, 1, 8, 1e9])("%d GPUs are a size", (gpus) => {
  expect(sizeFlaw(gpus)).toBeUndefined();
  expect(gpusOf(sizeOf(gpus))).toBe(gpus);
});

test.each([
  [0.001, "GPUs are counted in whole hundredths: expected 0.01 GPUs, got 0.001."],
  [0.255, "GPUs are counted in whole hundredths: expected 0.25 or 0.26 GPUs, got 0.255."],
  [0.999, "GPUs are counted in whole hundredths: expected 0.99 or 1 GPUs, got 0.999."],
  [
    1.01,
    "A part of a GPU lies on one card, and beyond one GPU cards are whole: expected 1 or 2 GPUs, got 1.01.",
  ],
  [
    1.5,
    "A part of a GPU lies on one card, and beyond one GPU cards are whole: expected 1 or 2 GPUs, got 1.5.",
  ],
  [-1, "Expected GPUs, 0.01 at least, got -1."],
  [Number.NaN, "Expected GPUs, 0.01 at least, got NaN."],
])("%d GPUs are no size, and why", (gpus, flaw) => {
  expect(sizeFlaw(gpus)).toBe(flaw);
  expect(() => sizeOf(gpus)).toThrow(flaw);
});

test("a scaled size is the nearest that there is", () => {
  expect([0.001, 0.254, 0.999, 1.4, 2.5].map(nearestSize)).toEqual([0.01, 0.25, 1, 1, 3]);
  expect([0.01, 1, 8].map(cardsOf)).toEqual([1, 1, 8]);
});
