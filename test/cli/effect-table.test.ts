import { expect, test } from "vitest";
import { differenceText, effectTable, rowScale, scaleOf } from "../../sim/cli/words/effect-table.ts";
import { pathTable } from "../../sim/cli/words/path-table.ts";
import { designEffects } from "../../sim/comparison/effects.ts";
import { paths } from "../../sim/comparison/paths.ts";
import { outcomesOf, runsOf } from "../comparison/by-hand.ts";
import { runOf } from "../experiment/runs.ts";

const difference = (mean: number, low: number, high: number, verdict = "undecided") => ({
  mean,
  low,
  high,
  verdict,
});

test("values choose the unit of a row: percent, thousands, millions, minutes", () => {
  expect(scaleOf("ratio", [0.4])).toEqual({ factor: 0.01, unit: "%" });
  expect(scaleOf("ratio", [400])).toEqual({ factor: 1, unit: "ratio" });
  expect(scaleOf("GPU h", [9_999])).toEqual({ factor: 1, unit: "GPU h" });
  expect(scaleOf("GPU h", [25_000, Number.NaN])).toEqual({ factor: 1_000, unit: "thousand GPU h" });
  expect(scaleOf("USD", [2_500_000])).toEqual({ factor: 1e6, unit: "million USD" });
  expect(scaleOf("s", [30_000]).unit).toBe("h");
});

test("all differences of a row have the decimals of the largest bound", () => {
  const scale = rowScale("USD", [1_000], [difference(Math.PI, 2, 4), difference(-12.3456, -25.5, 0.81)]);
  expect(differenceText(difference(Math.PI, 2, 4, "higher"), scale)).toBe("+3.1 *\n2.0 to 4.0");
  expect(differenceText(difference(-12.3456, -25.5, 0.81), scale)).toBe("−12.3 ?\n−25.5 to 0.8");
});

test("what rounds to nothing is no number, unless it is clear", () => {
  const scale = rowScale("USD", [1_000], [difference(Math.PI, 2, 4), difference(-12.3456, -25.5, 0.81)]);
  expect(differenceText(difference(0.001, -0.01, 0.012), scale)).toBe("≈ 0 ?");
  expect(differenceText(difference(0.001, 0.0005, 0.0015, "higher"), scale)).toBe(
    "+0.001 *\n0.0005 to 0.0015",
  );
  expect(differenceText(difference(0, 0, 0), scale)).toBe("=");
  expect(differenceText(difference(2, -Infinity, Infinity), scale)).toBe("+2.0");
  expect(differenceText(difference(2, 2, 2, "higher"), scale, "†")).toBe("+2.0 *†");
});

test("a measure that the control lacks shows the means of the others", () => {
  const runs = runsOf({ control: { m: [1, 2, 3] }, other: { m: [2, 3, 4.1], "token.usd": [7, 7, 7] } });
  const table = effectTable(designEffects(outcomesOf(runs)));
  expect(table).toMatch(/^token\.usd +USD +– +only 7$/m);
  expect(table).toMatch(/^m +GPUs +2 +\+1\.03 \*$/m);
});

test("paths: a row a design and measure, with when they met and which starts end farthest apart", () => {
  const starts = [0.1, 0.9].map((initial, index) => ({ index, settings: { "pricing/x.initial": initial } }));
  const runs = [0, 1, 2].flatMap((shift) => [
    runOf("base", shift, new Array(8).fill(10 + shift), { point: 0 }),
    runOf("base", shift, new Array(8).fill(30 + shift), { point: 1 }),
  ]);
  const table = pathTable(paths(outcomesOf(runs), starts), starts);
  expect(table.split("\n")[0]).toMatch(
    /^measure +unit +design +paths +met after +apart by +interval +margin +starts$/,
  );
  expect(table).toMatch(/^m +base +apart +20\.0 +20\.0 to 20\.0 +1\.0 +initial 0\.9 − initial 0\.1$/m);
});
