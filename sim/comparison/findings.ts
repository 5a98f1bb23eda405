import { betterOf, type Direction } from "../metrics/known-measures.ts";
import type { Measure } from "../run/result.ts";
import { type JointDifference, jointDifferences } from "../statistics/holm.ts";
import { momentsOf, present } from "../statistics/moments.ts";
import { pairedDifference } from "../statistics/paired.ts";
import type { EffectOptions } from "./effects.ts";
import { designsIn, measuresIn, type Outcomes, ofFuture, ownOf, summariesOf } from "./outcomes.ts";

/** Which design does best in one measure, and how sure that is. */
export interface Finding extends Pick<Measure, "own"> {
  readonly measure: string;
  readonly unit: string;
  readonly better: Direction;
  /** The design with the best mean, and the next. */
  readonly best: string;
  readonly runnerUp: string;
  /** Best less runner-up, over replications with the same luck. */
  readonly lead: JointDifference;
  /** `clear`: better than every other design, each by an interval that leaves out 0. */
  readonly outcome: "clear" | "not told apart";
  /** Designs that cannot be told from the best, the best included, by their means. */
  readonly contenders: readonly string[];
}

/**
 * The best design in each measure of which it is beyond dispute whether more or less is better. All pairs of designs in
 * all these measures are one family, so that picking the best of several by their means is paid for.
 *
 * @param options.measures to choose from; all by default
 */
export function findings(outcomes: Outcomes, options: EffectOptions = {}): Finding[] {
  const { confidence = 0.95 } = options;
  const own = ofFuture(outcomes, options);
  const all = measuresIn(own.runs);
  const races = (options.measures ?? [...all.keys()]).flatMap((measure) => {
    const better = betterOf(measure, all.get(measure));
    const ranked = better && all.has(measure) ? rankedDesigns(own, measure, better) : [];
    return better && ranked.length > 1 ? [{ measure, better, ranked }] : [];
  });
  const joint = jointDifferences(
    races.flatMap(({ measure, ranked }) =>
      pairsIn(ranked).map(([one, other]) =>
        pairedDifference(summariesOf(own, one, measure), summariesOf(own, other, measure), confidence),
      ),
    ),
    confidence,
  );
  let from = 0;
  return races.map(({ measure, better, ranked }) => {
    const lead = joint.slice(from, from + ranked.length - 1);
    from += (ranked.length * (ranked.length - 1)) / 2;
    const [best, runnerUp] = ranked as [string, string];
    const contenders = [best, ...ranked.slice(1).filter((_, index) => lead[index]!.verdict !== better)];
    return {
      measure,
      unit: all.get(measure)!.unit,
      ...ownOf(all.get(measure)!),
      better,
      best,
      runnerUp,
      lead: lead[0]!,
      outcome: contenders.length === 1 ? "clear" : "not told apart",
      contenders,
    };
  });
}

/** Designs that have the measure, the best mean first; equal ones in the scenario's order. */
function rankedDesigns(own: Outcomes, measure: string, better: Direction): string[] {
  const sign = better === "higher" ? 1 : -1;
  return designsIn(own)
    .map((design) => ({
      design,
      mean: momentsOf(present(summariesOf(own, design, measure).values())).mean,
    }))
    .filter(({ mean }) => !Number.isNaN(mean))
    .sort((one, other) => sign * (other.mean - one.mean))
    .map(({ design }) => design);
}

/** Every pair once, those of the first first. */
const pairsIn = (designs: readonly string[]): [string, string][] =>
  designs.flatMap((one, index) => designs.slice(index + 1).map((other): [string, string] => [one, other]));
