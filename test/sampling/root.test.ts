import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findRoot, type Root } from "../../sim/sampling/root.ts";

const cosine = (x: number) => Math.cos(x) - x;
const wallis = (x: number) => x ** 3 - 2 * x - 5;

/** The last bracket is as narrow as asked, within the first one, and the sign changes over it. */
function holds(root: Root, f: (x: number) => number, low: number, high: number, tolerance: number): void {
  expect(root.low).toBeGreaterThanOrEqual(low);
  expect(root.high).toBeLessThanOrEqual(high);
  if (root.value !== 0) {
    expect(root.high - root.low).toBeLessThanOrEqual(
      tolerance * Math.max(Math.abs(root.low), Math.abs(root.high)),
    );
    expect(Math.sign(f(root.low))).not.toBe(Math.sign(f(root.high)));
  }
  expect([root.low, root.high]).toContain(root.x);
  expect(root.value).toBe(f(root.x));
}

describe("a known root", () => {
  test("of cos x = x is 0.7390851332, and Wallis's cubic has 2.0945514815", async () => {
    expect((await findRoot(cosine, { low: 0, high: 1, tolerance: 1e-11 })).x).toBeCloseTo(0.7390851332, 10);
    expect((await findRoot(wallis, { low: 2, high: 3, tolerance: 1e-11 })).x).toBeCloseTo(2.0945514815, 10);
  });

  // scipy.optimize.elementwise.find_root of SciPy 1.17.1, xatol = fatol = frtol = 0: x, the other end, nfev.
  test.each([
    ["cos x − x", cosine, 0, 1, 0.7390851332151502, 0.7390851332155198, 8],
    ["x³ − 2x − 5", wallis, 2, 3, 2.0945514815426307, 2.0945514815415835, 8],
    ["eˣ − 2", (x: number) => Math.exp(x) - 2, -10, 10, 0.6931471805599391, 0.6931471805602857, 12],
  ])("of %s is found in SciPy's steps", async (_, f, low, high, x, other, evaluations) => {
    const root = await findRoot(f, { low, high, tolerance: 1e-12 });
    expect(root.x).toBeCloseTo(x, 15);
    expect(root.x === root.low ? root.high : root.low).toBeCloseTo(other, 15);
    expect(root.evaluations).toHaveLength(evaluations);
  });

  test("is found by ratios over many decades", async () => {
    const f = (x: number) => Math.log10(x) - Math.atan(x - 20) / 5 - 1.2;
    const root = await findRoot(f, { low: 1e-6, high: 1e6, tolerance: 1e-9 });
    holds(root, f, 1e-6, 1e6, 1e-9);
    expect(root.evaluations.length).toBeLessThan(20);
  });

  test("is found where evaluations are promises, each with its value in order", async () => {
    const root = await findRoot(async (x) => cosine(x), { low: 0, high: 1, tolerance: 1e-6 });
    expect(root.evaluations.slice(0, 2)).toEqual([
      [0, 1],
      [1, cosine(1)],
    ]);
    expect(root.evaluations.every(([x, value]) => value === cosine(x))).toBe(true);
  });
});

