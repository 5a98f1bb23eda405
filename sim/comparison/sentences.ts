/** What a comparison found, as sentences that a reader may quote. */

import { phraseOf } from "../metrics/known-measures.ts";
import { differenceSentence, type Format } from "../statistics/sentences.ts";
import { durationText } from "../units.ts";
import type { BranchEffect } from "./effects.ts";
import type { Finding } from "./findings.ts";
import type { HeadlineRatio } from "./headline.ts";
import type { Paths, Start } from "./paths.ts";
import type { Driver, FailingBox, Sensitivity } from "./sensitivity.ts";

/** A value with its unit, in the scale that suits it: `63 %`, `2.1 million USD`. */
export type Quantity = (value: number, unit: string) => string;

/** A difference with its unit: shares differ by percentage points. */
export const differenceQuantity =
  (quantity: Quantity, unit: string): Format =>
  (value) =>
    /^ratio\b/.test(unit)
      ? quantity(value * 100, `percentage points${unit.slice("ratio".length)}`)
      : quantity(value, unit);

/** `burn and mint is best in GPUs online, 12 GPUs above fixed, the next (…)` */
export function findingSentence(finding: Finding, quantity: Quantity): string {
  const { unit, best, runnerUp, lead, outcome, contenders } = finding;
  const { noun } = phraseOf(finding.measure, finding);
  const words = {
    measure: noun,
    own: best,
    reference: runnerUp,
    format: differenceQuantity(quantity, unit),
  };
  if (outcome === "clear")
    return differenceSentence(lead, {
      ...words,
      tell: (amount, isMore) =>
        `${best} is best in ${noun}, ${amount} ${isMore ? "above" : "below"} ${runnerUp}, the next`,
    });
  const difference = differenceSentence(lead, words);
  return `which of ${listed(contenders)} is best in ${noun} is not established: ${difference}`;
}

/** `under no token demand halves lowers GPUs online by 301 GPUs, compared with none (…, 8 pairs of forked runs)` */
export function branchSentence(effect: BranchEffect, quantity: Quantity): string {
  const { unit, branch, reference, design } = effect;
  const { noun } = phraseOf(effect.measure, effect);
  return differenceSentence(effect.effect, {
    measure: `${noun} under ${design}`,
    own: branch,
    reference,
    tell: (amount, isMore) =>
      `under ${design} ${branch} ${isMore ? "raises" : "lowers"} ${noun} by ${amount}, compared with ${reference}`,
    format: differenceQuantity(quantity, unit),
    observations: ["pair of forked runs", "pairs of forked runs"],
  });
}

/** How much more or less a branch does to a design than to the control. */
export function beyondControlSentence(
  effect: BranchEffect,
  control: string,
  quantity: Quantity,
): string | undefined {
  const { unit, branch, design, beyondControl } = effect;
  const { noun } = phraseOf(effect.measure, effect);
  return (
    beyondControl &&
    differenceSentence(beyondControl, {
      measure: `the effect of ${branch} on ${noun}`,
      own: design,
      reference: control,
      tell: (amount, isMore) =>
        `under ${design} the effect of ${branch} on ${noun} lies ${amount} ${isMore ? "above" : "below"} that under ${control}`,
      format: differenceQuantity(quantity, unit),
    })
  );
}

/** `USD per GPU-hour retained: 1.2 USD per GPU h under fixed on PoW, over no token (95 % interval …, 8 pairs …)` */
export function headlineSentence(found: HeadlineRatio, quantity: Quantity): string {
  const { name, design, control, costUnit, gainUnit, outcome, confidence } = found;
  const { mean, low, high, count } = found.gainDifference;
  const { costNoun: cost, gainNoun: gain } = found;
  const pairs = `${count} ${count === 1 ? "pair" : "pairs"} with common luck`;
  const interval = `${Number((confidence * 100).toPrecision(4))} % interval`;
  const text = differenceQuantity(quantity, gainUnit);
  const price = (value: number): string => quantity(value, `${costUnit} per ${gainUnit}`);
  const ofGain = `(${interval} ${text(low)} to ${text(high)}, ${pairs})`;
  const ofRatio = `(${interval} ${price(found.low)} to ${price(found.high)}, ${pairs})`;
  switch (outcome) {
    case "priced":
      return `${name}: ${price(found.ratio)} under ${design}, over ${control} ${ofRatio}`;
    case "saved":
      return `${name}: ${design} falls short of ${control} in ${gain} and saves ${price(found.ratio)} lost ${ofRatio}`;
    case "free":
      return `${name}: ${design} exceeds ${control} in ${gain} by ${text(mean)}, and falls short of it in ${cost} ${ofGain}`;
    case "wasted":
      return `${name}: ${design} gains nothing, it falls short of ${control} in ${gain}: the difference is ${text(mean)} ${ofGain}`;
    case "not measured":
      return `${name}: ${design} or ${control} has no ${gain}, or nobody has ${cost}`;
    case "not established":
      return Number.isFinite(low)
        ? `${name}: not established for ${design}: its difference from ${control} in ${gain} lies between ${text(low)} and ${text(high)} (${interval}, ${pairs})`
        : `${name}: not established for ${design}: too little was found (${pairs})`;
  }
}

