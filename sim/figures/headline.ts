/*
 * Above 200 lines: most of it is one panel whose rows, labels and values are placed by one another's widths.
 */

import { axisX, dot, gridX, link, ruleX, text } from "@observablehq/plot";
import { type HeadlineRatio, headlineRatios } from "../comparison/headline.ts";
import { log10 } from "../math.ts";
import { sentenceStart } from "./comparison.ts";
import { intervalText, sizeText, tieText } from "./effect-words.ts";
import type { Figure, FigureInput, Panel } from "./figure.ts";
import { contentWidth, isNarrow } from "./layout.ts";
import { numberText } from "./number-text.ts";
import { clipText, textWidth, wrapText } from "./text-width.ts";
import { comparedLegend, designColor, INK, isShown, MOST_OVERLAID, MUTED, PAPER, RULE } from "./theme.ts";
import { descriptionOf, futureSentence } from "./wording.ts";

const ROW = 26;
const FONT = 12;
const MOST_LABEL = 230;
const MOST_NARROW_LABEL = 110;
const VALUE_WIDTH = 170;
/** For the price alone: its interval is drawn. */
const NARROW_VALUE_WIDTH = 46;
/** A log axis from this ratio of the largest bound to the least on. */
const LOG_FROM = 20;

/** A saving for a loss is a ratio too, of another meaning: it stands among the words. */
const isPriced = ({ outcome, low, high }: HeadlineRatio) =>
  outcome === "priced" && Number.isFinite(low) && Number.isFinite(high);

/** "USD per GPU-hour" */
const priceUnit = ({ costUnit, gainUnit }: HeadlineRatio): string =>
  `${costUnit} per ${gainUnit.replace(/(?<=\w\w)s$/, "")}`;

/** "0.21 (95 %: 0.15 to 0.3)" */
const ratioText = ({ ratio, low, high, confidence }: HeadlineRatio): string =>
  `${numberText(ratio, 2)} (${numberText(confidence * 100)} %: ${numberText(low, 2)} to ${numberText(high, 2)})`;

/** "0.21 (0.15 to 0.3)" */
const rowText = ({ ratio, low, high }: HeadlineRatio): string =>
  `${numberText(ratio)} (${numberText(low)} to ${numberText(high)})`;

/** Why a design has no price. */
function reasonText(found: HeadlineRatio): string {
  const { outcome, gainNoun: noun, gainDifference, gainUnit, control } = found;
  const size = sizeText(gainDifference.mean, gainUnit);
  const interval = intervalText(gainDifference, gainUnit);
  switch (outcome) {
    case "not measured":
      return "not measured: a measure is missing";
    case "wasted":
      return `loses ${size} (${interval}) in ${noun} and saves nothing`;
    case "free":
      return `gains ${size} (${interval}) at a lower cost than ${control}`;
    case "saved":
      return `loses ${size} (${interval}) in ${noun} at a lower cost than ${control}`;
    default:
      if (!Number.isFinite(gainDifference.low))
        return "not established: too few replications for an interval";
      return `not established: ${gainDifference.mean < 0 ? "loss" : "gain"} of ${size} (${interval}) may be luck`;
  }
}

function titleOf(all: readonly HeadlineRatio[]): string {
  const { name, control } = all[0]!;
  const priced = all
    .filter((found) => found.name === name && isPriced(found))
    .sort((a, b) => a.ratio - b.ratio);
  const [least, ...rest] = priced;
  if (!least)
    return sentenceStart(`${name}: not established for any design, none clearly gains over ${control}`);
  // Intervals that overlap decide nothing.
  const tied = rest.filter(({ low }) => low <= least.high);
  const most = rest.filter((found) => !tied.includes(found)).at(-1);
  const tie = tieText(tied.map(({ design }) => design));
  const dearest = `${tie}${most ? `, ${numberText(most.ratio, 2)} under ${most.design}` : ""}`;
  const missing = all.filter((found) => found.name === name && !isPriced(found)).length;
  const others =
    missing > 0 ? `; not established for ${missing === 1 ? "one design" : `${missing} designs`}` : "";
  return sentenceStart(`${name}: ${ratioText(least)} under ${least.design}${dearest}${others}`);
}

function domainOf(rows: readonly HeadlineRatio[]): { domain: [number, number]; isLog: boolean } {
  const values = rows.filter(isPriced).flatMap(({ low, high }) => [low, high]);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const isLog = least > 0 && most / least >= LOG_FROM;
  if (values.length === 0) return { domain: [0, 1], isLog };
  return { domain: isLog ? [least / 1.1, most * 1.1] : [Math.min(0, least), Math.max(0, most)], isLog };
}

/** The prices that are established on top, the cheapest first, then why the others have none. */
const orderOf = (rows: readonly HeadlineRatio[]): HeadlineRatio[] =>
  [...rows].sort(
    (a, b) => Number(isPriced(b)) - Number(isPriced(a)) || (isPriced(a) ? a.ratio - b.ratio : 0),
  );

