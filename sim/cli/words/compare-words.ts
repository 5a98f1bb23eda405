import { median } from "d3-array";
import type { MeasureEffects } from "../../comparison/effects.ts";
import type { Finding } from "../../comparison/findings.ts";
import type { HeadlineRatio } from "../../comparison/headline.ts";
import { numberText } from "../../figures/number-text.ts";
import { phraseOf } from "../../metrics/known-measures.ts";
import colors from "../terminal/colors.ts";
import { wrapped } from "../terminal/terminal.ts";

/** Characters of a line of text. */
export const WIDTH = 110;

/** Measures in which no design is clearly best, with those that may be. */
export function openText(findings: readonly Finding[], designs: number): string {
  if (findings.length === 0) return "";
  const measures = findings.map((finding) => {
    const { measure, contenders, lead } = finding;
    const tied = lead.mean === 0 && lead.low === lead.high;
    const whom = contenders.length === designs ? "any of them" : contenders.join(", ");
    return `${phraseOf(measure, finding).noun} (${tied ? "a tie: " : ""}${whom})`;
  });
  return [
    colors.bold("Not established"),
    wrapped(`Which design is best in ${measures.join("; ")}.`, WIDTH),
  ].join("\n");
}

/** What the intervals of ratios are. */
export const fiellerText = ([ratio]: readonly HeadlineRatio[]): string =>
  `Fieller's ${ratio!.confidence * 100} % intervals, each for itself.`;

/** How to read a table of differences. */
export function legend(effects: readonly MeasureEffects[]): string {
  const all = effects.flatMap((row) => row.effects);
  const tested = all.map(({ difference }) => difference).find(({ count }) => count > 0);
  const { control } = effects[0]!;
  if (tested === undefined) return `There is no run of ${control}: nothing to compare with.`;
  if (!all.some(({ difference }) => Number.isFinite(difference.low)))
    return `Differences from ${control}. One replication has no interval: any of them may be luck.`;
  const only = all.some(({ mean, difference }) => mean.count > 0 && difference.count === 0)
    ? ` "only" is the mean of a measure that ${control} does not have.`
    : "";
  return wrapped(
    `Differences from ${control} with simultaneous ${tested.confidence * 100} % intervals (${tested.family} ${tested.family === 1 ? "comparison" : "comparisons"}). * is a clear difference, ? an undecided one. Shares differ by percentage points.${only}`,
    WIDTH,
  );
}

/** Beyond this, pairs differ by the same but for rounding. */
const CERTAIN = 1e9;

/** What common luck saves. */
export function precisionText(effects: readonly MeasureEffects[]): string {
  const ratios = effects
    .flatMap((row) => row.effects.map(({ varianceRatio }) => varianceRatio))
    .filter((ratio) => ratio < CERTAIN);
  if (ratios.length === 0) return "";
  const [least, middle, most] = [Math.min(...ratios), median(ratios)!, Math.max(...ratios)].map((ratio) =>
    numberText(ratio, 2),
  );
  return wrapped(
    `Common luck: designs that each had luck of their own would need ${middle} times as many replications for the same precision (median over ${ratios.length} comparisons; from ${least} to ${most}).`,
    WIDTH,
  );
}

/** Sentences under a title, one a bullet. */
export const bullets = (title: string, sentences: readonly string[]): string =>
  sentences.length === 0
    ? ""
    : [colors.bold(title), ...sentences.map((sentence) => bullet(sentence))].join("\n");

const bullet = (sentence: string): string => `- ${wrapped(sentence, WIDTH, "  ").trimStart()}`;
