import { readFile } from "node:fs/promises";
import path from "node:path";
import { OrreryError } from "../../errors.ts";
import type { Verdict } from "../../experiment/expectations.ts";
import { deviations, type Golden, golden, goldenText, parseGolden } from "../../experiment/golden.ts";
import type { Failure } from "../../experiment/runner.ts";
import { onDisk, writeWhole } from "../../experiment/store/disk.ts";
import type { Prepared } from "../../experiment/workers/experiment.ts";
import type { Run } from "../../run/result.ts";
import type { Loaded } from "../../scenario/load.ts";
import type { ResolvedExpectation } from "../../scenario/scenario.ts";
import { shownPath } from "../options/options.ts";
import { completeReplay } from "../replay/replay-hint.ts";
import { called } from "../terminal/called.ts";
import { openSentence, unmeant } from "../words/open-text.ts";
import { deviationText } from "./reporters/deviation-text.ts";
import type { Finding } from "./reporters/finding.ts";
import { lineOfClaim, lineOfMeasure } from "./reporters/lines.ts";

/** A scenario that was run to be checked. */
export interface Check {
  /** As the user named it. */
  readonly name: string;
  readonly loaded: Loaded;
  readonly prepared: Prepared;
  readonly runs: readonly Run[];
  readonly failures: readonly Failure[];
  /** Claims that the runs have no answer to, and why. */
  readonly unasked: ReadonlyMap<ResolvedExpectation, string>;
  /** Options that change what is checked, ready for a shell. */
  readonly changes: readonly string[];
  /** The scenario and what it needs to be read, ready for a shell: for commands that are printed. */
  readonly named: string;
  /** Those that a replay takes, too, as the program was given them. */
  readonly args: readonly string[];
  readonly tell: Tell;
}

/** Says on stderr what is wrong with a scenario. */
export type Tell = (message: string) => void;

const NEUTRAL = {
  status: "passed",
  exitCode: 1,
  summary: "",
  details: [],
  deviations: [],
  file: "",
  line: 0,
  seconds: 0,
} as const;

const linesOf = (message: string): string[] =>
  message
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => line.replace(/^ {2}/, ""));