describe("awkward functions", () => {
  test("a jump over 0 is found, in no more steps than bisection takes", async () => {
    const step = (x: number) => (x < 3.7 ? -1 : 2);
    const root = await findRoot(step, { low: 0, high: 8, tolerance: 1e-6 });
    holds(root, step, 0, 8, 1e-6);
    expect(root.low < 3.7 && root.high >= 3.7).toBe(true);
    expect(root.evaluations.length).toBeLessThanOrEqual(2 + Math.ceil(Math.log2(8 / 3.7e-6)));
  });

  test("flat pieces and stairs do not hold the search up", async () => {
    const stairs = (x: number) => Math.floor(10 * x) - 6.5;
    holds(await findRoot(stairs, { low: 0, high: 1, tolerance: 1e-9 }), stairs, 0, 1, 1e-9);
    const flat = (x: number) => (x < 0.9 ? -1e-9 : 1e9 * (x - 0.95));
    holds(await findRoot(flat, { low: 0, high: 1, tolerance: 1e-9 }), flat, 0, 1, 1e-9);
  });

  test("infinite values are values", async () => {
    const f = (x: number) => (x < 1 ? -Infinity : x < 2 ? x - 1.5 : Infinity);
    expect((await findRoot(f, { low: 0, high: 9, tolerance: 1e-9 })).x).toBeCloseTo(1.5, 8);
  });

  test("a bracket without a number within is the end of the search", async () => {
    const root = await findRoot((x) => (x <= 1 ? -1 : 1), { low: 0, high: 3, tolerance: 1e-300, most: 100 });
    expect([root.low, root.high]).toEqual([1, 1 + Number.EPSILON]);
  });

  test("a search never leaves its bracket, evaluates no place twice, and keeps its promise on the last bracket", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        fc.constantFrom<(u: number) => number>(
          (u) => u,
          (u) => u ** 3,
          (u) => Math.sign(u),
          (u) => Math.expm1(20 * u),
          (u) => Math.floor(30 * u) + 0.5,
          (u) => u + 0.02 * Math.sin(200 * u),
          (u) => (Math.abs(u) < 1e-3 ? 1000 * u : Math.sign(u)),
        ),
        fc.constantFrom(1e-3, 1e-9),
        async (low, width, share, shape, tolerance) => {
          const high = low + width;
          const f = (x: number) => shape((x - low) / width - share);
          fc.pre(Math.sign(f(low)) !== Math.sign(f(high)));
          const root = await findRoot(f, { low, high, tolerance, most: 400 });
          holds(root, f, low, high, tolerance);
          const places = root.evaluations.map(([x]) => x);
          expect(places.every((x) => x >= low && x <= high)).toBe(true);
          expect(new Set(places).size).toBe(places.length);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("the end of a search", () => {
  test("is an end of the bracket that is a root", async () => {
    const root = await findRoot((x) => x - 3, { low: 3, high: 5, tolerance: 1e-6 });
    expect(root).toMatchObject({ x: 3, value: 0 });
    expect(root.evaluations).toHaveLength(2);
  });

  test("is a value within the residual", async () => {
    const root = await findRoot(wallis, { low: 0, high: 4, tolerance: 1e-12, residual: 0.1 });
    expect(Math.abs(root.value)).toBeLessThanOrEqual(0.1);
    expect(root.evaluations.slice(0, -1).every(([, value]) => Math.abs(value) > 0.1)).toBe(true);
  });

  test("is an error where the evaluations do not suffice", async () => {
    const search = findRoot((x) => (x < 3.7 ? -1 : 2), { low: 0, high: 8, tolerance: 1e-6, most: 6 });
    await expect(search).rejects.toThrow(
      "The root search has spent its evaluations.\n\n  the root lies from 3.5 to 4\n  values there -1 and 2",
    );
  });
});

describe("a bracket without a change of sign", () => {
  test("is refused with the values at both ends", async () => {
    await expect(findRoot((x) => x * x + 1, { low: 1, high: 2, tolerance: 1e-6 })).rejects.toThrow(
      "The root search finds no change of sign from 1 to 2.\n\n  value 2 at 1\n  value 5 at 2\n\n" +
        "Take ends whose signs differ, or let the bracket grow.",
    );
  });

  test("grows by ratios on both sides, and the part with the change is searched", async () => {
    const places: number[] = [];
    const f = (x: number) => {
      places.push(x);
      return Math.log(x / 5000);
    };
    const root = await findRoot(f, { low: 1, high: 16, tolerance: 1e-9, expand: true });
    expect(root.x).toBeCloseTo(5000, 4);
    // 1 to 16, then twice that ratio's logarithm, then twice again: 16 · 16^½ = 64, 64 · 256^½ = 1024, …
    expect(places.slice(0, 8)).toEqual([1, 16, 0.25, 64, 0.015625, 1024, 1024 / 2 ** 24, 1024 * 2 ** 8]);
    expect(places.slice(8).every((x) => x > 1024 && x < 1024 * 2 ** 8)).toBe(true);
  });

  test("grows below too, never over 0, and stays at an end that is 0", async () => {
    const below = await findRoot((x) => x - 0.01, { low: 1, high: 2, tolerance: 1e-6, expand: true });
    expect(below.x).toBeCloseTo(0.01, 7);
    const above = await findRoot((x) => x - 70, { low: 0, high: 1, tolerance: 1e-6, expand: true });
    expect(above.x).toBeCloseTo(70, 3);
    expect(above.evaluations.every(([x]) => x >= 0)).toBe(true);
    const negative = await findRoot((x) => x + 70, { low: -2, high: -1, tolerance: 1e-6, expand: true });
    expect(negative.x).toBeCloseTo(-70, 3);
    expect(negative.evaluations.every(([x]) => x < 0)).toBe(true);
    const around = await findRoot((x) => x + 70, { low: -1, high: 3, tolerance: 1e-6, expand: true });
    expect(around.x).toBeCloseTo(-70, 3);
  });

  test("is refused once it has grown as far as evaluations or numbers go", async () => {
    const hint =
      "What is asked for may be out of reach: ask for less, or begin with ends whose signs differ.";
    const even = (x: number) => x * x + 1;
    await expect(findRoot(even, { low: 1, high: 2, tolerance: 1e-6, expand: true, most: 8 })).rejects.toThrow(
      hint,
    );
    await expect(findRoot(even, { low: 1, high: 2, tolerance: 1e-6, expand: true })).rejects.toThrow(hint);
  });
});

test("a search without sense is refused", async () => {
  await expect(findRoot(cosine, { low: 1, high: 1, tolerance: 1e-6 })).rejects.toThrow(
    "A root search needs a low end below a high end.",
  );
  await expect(findRoot(cosine, { low: 0, high: 1, tolerance: 0 })).rejects.toThrow(
    "a tolerance above 0, got 0",
  );
  await expect(findRoot(() => Number.NaN, { low: 0, high: 1, tolerance: 1e-6 })).rejects.toThrow(
    "The root search finds no value at 0.",
  );
});
