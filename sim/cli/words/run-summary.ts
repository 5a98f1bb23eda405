import path from "node:path";
import { findings } from "../../comparison/findings.ts";
import { branchesOf, type Outcomes } from "../../comparison/outcomes.ts";
import { findingSentence } from "../../comparison/sentences.ts";
import { type MeasureSpreads, measureSpreads, type Spread } from "../../experiment/spreads.ts";
import { changeText } from "../../figures/effect-words.ts";
import { numberText, quantityText, type UnitScale } from "../../figures/number-text.ts";
import { rankOf } from "../../metrics/known-measures.ts";
import { oneLine } from "../../text/visible.ts";
import { durationText } from "../../units.ts";
import type { Outcome } from "../folders/run-and-store.ts";
import { shownPath } from "../options/options.ts";
import colors from "../terminal/colors.ts";
import { tableText } from "../terminal/terminal.ts";
import { bullets, openText } from "./compare-words.ts";
import { heading, scaleOf } from "./effect-table.ts";
import { missingText } from "./failures-text.ts";
import { emptyTablesText, waitsText } from "./recorded-text.ts";

/** What a comparison reads of an outcome. */
export const outcomesOf = ({ plan, runs }: Outcome): Outcomes => ({ scenario: plan.resolved, runs });

const spreadsOf = ({ plan: { resolved }, runs }: Outcome, branch: string): MeasureSpreads[] =>
  measureSpreads(
    runs.filter((run) => run.branch === branch),
    resolved.designs.map(({ name }) => name),
    resolved.control,
  );

/** Tables up to this length are shown whole. */
const LONGEST_TABLE = 24;

/** What the scenario asks for; else the well-known measures, in their usual order, where there are too many for a table that is read. */
function shownSpreads(outcome: Outcome, branch: string): MeasureSpreads[] {
  const { measures } = outcome.plan.resolved;
  const spreads = spreadsOf(outcome, branch);
  if (outcome.allMeasures || (measures.length === 0 && spreads.length <= LONGEST_TABLE)) return spreads;
  const shown = measures.length > 0 ? 0 : Number.POSITIVE_INFINITY;
  return spreads
    .filter(({ measure }) => rankOf(measure, measures) < shown)
    .sort((one, other) => rankOf(one.measure, measures) - rankOf(other.measure, measures));
}

function hiddenMeasures(outcome: Outcome): number {
  const [branch] = branchesOf(outcomesOf(outcome)) as [string];
  return spreadsOf(outcome, branch).length - shownSpreads(outcome, branch).length;
}

/** The closing table of `run`, what it shows, and where the report is. */
export function closingText(outcome: Outcome): string {
  const { plan, reused } = outcome;
  const { resolved } = plan;
  const runs = `${plan.jobs.length} ${plan.jobs.length === 1 ? "run" : "runs"}${reused > 0 ? `, ${reused} of them from an earlier start` : ""}`;
  const lines = [
    "",
    colors.bold(oneLine(resolved.title)),
    ...(resolved.question ? [oneLine(resolved.question)] : []),
    `${resolved.name} · ${durationText(resolved.until)}${resolved.warmUp > 0 ? `, warm-up ${durationText(resolved.warmUp)}` : ""} · ${runs}`,
    "",
    ...branchesOf(outcomesOf(outcome)).flatMap((branch) => [
      ...branchTitle(outcome, branch),
      measureTable(outcome, branch),
      "",
      ...winners(outcome, branch),
      ...waitsText(outcome, branch),
    ]),
    ...(hiddenMeasures(outcome) > 0
      ? [`${hiddenMeasures(outcome)} more measures: --all-measures, or the report.`]
      : []),
    explanation(outcome),
    ...resolved.notes,
    ...emptyTablesText(outcome),
    whereTo(outcome),
  ];
  return lines.join("\n");
}

function branchTitle({ plan: { resolved } }: Outcome, branch: string): string[] {
  return resolved.branches ? [colors.bold(`After ${durationText(resolved.branches.at)}: ${branch}`)] : [];
}