/** Wrong input is told on stderr, like everywhere, and stands in the report. */
export function inputFinding(
  scenario: string,
  file: string,
  check: string,
  error: OrreryError,
  tell: Tell,
): Finding {
  tell(`${error.name}: ${error.message}`);
  const [summary, ...details] = linesOf(error.message);
  return {
    ...NEUTRAL,
    kind: "input",
    scenario,
    check,
    status: "failed",
    exitCode: error.exitCode,
    summary: summary!,
    details,
    file,
  };
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;

/** Exit code of an invariant that broke. */
const BROKEN = 3;

/** Failed runs that are told in full. */
const TOLD = 3;

export function invariantsFinding({ name, loaded, runs, failures, args }: Check, seconds: number): Finding {
  const finding = { ...NEUTRAL, scenario: loaded.name, kind: "invariants", check: "invariants" } as const;
  if (failures.length === 0) return { ...finding, summary: `held in ${count(runs.length, "run")}`, seconds };
  const told = failures
    .slice(0, TOLD)
    .flatMap(({ job, error }) => linesOf(`${job.name}: ${completeReplay(error, ["check", name, ...args])}`));
  const more = failures.length - TOLD;
  const exitCode = Math.max(...failures.map(({ error }) => error.exitCode));
  const which = `${failures.length} of ${count(runs.length + failures.length, "run")}`;
  return {
    ...finding,
    kind: exitCode === BROKEN ? "invariants" : "input",
    status: "failed",
    exitCode,
    summary: exitCode === BROKEN ? `broke in ${which}` : `${which} could not be made`,
    details: [...told, ...(more > 0 ? [`… and in ${count(more, "more run")}.`] : [])],
    file: loaded.path,
    seconds,
  };
}

export async function expectationFindings(
  check: Check,
  judged: readonly Verdict[] | OrreryError,
): Promise<Finding[]> {
  const { loaded, prepared, failures, unasked, tell } = check;
  if (judged instanceof OrreryError)
    return [inputFinding(loaded.name, loaded.path, "expectations", judged, tell)];
  const text = await readFile(loaded.path, "utf8");
  return prepared.plan.resolved.expect.map((expectation): Finding => {
    const finding = {
      ...NEUTRAL,
      kind: "expectation",
      scenario: loaded.name,
      check: `expect ${JSON.stringify(expectation.claim)}`,
      file: loaded.path,
      line: lineOfClaim(text, expectation.claim),
    } as const;
    const left = unasked.get(expectation);
    if (left !== undefined) return { ...finding, status: "skipped", summary: left };
    const verdict = judged.find((each) => each.expectation === expectation);
    if (!verdict) return { ...finding, status: "skipped", summary: "no run to look at was finished" };
    const { outcome, findings, notes } = verdict;
    const summary = `${claimText(expectation)}${outcome === "undecided" ? ": not established" : ""}`;
    if (outcome !== "holds") return { ...finding, status: "failed", summary, details: findings };
    return failures.length > 0
      ? {
          ...finding,
          status: "skipped",
          summary: `${summary}: held in the runs that finished`,
          details: notes,
        }
      : { ...finding, summary, details: notes };
  });
}

const claimText = ({ kind, expression, confidence }: ResolvedExpectation): string =>
  `${kind}: ${expression}${confidence > 0 ? ` (confidence ${Number((confidence * 100).toPrecision(4))} %)` : ""}`;

export async function goldenFinding(
  { named, loaded, prepared, runs, failures, changes, tell }: Check,
  update: boolean,
): Promise<Finding> {
  const { resolved } = prepared.plan;
  const place = path.join(path.dirname(loaded.path), `${resolved.name}.expected.json`);
  const finding = {
    ...NEUTRAL,
    kind: "golden",
    scenario: loaded.name,
    check: "golden summary",
    file: place,
  } as const;
  if (changes.length > 0)
    return { ...finding, status: "skipped", summary: `it is of the scenario without ${changes.join(" ")}` };
  if (failures.length > 0) return { ...finding, status: "skipped", summary: "not every run was finished" };
  const accept = called(`orrery check ${named} --update`);
  try {
    if (update) {
      await onDisk(place, () => writeWhole(place, goldenText(golden(runs))));
      return { ...finding, summary: `written to ${shownPath(place)}` };
    }
    const text = await readFile(place, "utf8").catch(() => undefined);
    if (text === undefined)
      return {
        ...finding,
        status: "skipped",
        summary: `there is no ${shownPath(place)}; ${accept} writes it`,
      };
    const expected = parseGolden(text, shownPath(place));
    const found = golden(runs);
    const changed = deviations(expected, runs, resolved);
    if (changed.length === 0) return { ...finding, summary: "within tolerance of every measure" };
    const within = changed.filter((each) => expected[each.place] && found[each.place]);
    const details = [
      ...wholePlaces(expected, found),
      ...within.map(deviationText),
      `If this is meant: ${accept}`,
    ];
    const line = lineOfMeasure(text, changed[0]!);
    const summary = `${count(changed.length, "measure")} changed`;
    return { ...finding, status: "failed", summary, details, deviations: within, line };
  } catch (error) {
    if (!(error instanceof OrreryError)) throw error;
    return inputFinding(loaded.name, place, "golden summary", error, tell);
  }
}

/** What the scenario leaves open: nothing that a check could fail. */
export function openFindings({ named, loaded, prepared, changes }: Check): Finding[] {
  const points = unmeant(prepared.plan.resolved);
  if (points.length === 0) return [];
  return [
    {
      ...NEUTRAL,
      kind: "open",
      scenario: loaded.name,
      check: "what is left open",
      status: "skipped",
      summary: `${count(points.length, "point")}: ${called(["orrery lint", named, ...changes].join(" "))}`,
      details: points.map(openSentence),
      file: loaded.path,
    },
  ];
}

/** Designs, or designs and branches, that only one of the summaries has: their measures would say no more. */
const wholePlaces = (expected: Golden, found: Golden): string[] => [
  ...Object.keys(expected).flatMap((place) => (found[place] ? [] : [`${place} is not there any more`])),
  ...Object.keys(found).flatMap((place) => (expected[place] ? [] : [`${place} is new`])),
];
