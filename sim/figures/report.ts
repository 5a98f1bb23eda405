import type { Run } from "../run/result.ts";
import { markupAttribute, markupText } from "../text/markup.ts";
import { durationText } from "../units.ts";
import { establishedBy } from "./established.ts";
import type { DrawnFigure, FigureInput } from "./figure.ts";
import { featuredFuture, momentText, partingOf, summariesFrom } from "./future.ts";
import { details, list, paragraph, section } from "./html.ts";
import { intervalTable, profitTable } from "./report-intervals.ts";
import { REPORT_POLICY, REPORT_STYLE } from "./report-style.ts";
import { balanceTable, findingTable, flowTables, pointTable, runTable } from "./report-tables.ts";
import { sweepText } from "./sweep-words.ts";
import { MOST_OVERLAID } from "./theme.ts";

export interface ReportOptions {
  /** Orrery's version. */
  readonly version?: string;
  /** What was assumed, as sentences: parameters without a source. */
  readonly assumptions?: readonly string[];
  /** Jobs that came to nothing, and why. */
  readonly failures?: readonly { readonly run: string; readonly message: string }[];
}

/** Shown in the section on profit and loss, not among the others. */
const PROFIT_FIGURE = "profit-and-loss";
/** Designs whose accounts stand open. */
const MOST_OPEN = 4;

const figureHtml = ({ name, svg }: DrawnFigure): string =>
  `<figure id="${markupAttribute(name)}">\n${svg.trim()}\n</figure>`;

