import { describe, expect, test } from "vitest";
import { deviations, type Golden, golden, goldenText, parseGolden } from "../../sim/experiment/golden.ts";
import type { Run } from "../../sim/run/result.ts";
import { runOf } from "./runs.ts";

const EXACT = { tolerance: {}, warmUp: 0 };

/** A run of design a with these summaries. */
const summarised = (summary: Record<string, number>, replication = 0): Run =>
  runOf("a", replication, [0], { summary });

describe("golden summaries", () => {
  test("are of each design's first replication, and survive their text", () => {
    const summary = golden([runOf("a", 1, [9]), runOf("a", 0, [0.1]), runOf("b", 0, [Number.NaN])]);
    expect(summary).toEqual({ a: { m: 0.1 }, b: { m: null } });
    expect(parseGolden(goldenText(summary), "x.expected.json")).toEqual(summary);
  });

  test("are by design and branch where there are branches", () => {
    const runs = ["none", "demand halves"].map((branch, index) => runOf("a", 0, [index], { branch }));
    expect(golden(runs)).toEqual({ "a · none": { m: 0 }, "a · demand halves": { m: 1 } });
  });

  test("differ where a value leaves its tolerance, is gone, or is new", () => {
    const expected: Golden = { a: { close: 1, far: 1, gone: 2, lost: 3, same: 0 } };
    const run = summarised({ close: 1.009, far: 1.02, fresh: 4, lost: Number.NaN, same: 0 });
    const differing = (tolerance: Record<string, number>) =>
      deviations(expected, [run], { tolerance, warmUp: 0 }).map(({ measure, expected, found }) => [
        measure,
        expected,
        found,
      ]);
    expect(differing({ default: 0.01 })).toEqual([
      ["far", 1, 1.02],
      ["fresh", undefined, 4],
      ["gone", 2, undefined],
      ["lost", 3, null],
    ]);
    expect(differing({ default: 0.01, far: 0.05 }).map(([measure]) => measure)).not.toContain("far");
  });
});

describe("the standard error beside a difference", () => {
  const errorOf = (runs: readonly Run[], warmUp = 0) =>
    deviations({ a: { m: -1e9 } }, runs, { ...EXACT, warmUp })[0]!.standardError;

  test("is the standard deviation over replications", () => {
    // Of 1, 2, 3, 4: √(5/3).
    const runs = [1, 2, 3, 4].map((m, replication) => summarised({ m }, replication));
    expect(errorOf(runs)).toEqual({
      value: Math.sqrt(5 / 3),
      basis: "replications",
      count: 4,
      tooSmall: false,
    });
  });

  test("of one replication comes from batches of its series after the warm-up", () => {
    // After 2 d of 1,000 twenty batches of two: means ±1 in an order that says nothing of the next. 20/19 is their variance.
    const signs = [1, -1, -1, 1, 1, 1, -1, 1, -1, -1, 1, -1, 1, 1, -1, -1, 1, -1, -1, 1];
    const series = [1_000, 1_000, ...signs.flatMap((sign) => [sign + 3, sign - 3])];
    const error = errorOf([runOf("a", 0, series)], 2 * 86_400)!;
    expect(error).toMatchObject({ basis: "batches", count: 20, tooSmall: false });
    expect(error.value).toBeCloseTo(Math.sqrt(20 / 19 / 20), 12);
  });

  test("of a flow is that of the total", () => {
    const series = Array.from({ length: 40 }, (_, sample) => (sample % 7) + (sample % 3));
    const of = (kind: "level" | "flow") => {
      const run = runOf("a", 0, series);
      return errorOf([{ ...run, measures: { m: { ...run.measures["m"]!, kind } } }])!.value;
    };
    expect(of("flow")).toBeCloseTo(40 * of("level"), 12);
  });

  test("is at least that of batches where they resemble their neighbours", () => {
    const series = Array.from({ length: 200 }, (_, sample) => sample);
    expect(errorOf([runOf("a", 0, series)])).toMatchObject({ basis: "batches", tooSmall: true });
  });

  test("is missing where nothing varies, of a quantile, and of a short series", () => {
    expect(errorOf([summarised({ m: 1 }, 0), summarised({ m: 1 }, 1)])).toBeUndefined();
    expect(errorOf([runOf("a", 0, [1, 2, 3])])).toBeUndefined();
    const waits = runOf(
      "a",
      0,
      Array.from({ length: 40 }, (_, sample) => sample % 5),
    );
    expect(
      errorOf([{ ...waits, measures: { m: { ...waits.measures["m"]!, kind: "duration" } } }]),
    ).toBeUndefined();
  });
});

describe("error: a file that is none is refused with the reason", () => {
  test.each([
    ["", "It is no JSON: Unexpected end of JSON input."],
    ["[]", "Expected measures by design."],
    ['{"a":1}', 'Expected measures below "a".'],
    ['{"a":{"m":"1"}}', 'Expected a number or null for m of "a", got "1".'],
  ])("%s", (text, reason) => {
    expect(() => parseGolden(text, "x.expected.json")).toThrow(
      `x.expected.json is no golden summary.\n\n  ${reason}\n\nWrite it anew: orrery check <scenario> --update`,
    );
  });
});
