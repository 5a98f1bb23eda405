import { branchesOf, measuresIn, ofFuture } from "../../comparison/outcomes.ts";
import { type Paths, paths } from "../../comparison/paths.ts";
import { pathsSentence } from "../../comparison/sentences.ts";
import { quantityText } from "../../figures/number-text.ts";
import { isSampled } from "../../scenario/scenario.ts";
import { oneLine } from "../../text/visible.ts";
import { durationText } from "../../units.ts";
import type { Outcome } from "../folders/run-and-store.ts";
import { askedOf, chosenMeasures } from "../options/measure-option.ts";
import colors from "../terminal/colors.ts";
import { wrapped } from "../terminal/terminal.ts";
import { WIDTH } from "./compare-words.ts";
import { pathTable } from "./path-table.ts";
import { outcomeJson, outcomesOf, whereTo } from "./run-summary.ts";
import { drawnClaims, sensitivitiesOf, sensitivityText } from "./sensitivity-text.ts";
import { meanOf, pointTable, rangeTable } from "./sweep-tables.ts";

export interface Chosen {
  readonly measures: readonly string[] | undefined;
}

/** Rows of a table that is read; of longer ones a summary is shown. */
const LONGEST_TABLE = 40;
/** Columns that fit beside the parameters. */
const COLUMNS = 5;

/** The closing text of `sweep`: what every point gave, or a summary; what a sample says of the claims; whether starts meet. */
export function sweepText(outcome: Outcome, chosen: Chosen): string {
  const { resolved, points } = outcome.plan;
  const outcomes = outcomesOf(outcome);
  const branches = branchesOf(outcomes);
  const tables = branches.map((branch) => {
    const rows = points.length * resolved.designs.length;
    const title = branch === "" ? "" : `${colors.bold(branch)}\n`;
    return `${title}${
      rows > LONGEST_TABLE
        ? rangeTable(outcome, measuresOf(outcome, chosen, 2 * COLUMNS), branch)
        : pointTable(outcome, measuresOf(outcome, chosen), branch)
    }`;
  });
  const sections = [
    headText(outcome),
    ...tables,
    ...(isSampled(resolved.sweep) ? branches.map((branch) => sampleText(outcome, chosen, branch)) : []),
    ...(resolved.sweep?.kind === "list" ? branches.map((branch) => startText(outcome, chosen, branch)) : []),
    [...resolved.notes, whereTo(outcome)].join("\n"),
  ];
  return sections.filter((section) => section !== "").join("\n\n");
}

function measuresOf(outcome: Outcome, { measures }: Chosen, most = COLUMNS): string[] {
  const all = chosenMeasures(outcome.runs, measures, askedOf(outcome));
  return measures || outcome.allMeasures ? all : all.slice(0, most);
}

function headText({ plan, runs, reused }: Outcome): string {
  const { resolved, points, replications } = plan;
  const { kind, parameters } = resolved.sweep!;
  const names = {
    grid: "grid",
    zip: "zip",
    list: "list",
    latinHypercube: "Latin hypercube",
    sobol: "Sobol points",
  };
  return [
    "",
    colors.bold(oneLine(resolved.title)),
    ...(resolved.question ? [wrapped(resolved.question, WIDTH)] : []),
    wrapped(
      `${resolved.name} · ${durationText(resolved.until)} · ${points.length} points (${names[kind]} over ${parameters.map(({ path }) => path).join(", ")}) · ${resolved.designs.length} ${resolved.designs.length === 1 ? "design" : "designs"} · ${replications} ${replications === 1 ? "replication" : "replications"} · ${runs.length} runs${reused > 0 ? `, ${reused} jobs from an earlier start` : ""}`,
      WIDTH,
    ),
  ].join("\n");
}

function sampleText(outcome: Outcome, chosen: Chosen, branch: string): string {
  const measures = measuresOf(outcome, chosen, 2 * COLUMNS);
  const text = sensitivityText(outcome.plan, sensitivitiesOf(outcome, measures, branch));
  return branch === "" || text === "" ? text : `${colors.bold(branch)}\n${text}`;
}

const pathsOf = (outcome: Outcome, chosen: Chosen, branch: string): Paths[] =>
  paths(outcomesOf(outcome), outcome.plan.points, { branch, measures: measuresOf(outcome, chosen) });

function startText(outcome: Outcome, chosen: Chosen, branch: string): string {
  const found = pathsOf(outcome, chosen, branch);
  if (found.length === 0) return "";
  const title = `Do the paths from these starts meet?${branch === "" ? "" : ` After ${branch}`}`;
  return `${colors.bold(title)}\n${pathTable(found, outcome.plan.points)}\n${wrapped(PATHS_EXPLAINED, WIDTH)}`;
}

const PATHS_EXPLAINED =
  "Over the last quarter of the horizon; the interval is a simultaneous 95 % one for the pairs of starts of each row. Paths meet where all starts lie within the margin of each other for certain: one standard deviation over replications, or 1 % of the mean where that is more.";

/** The machine-readable summary of a sweep, beside what `run` says of it. */
export function sweepJson(outcome: Outcome, chosen: Chosen): object {
  const { resolved, points } = outcome.plan;
  const outcomes = outcomesOf(outcome);
  const measures = [...measuresIn(outcome.runs).keys()];
  const branches = branchesOf(outcomes);
  const { measures: _, ...summary } = outcomeJson(outcome) as Record<string, unknown>;
  return {
    ...summary,
    sweep: resolved.sweep,
    points: branches.flatMap((branch) =>
      points.map(({ index, settings }) => {
        const own = ofFuture(outcomes, { branch, point: index });
        const byDesign = resolved.designs.map(({ name }): [string, object] => [
          name,
          Object.fromEntries(measures.map((measure) => [measure, meanOf(own, name, measure)])),
        ]);
        return { point: index, branch, settings, means: Object.fromEntries(byDesign) };
      }),
    ),
    sensitivity: isSampled(resolved.sweep)
      ? branches.map((branch) => ({
          branch,
          claims: sensitivitiesOf(outcome, measuresOf(outcome, chosen, 2 * COLUMNS), branch),
          draws: drawnClaims(outcome, measuresOf(outcome, chosen, 2 * COLUMNS), branch),
        }))
      : [],
    paths:
      resolved.sweep!.kind === "list"
        ? branches.map((branch) => ({
            branch,
            found: pathsOf(outcome, chosen, branch).map((each) => ({
              ...each,
              sentence: pathsSentence(each, points, quantityText),
            })),
          }))
        : [],
  };
}
