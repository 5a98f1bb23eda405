import { expect, test } from "vitest";
import { measureSpreads } from "../../sim/experiment/spreads.ts";
import { runOf } from "./runs.ts";

test("measureSpreads: mean, median and 10–90 % quantiles by design, differences of means from the control", () => {
  const runs = [
    ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((value, index) => runOf("a", index, [value])),
    runOf("b", 0, [8]),
    runOf("b", 1, [Number.NaN]),
  ];
  const [{ byDesign }] = measureSpreads(runs, ["a", "b"], "a") as [ReturnType<typeof measureSpreads>[number]];
  expect(byDesign["a"]).toEqual({ count: 11, mean: 5, median: 5, low: 1, high: 9, difference: Number.NaN });
  expect(byDesign["b"]).toEqual({ count: 1, mean: 8, median: 8, low: 8, high: 8, difference: 3 });
});
