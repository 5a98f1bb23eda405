import { expect, test } from "vitest";
import { paths } from "../../sim/comparison/paths.ts";
import { pathsSentence } from "../../sim/comparison/sentences.ts";
import { quantityText } from "../../sim/figures/number-text.ts";
import type { Run } from "../../sim/run/result.ts";
import { runOf } from "../experiment/runs.ts";
import { outcomesOf } from "./by-hand.ts";

const starts = [
  { index: 0, settings: { "x/y.price": 1 } },
  { index: 1, settings: { "x/y.price": 3 } },
];

/** Eight samples, one a day: the last quarter is the last two. */
const path = (point: number, replication: number, series: readonly number[]): Run =>
  runOf("base", replication, series, { point });

test("paths that come together meet, and when is said", () => {
  // Replications spread by a standard deviation of 2 or so; the starts differ by 0.1 from day 4 on.
  const noise = [-2, 0, 2, -1, 1];
  const runs = noise.flatMap((shift, replication) => [
    path(
      0,
      replication,
      [10, 20, 30, 40, 40, 40, 40, 40].map((value) => value + shift),
    ),
    path(
      1,
      replication,
      [70, 60, 50, 40.1, 40.1, 40.1, 40.1, 40.1].map((value) => value + shift),
    ),
  ]);
  const [found] = paths(outcomesOf(runs), starts);
  expect(found).toMatchObject({ design: "base", measure: "m", outcome: "meet", metAt: 4 * 86_400 });
  expect(found!.means[0]).toBe(40);
  expect(found!.means[1]).toBeCloseTo(40.1, 12);
  // Variance of the shifts: 10 / 4.
  expect(found!.margin).toBeCloseTo(Math.sqrt(2.5), 12);
  expect(found!.farthest).toMatchObject({ high: 1, low: 0 });
  expect(pathsSentence(found!, starts, quantityText)).toMatch(
    /^base, m: the paths meet after 4 d; over the last quarter price 3 and price 1 differ by 0\.1 \(interval 0\.1 to 0\.1, margin 1\.58\)$/,
  );
});

test("paths that stay apart by more than luck do not meet", () => {
  const runs = [0, 1, 2].flatMap((shift) => [
    path(0, shift, new Array(8).fill(10 + shift)),
    path(1, shift, new Array(8).fill(30 + shift)),
  ]);
  const [found] = paths(outcomesOf(runs), starts);
  expect(found).toMatchObject({ outcome: "apart", metAt: undefined, margin: 1 });
  expect(pathsSentence(found!, starts, quantityText)).toMatch(/^base, m: the paths do not meet; /);
});

test("one replication cannot show that paths meet, unless they are one path", () => {
  const runs = [path(0, 0, new Array(8).fill(10)), path(1, 0, new Array(8).fill(10.01))];
  const [found] = paths(outcomesOf(runs), starts);
  expect(found!.outcome).toBe("undecided");
  expect(pathsSentence(found!, starts, quantityText)).toContain("with too few replications for an interval");
});

test("a run that is kept without its series, or a single start, says nothing", () => {
  const runs = [0, 1].map((point) => path(point, 0, []));
  expect(paths(outcomesOf(runs), starts)).toEqual([]);
  expect(paths(outcomesOf(runs), starts.slice(0, 1))).toEqual([]);
});
