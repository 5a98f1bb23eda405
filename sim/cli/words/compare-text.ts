import { branchEffects, designEffects, type MeasureEffects } from "../../comparison/effects.ts";
import { type Finding, findings } from "../../comparison/findings.ts";
import { type HeadlineRatio, headlineRatios } from "../../comparison/headline.ts";
import { branchesOf } from "../../comparison/outcomes.ts";
import { findingSentence, headlineSentence } from "../../comparison/sentences.ts";
import { type Settling, settling, settlingSentence } from "../../comparison/settling.ts";
import { quantityText } from "../../figures/number-text.ts";
import { phraseOf } from "../../metrics/known-measures.ts";
import { oneLine } from "../../text/visible.ts";
import { durationText } from "../../units.ts";
import type { Outcome } from "../folders/run-and-store.ts";
import { askedOf, chosenMeasures } from "../options/measure-option.ts";
import colors from "../terminal/colors.ts";
import { wrapped } from "../terminal/terminal.ts";
import { bullets, fiellerText, legend, openText, precisionText, WIDTH } from "./compare-words.ts";
import { branchTable, effectTable } from "./effect-table.ts";
import { headlineTables } from "./headline-table.ts";
import { outcomeJson, outcomesOf, whereTo } from "./run-summary.ts";

/** What the command line asked for. */
export interface Chosen {
  readonly measures: readonly string[] | undefined;
  /** The number of replications was not given. */
  readonly defaulted: boolean;
}

interface Compared {
  readonly branch: string;
  readonly effects: readonly MeasureEffects[];
  readonly headlines: readonly HeadlineRatio[];
  /** The same since the first day; empty where nothing is branched, and the summaries leave out the warm-up alone. */
  readonly wholeRun: readonly HeadlineRatio[];
  readonly findings: readonly Finding[];
}

function measuresOf(outcome: Outcome, { measures }: Chosen): string[] {
  return chosenMeasures(outcome.runs, measures, askedOf(outcome));
}

function compared(outcome: Outcome, chosen: Chosen): Compared[] {
  const outcomes = outcomesOf(outcome);
  const measures = measuresOf(outcome, chosen);
  return branchesOf(outcomes).map((branch) => ({
    branch,
    effects: designEffects(outcomes, { branch, measures }),
    headlines: headlineRatios(outcomes, { branch }),
    wholeRun: outcomes.scenario.branches ? headlineRatios(outcomes, { branch, window: "whole run" }) : [],
    findings: findings(outcomes, { branch, measures }),
  }));
}

/** The closing text of `compare`: differences from the control by branch, what they cost, who is best, and how sure. */
export function comparisonText(outcome: Outcome, chosen: Chosen): string {
  const { resolved } = outcome.plan;
  const futures = compared(outcome, chosen);
  const blocks = [
    headText(outcome, chosen),
    ...futures.map((future, index) => futureText(outcome, future, index === 0)),
    branchText(outcome, chosen),
    futures.map(({ effects }) => precisionText(effects)).find((text) => text !== "") ?? "",
    settlingText(outcome),
    [...resolved.notes, whereTo(outcome)].join("\n"),
  ];
  return blocks.filter((block) => block !== "").join("\n\n");
}

function headText({ plan, runs, reused }: Outcome, { defaulted }: Chosen): string {
  const { resolved, replications } = plan;
  const counted = [
    `${replications} ${replications === 1 ? "replication" : "replications"}${defaulted ? " (--replications n for another number)" : ""}`,
    `${runs.length} runs${reused > 0 ? `, ${reused} jobs from an earlier start` : ""}`,
  ];
  const warmUp = resolved.warmUp > 0 ? `, warm-up ${durationText(resolved.warmUp)}` : "";
  return [
    "",
    colors.bold(oneLine(resolved.title)),
    ...(resolved.question ? [wrapped(resolved.question, WIDTH)] : []),
    wrapped(
      `${resolved.name} · ${durationText(resolved.until)}${warmUp} · ${counted.join(" · ")}${resolved.antithetic ? " · antithetic pairs" : ""}`,
      WIDTH,
    ),
  ].join("\n");
}

