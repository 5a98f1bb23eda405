import { durationText } from "../units.ts";
import { replicationCount } from "./comparison.ts";
import type { DrawnFigure, FigureInput } from "./figure.ts";
import { escapeHtml } from "./html.ts";
import { REPORT_STYLE } from "./report-style.ts";
import { balanceTable, findingTable, flowTables, runTable } from "./report-tables.ts";

export interface ReportOptions {
  /** Orrery's version. */
  readonly version?: string;
  /** What was assumed, as sentences: parameters without a source. */
  readonly assumptions?: readonly string[];
}

const section = (title: string, content: string): string =>
  content === "" ? "" : `<section>\n<h2>${escapeHtml(title)}</h2>\n${content}\n</section>`;

const paragraph = (text: string, kind: string): string => `<p class="${kind}">${escapeHtml(text)}</p>`;

const list = (sentences: readonly string[]): string =>
  sentences.length === 0
    ? ""
    : `<ul>\n${sentences.map((text) => `<li>${escapeHtml(text)}</li>`).join("\n")}\n</ul>`;

const figureHtml = ({ name, svg }: DrawnFigure): string =>
  `<figure id="${escapeHtml(name)}">\n${svg.trim()}\n</figure>`;

function findingSection(input: FigureInput): string {
  const { scenario } = input;
  const compared =
    scenario.designs.length > 1
      ? ` Beside a median: its difference from ${scenario.control}, in brackets where the ranges overlap.`
      : "";
  const meaning = `After a warm-up of ${durationText(scenario.warmUp)}: levels and ratios are means over time, flows are totals, durations are quantiles.${compared}`;
  return `${findingTable(input)}\n${paragraph(meaning, "note")}`;
}

function accounts(input: FigureInput): string {
  const designs = input.scenario.designs.map(({ name }) => {
    const tables = [balanceTable(input, name), flowTables(input, name)].filter((table) => table !== "");
    return tables.length === 0
      ? ""
      : `<details open>\n<summary>${escapeHtml(name)}</summary>\n${tables.join("\n")}\n</details>`;
  });
  return designs.filter((tables) => tables !== "").join("\n");
}

function limits(input: FigureInput, assumptions: readonly string[]): string {
  const replications = replicationCount(input);
  const general = [
    ...input.scenario.notes,
    replications > 1
      ? `Ranges are over ${replications} replications with the same assumptions: they show luck, not what is unknown about parameters.`
      : "One replication has no range: a difference between designs may be luck.",
    "A model answers for the world that its scenario describes; parameters and their sources are in the scenario's description.",
  ];
  return list([...general, ...assumptions]);
}

function howItWasRun(input: FigureInput, version: string | undefined): string {
  const { scenario, runs } = input;
  const facts: [string, string][] = [
    ["Scenario", scenario.name],
    ["Identity", runs[0]?.scenarioHash ?? ""],
    ["Seed", String(scenario.seed)],
    ["Replications", String(replicationCount(input))],
    ["Horizon", durationText(scenario.until)],
    ["Warm-up", durationText(scenario.warmUp)],
    ["Sampled every", durationText(scenario.sample)],
    ["Orrery", version ?? ""],
  ];
  const items = facts
    .filter(([, value]) => value !== "")
    .map(([term, value]) => `<dt>${term}</dt><dd>${escapeHtml(value)}</dd>`);
  return `<dl>\n${items.join("\n")}\n</dl>\n<details>\n<summary>Runs and digests</summary>\n${runTable(input)}\n</details>`;
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
  const finding = figures[0]?.drawing.title ?? "";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${escapeHtml(scenario.title)}</title>
<style>${REPORT_STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(scenario.title)}</h1>
${scenario.question === "" ? "" : paragraph(scenario.question, "question")}
${finding === "" ? "" : paragraph(`${finding}.`, "finding")}
${section("Measures", findingSection(input))}
${section("Figures", figures.map(figureHtml).join("\n"))}
${section("Who holds what, and who paid whom", accounts(input))}
${section("Assumptions and limits", limits(input, options.assumptions ?? []))}
${section("How it was run", howItWasRun(input, options.version))}
</main>
</body>
</html>
`;
}
