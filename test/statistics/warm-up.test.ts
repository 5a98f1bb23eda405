import fc from "fast-check";
import { expect, test } from "vitest";
import { Random } from "../../sim/random.ts";
import { type WarmUp, warmUp } from "../../sim/statistics/warm-up.ts";

const seriesOf = (value: readonly number[]) => ({ t: value.map((_, index) => 60 * index), value });

/** A transient that dies away with a time constant of `decay` samples, in noise of deviation 1. */
function decaying(count: number, height: number, decay: number, experiment: number): number[] {
  const draw = new Random(experiment, "noise").stream("noise");
  return Array.from({ length: count }, (_, index) => 10 + height * Math.exp(-index / decay) + draw.normal());
}

test("a step ends at the first batch after it", () => {
  const step = Array.from({ length: 200 }, (_, index) => (index < 30 ? 0 : 7));
  expect(warmUp(seriesOf(step))).toEqual({ steady: true, index: 30, time: 1800, mean: 7 });
});

test("a step within a batch takes its batch with it", () => {
  const step = Array.from({ length: 200 }, (_, index) => (index < 32 ? 0 : 7));
  expect(warmUp(seriesOf(step))).toMatchObject({ steady: true, index: 35 });
});

test("a series without a transient is kept whole", () => {
  expect(warmUp(seriesOf(new Array<number>(50).fill(0.1)))).toMatchObject({ steady: true, index: 0 });
});

/** White's definition, word for word: the variance of the rest over its count, all sums anew for each point. */
function byDefinition(value: readonly number[]): number {
  const means = Array.from({ length: Math.floor(value.length / 5) }, (_, batch) => {
    return value.slice(5 * batch, 5 * batch + 5).reduce((sum, each) => sum + each, 0) / 5;
  });
  const errors = means.slice(0, -5).map((_, from) => {
    const rest = means.slice(from);
    const mean = rest.reduce((sum, each) => sum + each, 0) / rest.length;
    return rest.reduce((sum, each) => sum + (each - mean) ** 2, 0) / rest.length ** 2;
  });
  return 5 * errors.indexOf(Math.min(...errors));
}

test("the truncation point is that of the definition, wherever the series lies and whatever its unit", () => {
  const cases = fc.record({
    experiment: fc.nat(1000),
    count: fc.integer({ min: 50, max: 300 }),
    height: fc.integer({ min: -40, max: 40 }),
    decay: fc.integer({ min: 1, max: 60 }),
    scale: fc.constantFrom(0.25, 8, 1024),
  });
  fc.assert(
    fc.property(cases, ({ experiment, count, height, decay, scale }) => {
      const value = decaying(count, height, decay, experiment);
      const found = warmUp(seriesOf(value));
      const index = byDefinition(value);
      if (index > Math.floor(count / 5) * 2.5) {
        expect(found).toEqual({ steady: false, reason: "no steady state" });
      } else expect(found).toMatchObject({ steady: true, index, time: 60 * index });
      expect(indexOf(warmUp(seriesOf(value.map((each) => scale * each))))).toBe(indexOf(found));
    }),
  );
});

const indexOf = (found: WarmUp): number => (found.steady ? found.index : -1);

test("a transient of 20 deviations that halves every 14 samples is cut until it is lost in the noise", () => {
  for (let experiment = 0; experiment < 50; experiment += 1) {
    const found = warmUp(seriesOf(decaying(1000, 20, 20, experiment)));
    // Below 20 × e^−1.5 = 4.5 deviations of one sample at 30, below a tenth of one at 106.
    expect(indexOf(found)).toBeGreaterThanOrEqual(30);
    expect(indexOf(found)).toBeLessThanOrEqual(200);
    expect(found.steady && Math.abs(found.mean - 10)).toBeLessThan(0.2);
  }
});

test("a series that keeps rising has no steady state", () => {
  const rising = Array.from({ length: 300 }, (_, index) => index);
  expect(warmUp(seriesOf(rising))).toEqual({ steady: false, reason: "no steady state" });
});

test("a series of fewer than 50 samples is too short", () => {
  expect(warmUp(seriesOf(new Array<number>(49).fill(1)))).toEqual({ steady: false, reason: "too short" });
});

test("samples without a value are passed over, and the index is that of the series", () => {
  const step = Array.from({ length: 200 }, (_, index) => (index < 30 ? 0 : 7));
  const gappy = [Number.NaN, Number.NaN, ...step.slice(0, 100), Number.NaN, ...step.slice(100)];
  expect(warmUp(seriesOf(gappy))).toEqual({ steady: true, index: 32, time: 1920, mean: 7 });
});