/** Runs that differ in their luck alone: the most that any design has at a point in a future. */
function replicationsOf(runs: readonly Run[]): number {
  const counts = new Map<string, number>();
  for (const { design, point, branch } of runs) {
    const key = JSON.stringify([design, point, branch]);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}

/** The titles of the figures about the whole experiment and what comparisons establish. */
function findingSection(established: readonly string[], figures: readonly DrawnFigure[]): string {
  const lead = figures[0]?.drawing.title ?? "";
  return [lead === "" ? "" : paragraph(`${lead}.`, "finding"), list(established)].join("\n");
}

function openSection(open: readonly string[]): string {
  if (open.length === 0) return "";
  const meaning =
    "What these runs do not decide, and what depends on where a run starts. Not told apart is not shown to be equal: more replications may tell.";
  return `${paragraph(meaning, "note")}\n${list(open)}`;
}

function measureSection(input: FigureInput): string {
  const { scenario, runs } = input;
  if (runs.length === 0) return "";
  const isBranched = partingOf(input) !== undefined;
  const from = !isBranched
    ? `After a warm-up of ${durationText(scenario.warmUp)}`
    : `From ${momentText(summariesFrom(input))} on (${input.runs[0]!.branch})`;
  const meaning = `${from}: levels and ratios are means over time, flows are totals, durations are quantiles.`;
  const isWide = scenario.designs.length > MOST_OVERLAID;
  const all = findingTable(input);
  return [intervalTable(input), isWide ? details("All measures", all) : all, paragraph(meaning, "note")].join(
    "\n",
  );
}

/** The tables of the futures that the page does not lead with. */
function otherFutures(input: FigureInput, featured: FigureInput): string {
  const names = input.scenario.branches?.branches.map(({ name }) => name) ?? [];
  return names
    .map((name) => {
      const own = input.runs.filter((run) => run.point < 0 && run.branch === name);
      if (own.length === 0 || name === featured.runs[0]?.branch) return "";
      return details(`All measures in another future: ${name}`, findingTable({ ...featured, runs: own }));
    })
    .join("\n");
}

function profitSection(future: FigureInput, figures: readonly DrawnFigure[]): string {
  const own = figures.filter(({ name }) => name === PROFIT_FIGURE).map(figureHtml);
  return own.length === 0 ? "" : [...own, profitTable(future)].join("\n");
}

function accounts(future: FigureInput): string {
  // Of a long experiment only some replications keep their books.
  const input = {
    ...future,
    runs: future.runs.filter(({ flows, balances }) => flows.length + balances.length > 0),
  };
  const { designs } = input.scenario;
  return designs
    .map(({ name }) => {
      const tables = [balanceTable(input, name), flowTables(input, name)].filter((table) => table !== "");
      return details(name, tables.join("\n"), designs.length <= MOST_OPEN);
    })
    .filter((tables) => tables !== "")
    .join("\n");
}

function limits(input: FigureInput, assumptions: readonly string[]): string {
  const replications = replicationsOf(input.runs);
  const general = [
    ...input.scenario.notes,
    ...input.scenario.open.map(
      ({ path, message, meant }) => `${path}: ${message}${meant === "" ? "" : ` Meant: ${meant}.`}`,
    ),
    replications > 1
      ? `Ranges are over ${replications} replications with the same assumptions: they show luck, not what is unknown about parameters.`
      : "One replication has no range: a difference between designs may be luck.",
    "A model answers for the world that its scenario describes; parameters and their sources are in the scenario's description.",
  ];
  return list([...general, ...assumptions]);
}

function factsOf(input: FigureInput, version: string | undefined): [string, string][] {
  const { scenario, runs, points } = input;
  const { branches } = scenario;
  const branched = branches && runs.some(({ branch }) => branch !== "");
  return [
    ["Scenario", scenario.name],
    ["Identity", points.length === 0 ? (runs[0]?.scenarioHash ?? "") : ""],
    ["Seed", String(scenario.seed)],
    ["Designs", String(scenario.designs.length)],
    ["Replications", String(replicationsOf(runs))],
    ["Antithetic", scenario.antithetic ? "yes: replications come in pairs whose luck is mirrored" : ""],
    ["Runs", String(runs.length)],
    ["Horizon", durationText(scenario.until)],
    ["Warm-up", durationText(scenario.warmUp)],
    [
      "Branches",
      branched ? `${momentText(branches.at)}: ${branches.branches.map(({ name }) => name).join(", ")}` : "",
    ],
    ["Sweep", points.length === 0 ? "" : `${points.length} points; ${sweepText(points)}`],
    ["Sampled every", durationText(scenario.sample)],
    ["Orrery", version ?? ""],
  ];
}

function howItWasRun(input: FigureInput, { version, failures = [] }: ReportOptions): string {
  const items = factsOf(input, version)
    .filter(([, value]) => value !== "")
    .map(([term, value]) => `<dt>${term}</dt><dd>${markupText(value)}</dd>`);
  const failed =
    failures.length === 0
      ? ""
      : `${paragraph(`${failures.length === 1 ? "One run" : `${failures.length} runs`} came to nothing and ${failures.length === 1 ? "is" : "are"} not in the results:`, "failed")}\n${list(failures.map(({ run, message }) => `${run}: ${message}`))}`;
  return [
    `<dl>\n${items.join("\n")}\n</dl>`,
    failed,
    input.points.length === 0 ? "" : details("Points of the sweep", pointTable(input)),
    details("Runs and digests", runTable(input)),
  ].join("\n");
}

/**
 * A scenario's results as one HTML page that needs nothing else: no script, no network, no other file. Figures are
 * those of `drawAll`.
 */
export function reportPage(
  input: FigureInput,
  figures: readonly DrawnFigure[],
  options: ReportOptions = {},
): string {
  const { scenario } = input;
  const future = featuredFuture(input);
  const { established, open } = establishedBy(input);
  const charts = figures.filter(({ name }) => name !== PROFIT_FIGURE);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${REPORT_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${markupText(scenario.title)}</title>
<style>${REPORT_STYLE}</style>
</head>
<body>
<main>
<h1>${markupText(scenario.title)}</h1>
${scenario.question === "" ? "" : paragraph(scenario.question, "question")}
${section("What is established", findingSection(established, figures))}
${section("What is not established", openSection(open))}
${section("Measures", `${measureSection(future)}\n${otherFutures(input, future)}`.trim())}
${section("Figures", charts.map(figureHtml).join("\n"))}
${section(scenario.designs.length > 1 ? "Who paid for the subsidy" : "Profit and loss", profitSection(future, figures))}
${section("Who holds what, and who paid whom", accounts(future))}
${section("Assumptions and limits", limits(input, options.assumptions ?? []))}
${section("How it was run", howItWasRun(input, options))}
</main>
</body>
</html>
`;
}
