import { describe, expect, test } from "vitest";
import { deviations, golden, goldenText, parseGolden } from "../../sim/experiment/golden.ts";
import { runOf } from "./runs.ts";

describe("golden summaries", () => {
  test("are of each design's first replication, and survive their text", () => {
    const summary = golden([runOf("a", 1, [9]), runOf("a", 0, [0.1]), runOf("b", 0, [Number.NaN])]);
    expect(summary).toEqual({ a: { m: 0.1 }, b: { m: null } });
    expect(parseGolden(goldenText(summary), "x.expected.json")).toEqual(summary);
  });

  test("differ where a value leaves its tolerance, is gone, or is new", () => {
    const expected = { a: { close: 1, far: 1, gone: 2, lost: 3, same: 0 } };
    const found = { a: { close: 1.009, far: 1.02, fresh: 4, lost: null, same: 0 } };
    expect(
      deviations(expected, found, { default: 0.01 }).map(({ measure, expected, found }) => [
        measure,
        expected,
        found,
      ]),
    ).toEqual([
      ["far", 1, 1.02],
      ["fresh", undefined, 4],
      ["gone", 2, undefined],
      ["lost", 3, null],
    ]);
    expect(
      deviations(expected, found, { default: 0.01, far: 0.05, fresh: 1 }).map(({ measure }) => measure),
    ).not.toContain("far");
  });

  test("error: a file that is none is refused", () => {
    for (const text of ["", "[]", '{"a":1}', '{"a":{"m":"1"}}'])
      expect(() => parseGolden(text, "x.expected.json")).toThrow("x.expected.json is no golden summary.");
  });
});
