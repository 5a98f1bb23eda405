import type { Run } from "../run/result.ts";
import { BY_NPX, calledAs } from "../text/commands.ts";
import { markupText } from "../text/markup.ts";
import { shellWord } from "../text/shell.ts";
import { durationText } from "../units.ts";
import type { FigureInput } from "./figure.ts";
import { momentText } from "./future.ts";
import { details, list, paragraph } from "./html.ts";
import { pointTable, runTable } from "./report-tables.ts";
import { sweepText } from "./sweep-words.ts";

export interface ReportOptions {
  /** Orrery's version. */
  readonly version?: string;
  /** When the runs began, ISO 8601. */
  readonly started?: string;
  /** The command that made the results, and what followed its name. */
  readonly command?: string;
  readonly arguments?: readonly string[];
  /** What was assumed, as sentences: parameters without a source. */
  readonly assumptions?: readonly string[];
  /** Jobs that came to nothing, and why. */
  readonly failures?: readonly { readonly run: string; readonly message: string }[];
}

/** Runs that differ in their luck alone: the most that any design has at a point in a future. */
export function replicationsOf(runs: readonly Run[]): number {
  const counts = new Map<string, number>();
  for (const { design, point, branch } of runs) {
    const key = JSON.stringify([design, point, branch]);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;

/** The day of a moment, in UTC; empty where nobody said. */
const dayOf = (started = ""): string => started.slice(0, 10);

/** One line below the title: when, by what, of how much. */
export function originText(input: FigureInput, { version, started }: ReportOptions): string {
  const { scenario, points, runs } = input;
  const parts = [
    dayOf(started),
    version === undefined ? "" : `Orrery ${version}`,
    counted(scenario.designs.length, "design"),
    ...(points.length === 0 ? [] : [counted(points.length, "point")]),
    counted(replicationsOf(runs), "replication"),
    `${durationText(scenario.until)} simulated`,
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

const nothingCame = (count: number): string =>
  count === 1
    ? "One run came to nothing and is not in the results"
    : `${count} runs came to nothing and are not in the results`;

/** Stands on top where runs came to nothing; which and why stands at the end. */
export const failureNote = ({ failures = [] }: ReportOptions): string =>
  failures.length === 0
    ? ""
    : paragraph(`${nothingCame(failures.length)}: which and why stands at the end.`, "failed");

/** The command that makes the results again; nothing where nobody said. */
function commandHtml({ command, arguments: given }: ReportOptions): string {
  if (command === undefined || given === undefined) return "";
  const words = [BY_NPX, command, ...given.map(shellWord)].join(" ");
  return `${paragraph("The same command makes the same results, to the last bit:", "note")}\n<pre class="scroll" tabindex="0"><code>${markupText(words)}</code></pre>`;
}

/** "4 points; demand/hybrid.amplitude from 0 to 0.9", "24 points of 2 parameters" */
function sweptText(input: FigureInput): string {
  const count = counted(input.points.length, "point");
  const text = sweepText(input);
  return text.startsWith(count) ? text : `${count}; ${text}`;
}

function factsOf(input: FigureInput, { version, started }: ReportOptions): [string, string][] {
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
    ["Warm-up", scenario.warmUp === 0 ? "none" : durationText(scenario.warmUp)],
    [
      "Branches",
      branched ? `${momentText(branches.at)}: ${branches.branches.map(({ name }) => name).join(", ")}` : "",
    ],
    ["Sweep", points.length === 0 ? "" : sweptText(input)],
    ["Sampled every", durationText(scenario.sample)],
    ["Run on", dayOf(started)],
    ["Orrery", version ?? ""],
  ];
}

/** What runs were made, by whom, and what came to nothing. */
export function howItWasRun(input: FigureInput, options: ReportOptions): string {
  const { failures = [] } = options;
  const items = factsOf(input, options)
    .filter(([, value]) => value !== "")
    .map(([term, value]) => `<dt>${term}</dt><dd>${markupText(value)}</dd>`);
  const failed =
    failures.length === 0
      ? ""
      : `${paragraph(`${nothingCame(failures.length)}:`, "failed")}\n${list(failures.map(({ run, message }) => `${run}: ${calledAs(message, BY_NPX)}`))}`;
  return [
    commandHtml(options),
    `<dl>\n${items.join("\n")}\n</dl>`,
    failed,
    input.points.length === 0 ? "" : details("Points of the sweep", pointTable(input)),
    details("Runs and digests", runTable(input)),
  ].join("\n");
}
