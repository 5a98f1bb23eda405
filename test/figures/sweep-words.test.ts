import { describe, expect, it } from "vitest";
import { roomyTicks, sweepAxis } from "../../sim/figures/sweep-axis.ts";
import { pointLabels, sweepText } from "../../sim/figures/sweep-words.ts";
import { sampledInput } from "./synthetic-experiments.ts";

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

  it("leave out of a drawn duration what nobody reads", () => {
    const swept = { points: points({ "a/b.c": 415.927323 }, { "a/b.c": 2.345678 }), units: { "a/b.c": "s" } };
    expect(pointLabels(swept)).toEqual(["6 min 56 s", "2.35 s"]);
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

describe("the axis of a sweep", () => {
  const input = (
    swept: readonly { index: number; settings: Readonly<Record<string, unknown>> }[],
    units = {},
  ) => ({
    ...sampledInput(),
    points: swept,
    units,
  });
  const path = "consensus/nakamoto.blockTime";
  const other = "issuance/genesis.supply";

  it("has its ticks at the points that were asked for, and at round values where draws are strewn", () => {
    const draws = input(points({ [path]: 61.383193 }, { [path]: 415.9 }, { [path]: 1151.16 }), {
      [path]: "s",
    });
    expect(sweepAxis(draws).ticks.map(({ words }) => words)).toEqual([
      "1 min 1 s",
      "6 min 56 s",
      "19 min 11 s",
    ]);
    const strewn = sweepAxis(draws, path);
    expect(strewn.isLog).toBe(true);
    expect(strewn.ticks.map(({ words }) => words)).toEqual(["2 min", "5 min", "10 min"]);
    const hours = input(points({ [path]: 9_000 }, { [path]: 30_000 }), { [path]: "s" });
    expect(sweepAxis(hours, path).ticks.map(({ words }) => words)).toEqual([
      "3 h",
      "4 h",
      "5 h",
      "6 h",
      "7 h",
      "8 h",
    ]);
  });

  it("writes the values of parameters that move together below each other", () => {
    const zipped = input(
      points({ [path]: 60, [other]: 1e6 }, { [path]: 300, [other]: 2e6 }, { [path]: 600, [other]: 5e6 }),
      {
        [path]: "s",
      },
    );
    const axis = sweepAxis(zipped);
    expect(axis.label).toBe("blockTime; supply");
    expect(roomyTicks(axis, 300).map(({ words }) => words)).toEqual([
      "1 min\n1,000,000",
      "5 min\n2,000,000",
      "10 min\n5,000,000",
    ]);
    expect(roomyTicks(axis, 80)).toHaveLength(2);
  });
});
