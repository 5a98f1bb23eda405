import { expect, test } from "vitest";
import { KeptRuns } from "../../../sim/experiment/store/keep.ts";
import { runOf } from "../runs.ts";

const SAMPLES = Array.from({ length: 10 }, (_, sample) => sample);
const kept = (most: number, runs: readonly [design: string, replication: number, point?: number][]) => {
  const holder = new KeptRuns(most);
  for (const [design, replication, point = -1] of runs)
    holder.add(runOf(design, replication, SAMPLES, { point }));
  return holder.runs.map(({ design, replication, point, t }) =>
    [design, replication, ...(point < 0 ? [] : [point]), t.length > 0 ? "whole" : "summary"].join(" "),
  );
};

test("all runs are held in whole while they fit", () => {
  expect(
    kept(40, [
      ["a", 0],
      ["b", 0],
      ["a", 1],
      ["b", 1],
    ]),
  ).toEqual(["a 0 whole", "b 0 whole", "a 1 whole", "b 1 whole"]);
});

test("of the replication that no longer fits only summaries are held, of all designs, and of those after it", () => {
  const runs = [0, 1, 2].flatMap((round): [string, number][] => [
    ["a", round],
    ["b", round],
  ]);
  expect(kept(39, runs)).toEqual([
    "a 0 whole",
    "b 0 whole",
    "a 1 summary",
    "b 1 summary",
    "a 2 summary",
    "b 2 summary",
  ]);
});

test("the first replication is held whatever it takes", () => {
  expect(
    kept(5, [
      ["a", 0],
      ["b", 0],
      ["a", 1],
    ]),
  ).toEqual(["a 0 whole", "b 0 whole", "a 1 summary"]);
});

test("points of a sweep are dropped as replications are, even where each has but one", () => {
  const runs = [0, 1, 2].flatMap((point): [string, number, number][] => [
    ["a", 0, point],
    ["b", 0, point],
  ]);
  expect(kept(45, runs)).toEqual([
    "a 0 0 whole",
    "b 0 0 whole",
    "a 0 1 whole",
    "b 0 1 whole",
    "a 0 2 summary",
    "b 0 2 summary",
  ]);
});

test("summaries and balances at the end stay; runs of one design share what their measures are", () => {
  const holder = new KeptRuns(15);
  for (const replication of [0, 1]) holder.add(runOf("a", replication, SAMPLES));
  const [first, second] = holder.runs;
  expect(second).toMatchObject({
    summary: { m: 4.5 },
    atEnd: { m: 9 },
    digest: "0123456789abcdef",
    flows: [],
  });
  expect(second!.measures).toBe(first!.measures);
});