/** @param explained how to read it; once is enough */
function futureText(
  outcome: Outcome,
  { branch, effects, headlines, wholeRun, findings }: Compared,
  explained: boolean,
): string {
  const title = branch === "" ? "" : colors.bold(`After ${durationText(parting(outcome))}: ${branch}`);
  const clear = findings.filter((finding) => finding.outcome === "clear");
  const open = findings.filter((finding) => finding.outcome !== "clear");
  const found = (finding: Finding) => findingSentence(finding, quantityText);
  const sections = [
    effects.some((row) => row.effects.length > 0)
      ? `${effectTable(effects)}${explained ? `\n${legend(effects)}` : ""}`
      : "",
    headlines.length > 0
      ? `${headlineTables(headlines)}${explained ? `\n${fiellerText(headlines)}` : ""}`
      : "",
    wholeRun.length > 0
      ? `${headlineTables(wholeRun)}\nSince the first day, what was paid before the branching included.`
      : "",
    bullets("Established", clear.map(found)),
    openText(open, outcome.plan.resolved.designs.length),
  ].filter((section) => section !== "");
  return [...(title === "" ? [] : [title]), sections.join("\n\n")].join("\n");
}

const parting = ({ plan }: Outcome): number => plan.resolved.branches?.at ?? 0;

/** What the branches do to each design, if there are several. */
function branchText(outcome: Outcome, chosen: Chosen): string {
  const outcomes = outcomesOf(outcome);
  const [reference, ...branches] = branchesOf(outcomes) as [string, ...string[]];
  const effects = branchEffects(outcomes, { measures: measuresOf(outcome, chosen) });
  const tables = branches.map((branch) => {
    const own = effects.filter((effect) => effect.branch === branch);
    return `${colors.bold(`What ${branch} does, compared with ${reference}`)}\n${branchTable(own, outcome.plan.resolved.control)}`;
  });
  const explained = wrapped(
    `Each run less its own fork under ${reference}. * is a clear effect, ? an undecided one; † one that clearly differs from the effect on ${outcome.plan.resolved.control}. Simultaneous intervals as above.`,
    WIDTH,
  );
  return tables.length === 0 ? "" : [...tables, explained].join("\n\n");
}

/** Whether the warm-up was long enough; where all designs had settled in time, one line. */
function settlingText({ plan: { resolved }, runs }: Outcome): string {
  const found = settling({ scenario: resolved, runs }).filter(({ outcome }) => outcome !== "too short");
  if (found.length === 0) return "";
  const late = found.filter(({ outcome }) => outcome !== "left out");
  const [first] = found as [Settling];
  return late.length === 0
    ? wrapped(
        `Warm-up: ${phraseOf(first.measure).noun} has settled in every design within ${durationText(resolved.warmUp)} (MSER-5).`,
        WIDTH,
      )
    : bullets(
        "Warm-up",
        late.map((each) => settlingSentence(each, resolved.warmUp)),
      );
}

/** The machine-readable comparison of one scenario, beside what `run` says of it. */
export function comparisonJson(outcome: Outcome, chosen: Chosen): object {
  const outcomes = outcomesOf(outcome);
  return {
    ...outcomeJson(outcome),
    comparison: compared(outcome, chosen).map((future) => ({
      ...future,
      headlines: future.headlines.map((ratio) => ({
        ...ratio,
        sentence: headlineSentence(ratio, quantityText),
      })),
      findings: future.findings.map((finding) => ({
        ...finding,
        sentence: findingSentence(finding, quantityText),
      })),
    })),
    branchEffects: branchEffects(outcomes, { measures: measuresOf(outcome, chosen) }),
    settling: settling({ scenario: outcome.plan.resolved, runs: outcome.runs }),
  };
}