/** Which design wins on what, and how sure, where replications can tell. */
function winners(outcome: Outcome, branch: string): string[] {
  const { resolved, replications } = outcome.plan;
  if (replications < 2 || resolved.designs.length < 2) return [];
  const measures = shownSpreads(outcome, branch).map(({ measure }) => measure);
  const all = findings(outcomesOf(outcome), { branch, measures });
  const clear = all.filter((finding) => finding.outcome === "clear");
  const open = all.filter((finding) => finding.outcome !== "clear");
  const sections = [
    bullets(
      "Established",
      clear.map((finding) => findingSentence(finding, quantityText)),
    ),
    openText(open, resolved.designs.length),
  ].filter((section) => section !== "");
  return sections.flatMap((section) => [section, ""]);
}

function explanation({ plan: { resolved, replications } }: Outcome): string {
  const each =
    replications > 1
      ? `Mean of ${replications} replications, below it their 10–90 % range`
      : "One replication: luck and design cannot be told apart";
  const compared =
    resolved.designs.some(({ name }) => name !== resolved.control) &&
    resolved.designs.some(({ name }) => name === resolved.control);
  return `${each}.${compared ? ` In brackets the difference from ${resolved.control}, of shares in percentage points.` : ""}`;
}

/** What is missing; where the report lies, or the results where none was drawn; and where those went that were there. */
export const whereTo = ({ manifest, plan, failures, folder, movedTo }: Outcome): string =>
  [
    ...(failures.length === 0 ? [] : [oneLine(missingText(plan, failures))]),
    Object.hasOwn(manifest.files, "report.html")
      ? `Report: ${shownPath(path.join(folder, "report.html"))}`
      : `Results: ${shownPath(folder)}`,
    ...(movedTo === undefined
      ? []
      : [`The results of another command that were there lie in ${shownPath(movedTo)} now.`]),
  ].join("\n");

function measureTable(outcome: Outcome, branch: string): string {
  const { designs, control } = outcome.plan.resolved;
  const names = designs
    .map(({ name }) => name)
    .sort((one, other) => Number(other === control) - Number(one === control));
  const rows = shownSpreads(outcome, branch).map(({ measure, unit, byDesign }) => {
    const means = Object.values(byDesign).map(({ mean }) => mean);
    const scale = scaleOf(unit, means);
    return [measure, scale.unit, ...names.map((name) => cell(byDesign[name]!, unit, scale))];
  });
  return tableText(["measure", "unit", ...names.map(heading)], rows, [
    "left",
    "left",
    ...names.map(() => "right" as const),
  ]);
}

function cell({ mean, low, high, difference }: Spread, unit: string, { factor }: UnitScale): string {
  const change = changeText(difference, mean - difference, unit, factor);
  const [least, most] = [numberText(low / factor), numberText(high / factor)];
  return `${numberText(mean / factor)}${change === "" ? "" : ` (${change})`}${least === most ? "" : `\n${least}–${most}`}`;
}

/** The machine-readable summary of one scenario. */
export function outcomeJson(outcome: Outcome): object {
  const { manifest, plan, failures, folder, movedTo, reused } = outcome;
  const { resolved } = plan;
  const { scenario, title, scenarioHash, code, runs, files } = manifest;
  return {
    scenario,
    title,
    scenarioHash,
    code,
    until: resolved.until,
    warmUp: resolved.warmUp,
    control: resolved.control,
    replications: plan.replications,
    reused,
    notes: resolved.notes,
    open: resolved.open,
    results: folder,
    movedTo: movedTo ?? null,
    failures: failures.map(({ job: { name, design, replication, point }, error }) => ({
      run: name,
      design,
      replication,
      point,
      error: error.name,
      message: error.message,
    })),
    report: Object.hasOwn(files, "report.html") ? path.join(folder, "report.html") : null,
    measures: branchesOf(outcomesOf(outcome)).flatMap((branch) =>
      spreadsOf(outcome, branch).map((spreads) => ({ branch, ...spreads })),
    ),
    runs,
  };
}
