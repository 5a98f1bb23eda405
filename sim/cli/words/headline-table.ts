import type { HeadlineOutcome, HeadlineRatio } from "../../comparison/headline.ts";
import { quantityText } from "../../figures/number-text.ts";
import colors from "../terminal/colors.ts";
import { tableText } from "../terminal/terminal.ts";
import { rowScale } from "./effect-table.ts";

/** What each headline says of each design: the gain, the cost, and their quotient where it means something. */
export function headlineTables(ratios: readonly HeadlineRatio[]): string {
  const names = [...new Set(ratios.map(({ name }) => name))];
  return names
    .map((name) => {
      const own = ratios.filter((ratio) => ratio.name === name);
      const whole = own[0]!.window === "whole run" ? ", over the whole run" : "";
      return `${colors.bold(name + whole)}\n${headlineTable(own)}`;
    })
    .join("\n\n");
}

function headlineTable(ratios: readonly HeadlineRatio[]): string {
  const { gain, cost, gainUnit, costUnit, control } = ratios[0]!;
  const gains = rowScale(
    gainUnit,
    [],
    ratios.map(({ gainDifference }) => gainDifference),
  );
  const costs = rowScale(
    costUnit,
    [],
    ratios.map(({ costDifference }) => costDifference),
  );
  const cell = ({ mean, low, high }: HeadlineRatio["gainDifference"], text: (value: number) => string) =>
    Number.isFinite(low) ? `${text(mean)}\n${text(low)} to ${text(high)}` : text(mean);
  return tableText(
    [
      `over ${control}`,
      [`gain: ${gain}`, gains.unit],
      [`cost: ${cost}`, costs.unit],
      ["cost of a gain", `${costUnit} per ${gainUnit}`],
    ],
    ratios.map((ratio) => [
      ratio.design,
      cell(ratio.gainDifference, gains.difference),
      cell(ratio.costDifference, costs.difference),
      verdict(ratio),
    ]),
    ["left", "right", "right", "left"],
  );
}

const WORDS: Readonly<Record<HeadlineOutcome, string>> = {
  priced: "",
  saved: "saved for each unit that is lost",
  free: "a gain, and a saving too",
  wasted: "no gain: a clear loss, at a cost",
  "not established": "not established:\nthe gain's interval holds 0",
  "not measured": "not measured",
};

function verdict({ outcome, ratio, low, high, costUnit, gainUnit }: HeadlineRatio): string {
  if (Number.isNaN(ratio)) return WORDS[outcome];
  const text = (value: number): string => quantityText(value, `${costUnit} per ${gainUnit}`);
  const bounds = rowScale("", [], [{ mean: ratio, low, high }]);
  const words = outcome === "saved" ? ` ${WORDS.saved}` : "";
  return `${text(ratio)}${words}\n${bounds.difference(low)} to ${bounds.difference(high)}`;
}
