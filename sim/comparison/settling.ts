import type { Index } from "../indexed.ts";
import { phraseOf } from "../metrics/known-measures.ts";
import type { Run } from "../run/result.ts";
import { momentsOf, present } from "../statistics/moments.ts";
import { warmUpSentence } from "../statistics/sentences.ts";
import { type WarmUp, warmUp } from "../statistics/warm-up.ts";
import { durationText, type Seconds } from "../units.ts";
import { branchesOf, designsIn, measureNamed, measuresIn, type Outcomes, ofFuture } from "./outcomes.ts";

/** When a measure of one design has settled, and whether the warm-up left out what came before. */
export interface Settling {
  readonly design: string;
  readonly measure: string;
  readonly found: WarmUp;
  readonly outcome: "left out" | "counted" | "never" | "too short";
}

/** What says whether a network has settled, the first that the runs have. */
const ASKED = ["gpu.supply", "customers.inSystem", "token.usd", "chain.hashrate"];

/**
 * Whether the warm-up is long enough: MSER-5 of the mean over replications (Welch's average), for one level of every
 * design, up to the branching where futures part.
 */
export function settling(
  outcomes: Outcomes & { readonly scenario: { readonly warmUp: Seconds } },
): Settling[] {
  const reference = ofFuture(outcomes, { branch: branchesOf(outcomes)[0]! });
  const names = measuresIn(reference.runs).keys();
  const known = [...names];
  const measure = ASKED.map((name) => measureNamed(known, name)).find((name) => name !== undefined);
  if (measure === undefined) return [];
  const end = outcomes.scenario.branches?.at ?? Number.POSITIVE_INFINITY;
  return designsIn(reference).flatMap((design) => {
    const runs = reference.runs.filter((run) => run.design === design && run.series[measure]);
    if (runs.length === 0) return [];
    const found = warmUp(averaged(runs, measure, end));
    return [{ design, measure, found, outcome: outcomeOf(found, outcomes.scenario.warmUp) }];
  });
}

function averaged(runs: readonly Run[], measure: string, end: Seconds): { t: number[]; value: number[] } {
  const t = [...runs[0]!.t].filter((time) => time <= end);
  const value = t.map(
    (_, sample: Index) => momentsOf(present(runs.map((run) => run.series[measure]![sample]))).mean,
  );
  return { t, value };
}

function outcomeOf(found: WarmUp, warmUp: Seconds): Settling["outcome"] {
  if (found.steady) return found.time <= warmUp || found.index === 0 ? "left out" : "counted";
  return found.reason === "too short" ? "too short" : "never";
}

/** `GPUs online of no token has settled after 95 d (MSER-5), within the warm-up of 180 d` */
export function settlingSentence({ design, measure, found, outcome }: Settling, warmUp: Seconds): string {
  const sentence = warmUpSentence(found, `${phraseOf(measure).noun} of ${design}`, durationText);
  if (outcome === "left out") return `${sentence}, within the warm-up of ${durationText(warmUp)}`;
  return outcome === "counted"
    ? `${sentence}: later than the warm-up of ${durationText(warmUp)}, so that summaries hold some of the transient`
    : sentence;
}
