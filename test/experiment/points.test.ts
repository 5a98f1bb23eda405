import { describe, expect, test } from "vitest";
import { sweepPoints } from "../../sim/experiment/points.ts";
import type { ResolvedSweep, SweptParameter } from "../../sim/scenario/scenario.ts";

const values = (path: string, ...each: unknown[]): SweptParameter => ({
  path,
  values: each,
  range: [],
  whole: false,
});
const range = (path: string, low: number, high: number, whole = false): SweptParameter => ({
  path,
  values: [],
  range: [low, high],
  whole,
});
const settingsOf = (sweep: ResolvedSweep, seed = 1) =>
  sweepPoints({ sweep, seed }).map(({ settings }) => settings);

describe("the points of a sweep", () => {
  test("of a grid: every combination, the last parameter fastest", () => {
    const points = settingsOf({
      kind: "grid",
      parameters: [values("a/b.c", 1, 2), values("d/e.f", "x", "y", "z")],
      points: 6,
    });
    expect(points.map((point) => Object.values(point).join(""))).toEqual([
      "1x",
      "1y",
      "1z",
      "2x",
      "2y",
      "2z",
    ]);
    expect(points[0]).toEqual({ "a/b.c": 1, "d/e.f": "x" });
  });

  test("of a zip: in step", () => {
    expect(
      settingsOf({ kind: "zip", parameters: [values("a/b.c", 1, 2), values("d/e.f", 3, 4)], points: 2 }),
    ).toEqual([
      { "a/b.c": 1, "d/e.f": 3 },
      { "a/b.c": 2, "d/e.f": 4 },
    ]);
  });

  test("of a list: a hole leaves the parameter as it is", () => {
    const parameters = [values("a/b.c", 1, null, null), values("d/e.f", null, 4, null)];
    expect(settingsOf({ kind: "list", parameters, points: 3 })).toEqual([{ "a/b.c": 1 }, { "d/e.f": 4 }, {}]);
  });

  test("are numbered from 0; a scenario without a sweep has none", () => {
    const sweep: ResolvedSweep = { kind: "grid", parameters: [values("a/b.c", 1, 2)], points: 2 };
    expect(sweepPoints({ sweep, seed: 1 }).map(({ index }) => index)).toEqual([0, 1]);
    expect(sweepPoints({ sweep: null, seed: 1 })).toEqual([]);
  });
});

describe.each(["latinHypercube", "sobol"] as const)("the points of a %s sample", (kind) => {
  const parameters = [range("a/b.c", -1, 1), range("d/e.f", 1, 4, true), range("g/h.i", 1, 1_000)];
  const points = settingsOf({ kind, parameters, points: 64 }) as Record<string, number>[];
  const column = (path: string): number[] => points.map((point) => point[path]!);

  test("lie in their ranges; whole numbers stay whole, and each of them comes", () => {
    expect(points).toHaveLength(64);
    expect(column("a/b.c").every((value) => value >= -1 && value <= 1)).toBe(true);
    expect([...new Set(column("d/e.f"))].sort()).toEqual([1, 2, 3, 4]);
  });

  test("are spread evenly: every eighth of a range has its eighth of the points", () => {
    const eighths = Array.from({ length: 8 }, () => 0);
    for (const value of column("a/b.c")) eighths[Math.min(7, Math.floor((value + 1) * 4))]!++;
    expect(eighths).toEqual(Array.from({ length: 8 }, () => 8));
  });

  test("are spread by ratios over a range of three decades", () => {
    const perDecade = [1, 10, 100].map(
      (decade) => column("g/h.i").filter((value) => value >= decade && value < 10 * decade).length,
    );
    for (const count of perDecade) expect(Math.abs(count - 64 / 3)).toBeLessThan(2);
  });

  test("are the same for the same seed, and others for another", () => {
    const sweep: ResolvedSweep = { kind, parameters, points: 64 };
    expect(settingsOf(sweep)).toEqual(points);
    expect(settingsOf(sweep, 2)).not.toEqual(points);
  });
});
