import { isSampled } from "../scenario/scenario.ts";
import { markupAttribute } from "../text/markup.ts";
import { durationText } from "../units.ts";
import { establishedBy } from "./established.ts";
import type { DrawnFigure, FigureInput } from "./figure.ts";
import { featuredFuture, momentText, partingOf, summariesFrom } from "./future.ts";
import { details, list, paragraph, type Section } from "./html.ts";
import { howItWasRun, type ReportOptions, replicationsOf } from "./report-facts.ts";
import { intervalTable, profitTable } from "./report-intervals.ts";
import { balanceTable, findingTable, flowTables, sweepTable } from "./report-tables.ts";
import { MOST_OVERLAID } from "./theme.ts";

/** Shown in the section on profit and loss, not among the others. */
const PROFIT_FIGURE = "profit-and-loss";
/** Rows of a table that stand open. */
const MOST_OPEN_ROWS = 60;
/** Designs whose accounts stand open. */
const MOST_OPEN = 4;

/** The figure for a screen, and the one for a telephone, of which the style shows one. */
export function figureHtml({ name, svg, narrow, awaiting }: DrawnFigure): string {
  const id = `id="${markupAttribute(name)}"`;
  if (awaiting !== undefined)
    return `<figure ${id} data-awaiting="${awaiting}">\n<div class="wide">\n${svg}\n</div>\n</figure>`;
  const drawn =
    narrow === undefined
      ? svg.trim()
      : `<div class="wide">\n${svg.trim()}\n</div>\n<div class="narrow">\n${narrow.trim()}\n</div>`;
  return `<figure ${id}>\n${drawn}\n</figure>`;
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
    ? scenario.warmUp === 0
      ? "Over the whole run"
      : `After a warm-up of ${durationText(scenario.warmUp)}`
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

/** What each point came to; of many rows behind a summary. */
function sweepSection(input: FigureInput): string {
  if (input.points.length === 0) return "";
  const table = sweepTable(input);
  const rows = input.points.length * input.scenario.designs.length;
  return rows > MOST_OPEN_ROWS ? details("Every point of the sweep", table) : table;
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

const SECTIONS = {
  established: "What is established",
  found: "What was found",
  open: "What is not established",
  sweep: "Along the sweep",
  measures: "Measures",
  figures: "Figures",
  money: "Profit and loss",
  subsidy: "Who paid for the subsidy",
  compared: "Who gained, and who paid",
  accounts: "Who holds what, and who paid whom",
  limits: "Assumptions and limits",
  runs: "How it was run",
} as const;

/** Figures may find the same: the contents say by its name what a further one shows. */
const partsOf = (charts: readonly DrawnFigure[]): NonNullable<Section["parts"]> =>
  charts.map(({ name, drawing: { title } }, at) => {
    const isSaid = charts.slice(0, at).some(({ drawing }) => drawing.title === title);
    return { id: name, title: isSaid ? `${title} (${name.replaceAll("-", " ")})` : title };
  });

/** Whether anything but dollars was made: what is minted, somebody pays for. */
const isSubsidised = ({ runs }: FigureInput): boolean =>
  runs.some(({ flows }) => flows.some(({ asset }) => asset !== "usd"));

/**
 * Results part by part, as a report and a page of a site show them; parts without content are left out. Their ids are
 * `section-<name>`.
 */
export function reportSections(
  input: FigureInput,
  figures: readonly DrawnFigure[],
  options: ReportOptions,
): readonly Section[] {
  const future = featuredFuture(input);
  const { established, open } = establishedBy(input);
  // Draws of a sample differ in their luck as replications do.
  const isRepeated = replicationsOf(input.runs) > 1 || isSampled(input.scenario.sweep);
  const isCompared = input.scenario.designs.length > 1;
  const isEstablished = isCompared && isRepeated && established.length > 0;
  const charts = figures.filter(({ name }) => name !== PROFIT_FIGURE);
  const part = (id: keyof typeof SECTIONS, content: string, parts: Section["parts"] = []): Section => ({
    id: `section-${id}`,
    title: SECTIONS[id],
    content,
    parts,
  });
  const all = [
    part(isEstablished ? "established" : "found", findingSection(established, figures)),
    part("open", openSection(open)),
    part("sweep", sweepSection(input)),
    part("measures", `${measureSection(future)}\n${otherFutures(input, future)}`.trim()),
    part("figures", charts.map(figureHtml).join("\n"), partsOf(charts)),
    part(
      !isCompared ? "money" : isSubsidised(future) ? "subsidy" : "compared",
      profitSection(future, figures),
    ),
    part("accounts", accounts(future)),
    part("limits", limits(input, options.assumptions ?? [])),
    part("runs", howItWasRun(input, options)),
  ];
  return all.filter(({ content }) => content !== "");
}
