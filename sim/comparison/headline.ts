import { sum } from "d3-array";
import { phraseOf } from "../metrics/known-measures.ts";
import type { Run } from "../run/result.ts";
import type { ResolvedHeadline } from "../scenario/scenario.ts";
import { momentsOf } from "../statistics/moments.ts";
import { type Difference, pairedDifference, type Sample } from "../statistics/paired.ts";
import { studentReach } from "../statistics/student.ts";
import {
  designsIn,
  type Future,
  measureNamed,
  measuresIn,
  type Outcomes,
  ofFuture,
  sampleOf,
} from "./outcomes.ts";

/**
 * What became of a gain and its cost, the four quadrants of the cost-effectiveness plane (Black, "The CE plane: a
 * graphic representation of cost-effectiveness", Medical Decision Making 10 (1990), 212–214):
 * `priced`: a clear gain, at the ratio's price; `free`: a clear gain at a clearly lower cost than the control's;
 * `wasted`: a clear loss, and no clear saving; `saved`: a clear loss with a clear saving, the ratio is what each unit
 * lost saved; `not established`: the gain's interval holds 0, so no ratio has a bound; `not measured`: a measure is
 * not there.
 */
export type HeadlineOutcome = "priced" | "free" | "wasted" | "saved" | "not established" | "not measured";

/**
 * What is counted: that of the summaries, after the warm-up or the branching; or of flows everything since the first
 * day, what built up before included.
 */
export type Window = "summary" | "whole run";

export interface HeadlineOptions extends Future {
  /** By default that of the summaries. */
  readonly window?: Window;
  readonly confidence?: number;
}

/** What a gain over the control cost. */
export interface HeadlineRatio {
  /** The words that name it. */
  readonly name: string;
  readonly design: string;
  readonly control: string;
  /** The measures by their full names, and their units. */
  readonly cost: string;
  readonly gain: string;
  readonly costUnit: string;
  readonly gainUnit: string;
  readonly window: Window;
  /** What sentences call them. */
  readonly costNoun: string;
  readonly gainNoun: string;
  /** Differences from the control. */
  readonly costDifference: Difference;
  readonly gainDifference: Difference;
  readonly outcome: HeadlineOutcome;
  /** Mean cost difference over mean gain difference; NaN unless priced or saved, and so are its bounds. */
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
  /** Of each interval alone. */
  readonly confidence: number;
}

/**
 * The headlines of a scenario for every design but the control: incremental cost-effectiveness ratios, as health
 * economists compute them, with Fieller's interval over pairs with the same luck (Fieller, "Some problems in interval
 * estimation", Journal of the Royal Statistical Society B 16 (1954), 175–185; Willan and O'Brien, "Confidence
 * intervals for cost-effectiveness ratios: an application of Fieller's theorem", Health Economics 5 (1996), 297–305).
 * It is bounded exactly where Student's interval of the gain leaves out 0.
 *
 * A design that lacks the measure of cost, the control too, has spent nothing. Over the whole run only flows are
 * measured, and only where the series are at hand.
 */
export function headlineRatios(outcomes: Outcomes, options: HeadlineOptions = {}): HeadlineRatio[] {
  const own = ofFuture(outcomes, options);
  const others = designsIn(own).filter((design) => design !== own.scenario.control);
  return own.scenario.headline.flatMap((headline) =>
    others.map((design) => headlineRatio(own, headline, design, options)),
  );
}

function headlineRatio(
  own: Outcomes,
  { name, cost: costName, gain: gainName }: ResolvedHeadline,
  design: string,
  { window = "summary", confidence = 0.95 }: HeadlineOptions,
): HeadlineRatio {
  const { control } = own.scenario;
  const measures = measuresIn(own.runs);
  const cost = measureNamed(measures.keys(), costName) ?? costName;
  const gain = measureNamed(measures.keys(), gainName) ?? gainName;
  const difference = (valueIn: Parameters<typeof sampleOf>[2]) => {
    const [one, other] = [sampleOf(own, design, valueIn), sampleOf(own, control, valueIn)];
    return { sample: [one, other] as const, found: pairedDifference(one, other, confidence) };
  };
  const spent = difference((run) => (Object.hasOwn(run.measures, cost) ? amountOf(run, cost, window) : 0));
  const gained = difference((run) => amountOf(run, gain, window));
  const measured = measures.has(cost) && gained.found.count > 0;
  const outcome = measured ? outcomeOf(spent.found, gained.found) : "not measured";
  const priced = outcome === "priced" || outcome === "saved";
  const nothing = { ratio: Number.NaN, low: Number.NaN, high: Number.NaN };
  return {
    name,
    design,
    control,
    cost,
    gain,
    costNoun: phraseOf(cost, measures.get(cost)).noun,
    gainNoun: phraseOf(gain, measures.get(gain)).noun,
    costUnit: measures.get(cost)?.unit ?? "",
    gainUnit: measures.get(gain)?.unit ?? "",
    window,
    costDifference: spent.found,
    gainDifference: gained.found,
    outcome,
    ...(priced ? fieller(pairsOf(spent.sample, gained.sample), confidence) : nothing),
    confidence,
  };
}

/** NaN where the run has no such amount. */
function amountOf(run: Run, measure: string, window: Window): number {
  if (window === "summary") return run.summary[measure] ?? Number.NaN;
  const series = run.measures[measure]?.kind === "flow" ? run.series[measure] : undefined;
  return series ? sum(series) : Number.NaN;
}

function outcomeOf(cost: Difference, gain: Difference): HeadlineOutcome {
  if (gain.low > 0) return cost.high < 0 ? "free" : "priced";
  if (gain.high < 0) return cost.high < 0 ? "saved" : "wasted";
  return "not established";
}

type Pair = readonly [cost: number, gain: number];

/** Differences of cost and of gain, replication by replication, where both have a value. */
function pairsOf(
  [ownCost, controlCost]: readonly [Sample, Sample],
  [ownGain, controlGain]: readonly [Sample, Sample],
): Pair[] {
  return [...ownGain.keys()]
    .map((key): Pair => {
      const at = (sample: Sample): number => sample.get(key) ?? Number.NaN;
      return [at(ownCost) - at(controlCost), at(ownGain) - at(controlGain)];
    })
    .filter((pair) => !pair.some(Number.isNaN));
}

/**
 * Ratio of two means of pairs, with Fieller's interval: all ratios r for which mean(cost − r · gain) does not differ
 * from 0 by Student's t. Its bounds are infinite where the mean gain is not told from 0.
 */
export function fieller(
  pairs: readonly Pair[],
  confidence = 0.95,
): { readonly ratio: number; readonly low: number; readonly high: number } {
  const count = pairs.length;
  const cost = momentsOf(pairs.map(([each]) => each));
  const gain = momentsOf(pairs.map(([, each]) => each));
  const ratio = cost.mean / gain.mean;
  if (count < 2) return { ratio, low: -Infinity, high: Infinity };
  const products = momentsOf(pairs.map(([c, g]) => (c - cost.mean) * (g - gain.mean)));
  const covariance = (products.mean * count) / (count - 1);
  const reach = studentReach(confidence, count - 1);
  const square = (reach * reach) / count;
  // a r² − 2 b r + c ≤ 0
  const a = gain.mean * gain.mean - square * gain.variance;
  const b = cost.mean * gain.mean - square * covariance;
  const c = cost.mean * cost.mean - square * cost.variance;
  if (!(a > 0)) return { ratio, low: -Infinity, high: Infinity };
  const root = Math.sqrt(Math.max(0, b * b - a * c));
  return { ratio, low: (b - root) / a, high: (b + root) / a };
}
