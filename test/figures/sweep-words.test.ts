import { describe, expect, it } from "vitest";
import { pointLabels, sweepText } from "../../sim/figures/sweep-words.ts";

const points = (...settings: readonly Readonly<Record<string, unknown>>[]) =>
  settings.map((each, index) => ({ index, settings: each }));

describe("words for the points of a sweep", () => {
  it("are the values of a single parameter", () => {
    const swept = points({ "a/b.c": 1 }, { "a/b.c": 2500 });
    expect(pointLabels({ points: swept })).toEqual(["1", "2,500"]);
    expect(sweepText({ points: swept })).toBe("a/b.c from 1 to 2,500");
  });

  it("are multiples of the first point without a zero where most parameters grow in step", () => {
    const swept = points({ x: 0, y: 0, z: 3 }, { x: 2, y: 10, z: 3 }, { x: 4, y: 20, z: 4 });
    expect(pointLabels({ points: swept })).toEqual(["× 0", "× 1", "× 2"]);
    expect(sweepText({ points: swept })).toBe("3 parameters together, × 0 to × 2");
  });

  it("say durations as people do", () => {
    const swept = {
      points: points({ "a/b.c": 21_600 }, { "a/b.c": 123_456.7 }),
      units: { "a/b.c": "s" },
    };
    expect(pointLabels(swept)).toEqual(["6 h", "1 d 10 h"]);
  });

  it("do not take a grid of two parameters for one that grows", () => {
    const swept = points({ x: 1, y: 1 }, { x: 1, y: 2 }, { x: 2, y: 1 }, { x: 2, y: 2 });
    expect(sweepText({ points: swept })).toBe("4 points of 2 parameters");
  });

  it("name what differs where nothing grows in step", () => {
    const swept = points({ "a/b.price": 3 }, { "a/b.supply": 0.5 }, {});
    expect(pointLabels({ points: swept })).toEqual(["price 3", "supply 0.5", "as it is"]);
    expect(sweepText({ points: swept })).toBe("3 points of 2 parameters");
  });
});
