import {
  type DrawnClaim,
  type Draws,
  rankingClaims,
  type Sensitivity,
  sensitivityOf,
} from "../../comparison/sensitivity.ts";
import { boxSentence, driverSentence, shareOfDrawsSentence } from "../../comparison/sentences.ts";
import { drawnComparisons } from "../../experiment/drawn-comparisons.ts";
import type { Plan } from "../../experiment/plan.ts";
import { numberText } from "../../figures/number-text.ts";
import type { Outcome } from "../folders/run-and-store.ts";
import colors from "../terminal/colors.ts";
import { wrapped } from "../terminal/terminal.ts";
import { WIDTH } from "./compare-words.ts";

/** Parameters that are named for each claim. */
const MOST_DRIVERS = 3;

/** What the draws say of the scenario's comparisons, and of who is best in the measures. */
export function drawnClaims(outcome: Outcome, measures: readonly string[], branch: string): DrawnClaim[] {
  const { resolved, points } = outcome.plan;
  const outcomes = { scenario: resolved, runs: outcome.runs };
  return [
    ...drawnComparisons(resolved, outcome.runs, points.length, branch),
    ...rankingClaims(outcomes, points.length, measures, branch),
  ];
}

export function sensitivitiesOf(
  outcome: Outcome,
  measures: readonly string[],
  branch: string,
): Sensitivity[] {
  const { resolved, points } = outcome.plan;
  const parameters = resolved.sweep!.parameters.map(({ path }) => path);
  const draws: Draws = {
    parameters,
    points: points.map(({ settings }) => parameters.map((parameter) => settings[parameter] as number)),
  };
  return drawnClaims(outcome, measures, branch).map((claim) => sensitivityOf(draws, claim));
}

/** In which share of the draws each claim holds, what it hangs on, and where it fails. */
export function sensitivityText({ points, replications }: Plan, found: readonly Sensitivity[]): string {
  if (found.length === 0) return "";
  const basis = `Each of the ${points.length} draws is judged by its mean over ${replications} ${replications === 1 ? "replication: luck takes part" : "replications"}.`;
  return [colors.bold("What holds over the ranges"), ...found.map(claimText), wrapped(basis, WIDTH)].join(
    "\n",
  );
}

function claimText(sensitivity: Sensitivity): string {
  const { drivers, failing, share } = sensitivity;
  const line = (text: string): string => `    ${wrapped(text, WIDTH, "    ").trimStart()}`;
  const head = `- ${wrapped(shareOfDrawsSentence(sensitivity), WIDTH, "  ").trimStart()}`;
  if (share.held === share.draws) return head;
  const clear = drivers.filter((driver) => driver.clear).slice(0, MOST_DRIVERS);
  const none =
    drivers.length === 0
      ? "the draws are too few to tell on what it hangs"
      : "no parameter is told from chance";
  return [
    head,
    ...(clear.length > 0 ? clear.map(driverSentence) : [none]).map(line),
    ...(failing ? [line(boxSentence(failing, (value) => numberText(value)))] : []),
  ].join("\n");
}
