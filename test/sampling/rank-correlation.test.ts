import { expect, test } from "vitest";
import { latinHypercube } from "../../sim/sampling/latin-hypercube.ts";
import { partialRankCorrelations } from "../../sim/sampling/rank-correlation.ts";

/** Drawn by NumPy: y = exp(2 a) − 1.5 b^3 + 0.4 c + 0.3 z, rounded, so that ranks tie. */
const POINTS = [
  [0.65, 0.9, 0.8, 0.25],
  [0.3, 0.85, 0.0, 0.8],
  [0.8, 0.45, 0.3, 0.3],
  [0.25, 0.45, 0.5, 0.55],
  [1.0, 0.8, 0.6, 1.0],
  [0.2, 0.15, 0.6, 0.05],
  [0.05, 0.5, 0.45, 0.9],
  [0.65, 0.5, 0.5, 0.25],
  [0.0, 0.2, 0.7, 0.2],
  [0.35, 0.0, 0.85, 0.15],
  [0.25, 0.9, 0.5, 0.85],
  [0.65, 0.75, 0.1, 0.55],
  [0.5, 0.85, 0.35, 0.6],
  [0.05, 0.4, 0.3, 0.15],
  [0.8, 0.4, 1.0, 0.6],
  [0.6, 0.65, 0.7, 0.15],
  [0.45, 0.25, 0.4, 0.1],
  [0.95, 0.2, 0.65, 0.3],
  [0.85, 0.65, 0.15, 0.85],
  [0.95, 0.9, 0.55, 0.15],
  [0.2, 0.95, 0.55, 0.2],
  [0.9, 0.65, 0.55, 0.4],
  [0.4, 0.25, 0.05, 0.9],
  [0.45, 0.55, 0.3, 0.75],
];
const OUTPUTS = [
  3.07, 0.51, 5.04, 1.21, 6.25, 1.64, 0.83, 3.73, 1.94, 2.1, 0.57, 3.14, 2.08, 1.08, 5.2, 3.4, 2.75, 6.62,
  5.1, 5.82, 0.11, 5.94, 1.96, 2.62,
];
// Residuals of the ranks by numpy.linalg.lstsq, correlated by scipy.stats.pearsonr (SciPy 1.17.1).
const EXPECTED = [0.9746972703161758, -0.7350079656813425, 0.4001867931815702, -0.17764563284564705];
const EXPECTED_ABOVE_MEDIAN = [
  0.875276105709104, 0.021556082985176306, -0.006471783467483093, -0.4297096937952685,
];

const closeTo = (expected: readonly number[]) => expected.map((one) => expect.closeTo(one, 10));

test("the coefficients are those of NumPy and SciPy, of an output of 0 and 1 too", () => {
  expect([...partialRankCorrelations(POINTS, OUTPUTS)]).toEqual(closeTo(EXPECTED));
  const median = [...OUTPUTS].sort((a, b) => a - b)[11]!;
  const above = OUTPUTS.map((output) => (output > median ? 1 : 0));
  expect([...partialRankCorrelations(POINTS, above)]).toEqual(closeTo(EXPECTED_ABOVE_MEDIAN));
});

test("a monotone change of a parameter or of the output changes nothing", () => {
  const points = POINTS.map(([a, b, c, d]) => [Math.exp(9 * a!), b! ** 3, c!, d!]);
  expect([...partialRankCorrelations(points, OUTPUTS.map(Math.log))]).toEqual(closeTo(EXPECTED));
});

test("points whose output has no value are left out", () => {
  const points = [...POINTS, [0.1, 0.2, 0.3, 0.4]];
  expect([...partialRankCorrelations(points, [...OUTPUTS, Number.NaN])]).toEqual(closeTo(EXPECTED));
});

test("parameters of one rank order are both NaN, and the others' coefficients stay", () => {
  const points = POINTS.map(([a, b, c, d]) => [a!, b!, c!, d!, 10 * d! ** 2]);
  expect([...partialRankCorrelations(points, OUTPUTS)]).toEqual([
    ...closeTo(EXPECTED.slice(0, 3)),
    Number.NaN,
    Number.NaN,
  ]);
});

test("a parameter that does not vary is NaN, and the others' coefficients stay", () => {
  const points = POINTS.map((point) => [5, ...point]);
  expect([...partialRankCorrelations(points, OUTPUTS)]).toEqual([Number.NaN, ...closeTo(EXPECTED)]);
});

test("with too few points nothing is known", () => {
  expect([...partialRankCorrelations(POINTS.slice(0, 4), OUTPUTS.slice(0, 4))].every(Number.isNaN)).toBe(
    true,
  );
});

test("of an output that is one parameter, that one has 1 and the others 0; of one that does not vary, all have 0", () => {
  const firsts = POINTS.map(([a]) => a!);
  expect([...partialRankCorrelations(POINTS, firsts)]).toEqual([expect.closeTo(1, 10), 0, 0, 0]);
  const constant = POINTS.map(() => 1);
  expect([...partialRankCorrelations(POINTS, constant)]).toEqual([0, 0, 0, 0]);
});

test("sixty parameters and two hundred draws: those that matter stand out with their signs", () => {
  const points = latinHypercube(200, 60, 8);
  const found = partialRankCorrelations(
    points,
    points.map((u) => u[3]! - 0.7 * u[41]! + 0.1 * u[7]!),
  );
  const order = [...found.keys()].sort((a, b) => Math.abs(found[b]!) - Math.abs(found[a]!));
  expect(order.slice(0, 3)).toEqual([3, 41, 7]);
  expect(found[3]).toBeGreaterThan(0.9);
  expect(found[41]).toBeLessThan(-0.9);
});
