import { expect, test } from "vitest";
import { decodeRate } from "../../sim/formulas/batched-decoding.ts";

/** Median milliseconds of a step by batch, Llama 2 70B on two GPUs, prompts of 512 tokens: splitwise-sim, data/perf_model.csv. */
const MEASURED = {
  a100: [
    [1, 54.85],
    [2, 59.92],
    [4, 60.52],
    [8, 61.69],
    [16, 65.46],
    [32, 72.19],
  ],
  h100: [
    [1, 37.0],
    [2, 37.39],
    [4, 39.98],
    [8, 40.4],
    [16, 41.97],
    [32, 52.26],
  ],
} as const;
/** Least squares of those: milliseconds of a step for one sequence, and its growth with each further one. */
const FITTED = { a100: [57.94, 0.00822], h100: [37.11, 0.01243] } as const;

test.each(["a100", "h100"] as const)(
  "the linear law is within 10 %% of what Splitwise measured on %s",
  (gpu) => {
    const [alone, slowdown] = FITTED[gpu];
    for (const [batch, milliseconds] of MEASURED[gpu]) {
      const step = 1000 / decodeRate(1000 / alone, slowdown, batch);
      expect(Math.abs(step / milliseconds - 1), `batch of ${batch}`).toBeLessThan(0.1);
    }
  },
);

test("a sequence alone is written at the single rate, and so is less than one", () => {
  expect(decodeRate(20, 0.5, 1)).toBe(20);
  expect(decodeRate(20, 0.5, 0.25)).toBe(20);
  expect(decodeRate(20, 0.5, 3)).toBe(10);
});