/** `"A beats B" holds in 58 of 64 draws (95 % interval of the share 81 % to 96 %)` */
export function shareOfDrawsSentence({ claim, share, silent }: Sensitivity): string {
  const { held, draws, low, high, confidence } = share;
  const percent = (value: number): string => `${Number((value * 100).toPrecision(value < 0.1 ? 2 : 3))} %`;
  const basis = `${percent(confidence)} interval of the share ${percent(low)} to ${percent(high)}`;
  const missing = silent > 0 ? `; ${silent} more have no value` : "";
  return `"${claim}" holds in ${held} of ${draws} draws (${basis}${missing})`;
}

/** `kept less the more there is of supply/cohorts.hurdle (−0.81)` */
export const driverSentence = ({ parameter, correlation }: Driver): string =>
  `kept ${correlation > 0 ? "the better" : "the less"} the more there is of ${parameter} (partial rank correlation ${correlation < 0 ? "−" : ""}${Math.abs(correlation).toFixed(2)})`;

/** `fails mostly where x is above 3 and y from 1 to 2: …` */
export function boxSentence(
  { limits, coverage, density }: FailingBox,
  number: (value: number, parameter: string) => string,
): string {
  const sides = limits.map(({ parameter, low, high }) => {
    if (low === -Infinity) return `${parameter} is at most ${number(high, parameter)}`;
    if (high === Infinity) return `${parameter} is at least ${number(low, parameter)}`;
    return `${parameter} lies from ${number(low, parameter)} to ${number(high, parameter)}`;
  });
  const percent = (value: number): string => `${Math.round(value * 100)} %`;
  return `fails mostly where ${listed(sides)}: there it fails in ${percent(density)} of the draws, and ${percent(coverage)} of its failures lie there`;
}

/** `GPUs online of no token: the paths meet after 320 d (…)` */
export function pathsSentence(found: Paths, starts: readonly Start[], quantity: Quantity): string {
  const { design, unit, outcome, margin, farthest, metAt } = found;
  const subject = `${design}, ${phraseOf(found.measure, found).noun}`;
  const format = differenceQuantity(quantity, unit);
  const { difference, high, low } = farthest;
  const ends = `${startLabel(starts[high]!)} and ${startLabel(starts[low]!)}`;
  const gap = Number.isFinite(difference.low)
    ? `over the last quarter ${ends} differ by ${format(difference.mean)} (interval ${format(difference.low)} to ${format(difference.high)}, margin ${format(margin)})`
    : `over the last quarter ${ends} differ by ${format(difference.mean)}, with too few replications for an interval (margin ${format(margin)})`;
  if (outcome === "meet")
    return `${subject}: the paths meet${metAt === undefined ? "" : ` after ${durationText(metAt)}`}; ${gap}`;
  return outcome === "apart"
    ? `${subject}: the paths do not meet; ${gap}`
    : `${subject}: whether the paths meet is not established; ${gap}`;
}

/** What sets a point of a sweep apart: `price 3, supply 0.5`. */
export function startLabel({ settings }: Pick<Start, "settings">): string {
  const parts = Object.entries(settings).map(
    ([path, value]) => `${path.slice(path.lastIndexOf(".") + 1)} ${valueText(value)}`,
  );
  return parts.length === 0 ? "as it is" : parts.join(", ");
}

const valueText = (value: unknown): string =>
  typeof value === "string"
    ? value
    : typeof value === "number"
      ? String(Number(value.toPrecision(4)))
      : JSON.stringify(value);

/** `a`, `a and b`, `a, b and c` */
const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