/** Ticks of a log axis: 1, 2, 5 times powers of ten. */
function logTicks([low, high]: readonly number[]): number[] {
  const first = Math.floor(log10(low!));
  const decades = Array.from({ length: Math.ceil(log10(high!)) - first + 1 }, (_, index) => first + index);
  const steps = decades.length > 4 ? [1] : [1, 2, 5];
  return decades
    .flatMap((decade) => steps.map((step) => Number(`${step}e${decade}`)))
    .filter((tick) => tick >= low! && tick <= high!);
}

function ratioPanel(input: FigureInput, all: readonly HeadlineRatio[], isAlone: boolean): Panel {
  const rows = orderOf(all);
  const priced = rows.filter(isPriced);
  const { domain, isLog } = domainOf(rows);
  const narrow = isNarrow(input);
  const values = narrow ? NARROW_VALUE_WIDTH : VALUE_WIDTH;
  const longest = narrow ? MOST_NARROW_LABEL : MOST_LABEL;
  const labels = Math.min(longest, Math.max(...rows.map(({ design }) => textWidth(design, FONT))) + 14);
  const ticks = isLog ? logTicks(domain) : narrow ? 3 : 7;
  const reason = (row: HeadlineRatio) => wrapText(reasonText(row), contentWidth(input) - labels - 12, FONT);
  const lines = Math.max(1, ...rows.map((row) => (isPriced(row) ? 1 : reason(row).length)));
  const y = "design";
  const atLeft = { y, frameAnchor: "left", textAnchor: "start", fontSize: FONT } as const;
  const colored = (row: HeadlineRatio) => designColor(input.scenario, row.design);
  const shared = {
    color: MUTED,
    label: `${priceUnit(rows[0]!)}${isLog ? " (log scale)" : ""}`,
    labelArrow: "none",
    labelAnchor: "center",
    tickSize: 0,
  } as const;
  const words = (tick: number) => numberText(tick, 6);
  const axis = Array.isArray(ticks)
    ? [gridX(ticks, { stroke: RULE, strokeOpacity: 1 }), axisX(ticks, { ...shared, text: words })]
    : [gridX({ stroke: RULE, strokeOpacity: 1, ticks }), axisX({ ...shared, ticks, tickFormat: words })];
  return {
    ...(isAlone ? {} : { title: rows[0]!.name }),
    options: {
      width: contentWidth(input),
      height: 56 + rows.length * (ROW + (lines - 1) * 13),
      marginLeft: labels,
      marginRight: values,
      marginTop: 6,
      marginBottom: 44,
      x: { type: isLog ? "log" : "linear", domain, nice: !isLog },
      y: { type: "point", domain: rows.map(({ design }) => design), padding: 0.6, axis: null },
      marks: [
        ...(priced.length > 0 ? axis : []),
        ...(isLog || priced.length === 0 ? [] : [ruleX([0], { stroke: INK })]),
        link(priced, { x1: "low", x2: "high", y1: y, y2: y, stroke: colored, strokeWidth: 2.2 }),
        dot(priced, {
          x: "ratio",
          y,
          fill: colored,
          r: 4.5,
          title: (row: HeadlineRatio) => `${row.design}: ${rowText(row)} ${priceUnit(row)}`,
        }),
        text(priced, {
          y,
          frameAnchor: "right",
          textAnchor: "start",
          dx: 10,
          fontSize: FONT,
          fill: INK,
          text: (row: HeadlineRatio) => (narrow ? numberText(row.ratio) : rowText(row)),
        }),
        text(rows, {
          ...atLeft,
          dx: -labels,
          fill: (row: HeadlineRatio) => (isPriced(row) ? INK : MUTED),
          text: (row: HeadlineRatio) => clipText(row.design, labels - 8, FONT),
        }),
        text(
          rows.filter((row) => !isPriced(row)),
          {
            ...atLeft,
            dx: 10,
            fill: MUTED,
            stroke: PAPER,
            strokeWidth: 5,
            text: (row: HeadlineRatio) => reason(row).join("\n"),
          },
        ),
      ],
    },
  };
}

/** What a gain over the control costs, by design. */
export const headline: Figure = {
  name: "headline",
  shows: "one future",
  needs: [],
  applies: (input) =>
    input.runs.length > 0 &&
    headlineRatios(input, { branch: input.runs[0]!.branch }).some(
      ({ outcome }) => outcome !== "not measured",
    ),
  plot: (input) => {
    const all = headlineRatios(input, { branch: input.runs[0]!.branch });
    const names = [...new Set(all.map(({ name }) => name))];
    const title = titleOf(all);
    const { costNoun, gainNoun, control, gainDifference } = all[0]!;
    const what = `Difference from ${control} in ${costNoun} over the difference in ${gainNoun}`;
    return {
      title,
      subtitle: `${futureSentence(input)}${names.length === 1 ? what : `Differences from ${control}: cost over gain`}; ${gainDifference.count} replications, each with the same luck in all designs.`,
      caption:
        "Lines: 95 % intervals of the ratio, each by itself (Fieller). A ratio has bounds only where the gain itself is established.",
      ...(input.scenario.designs.length > MOST_OVERLAID ? { legend: comparedLegend(input.scenario) } : {}),
      panels: names.map((name) =>
        ratioPanel(
          input,
          all.filter((found) => found.name === name && isShown(input, found.design)),
          names.length === 1,
        ),
      ),
      columns: 1,
      description: descriptionOf(input, title, what),
    };
  },
};
