import { type Problem, ScenarioError } from "../errors.ts";
import type { Run } from "../run/result.ts";
import { isProblem, qualified, type Readable } from "../scenario/readable.ts";
import type { ResolvedExpectation, ResolvedScenario } from "../scenario/scenario.ts";
import { type Answer, answerOf, answerOfValues } from "./expectations/kinds.ts";
import { hasAll, readableOfRuns } from "./expectations/readable.ts";
import { type Decision, decide } from "./expectations/sequential.ts";

/** What the runs say of one claim of the scenario. */
export interface Verdict {
  readonly expectation: ResolvedExpectation;
  /** `undecided`: its confidence needs more replications. */
  readonly outcome: "holds" | "broken" | "undecided";
  /** Of a claim that is broken or undecided: each place where it is, with what was found there. */
  readonly findings: readonly string[];
  /** Of a claim that holds: what a reader may want to know, such as the time of a recovery. */
  readonly notes: readonly string[];
  /** Where more replications would help to decide; empty where it is decided. */
  readonly wanting: readonly Wanting[];
}

export interface Wanting {
  readonly designs: readonly string[];
  /** Empty where the scenario has no branches. */
  readonly branch: string;
  /** Number of replications in all. */
  readonly replications: number;
}

/** Replications that a claim with a confidence may ask for. */
export const MOST_REPLICATIONS = 32;

/** The runs that a claim is about at one place: one design and branch, or one branch where designs are compared. */
interface Place {
  readonly name: string;
  readonly designs: readonly string[];
  readonly branch: string;
  /** By replication, in rising order. */
  readonly answers: readonly {
    readonly name: string;
    readonly replication: number;
    readonly answer: Answer;
  }[];
}

/**
 * Judges the scenario's expectations on runs.
 *
 * `always`, `never`, `eventually`, `recovers` and `monotone` look at the samples, `atEnd` at the values at the horizon,
 * `summary` and `compare` at the summaries after the warm-up. A sample at which a measure has no value (a price nobody
 * paid) says nothing; at the end and in the summary a value that is missing breaks the claim. A claim about a measure
 * that a design does not have (a token's, where there is none) says nothing about that design; a measure that no
 * design has is a mistake.
 *
 * Without a confidence every run has to keep a claim. With one, the replications of each design and branch are taken
 * in their order until the claim is decided; the first decision stands, so that more runs than it needs change nothing.
 *
 * @param most replications that a claim with a confidence may ask for; what is undecided then stays so
 * @throws ScenarioError with every expression that cannot be read or names no measure
 */
export function judge(
  resolved: Pick<ResolvedScenario, "name" | "expect" | "antithetic">,
  runs: readonly Run[],
  most: number = MOST_REPLICATIONS,
): Verdict[] {
  const problems: Problem[] = [];
  const verdicts = resolved.expect.flatMap((expectation) => {
    const own = runs.filter((run) => isAbout(expectation, run));
    if (own.length === 0) return [];
    const read = readableOfRuns(expectation, own);
    if (isProblem(read)) {
      problems.push(read);
      return [];
    }
    const places = expectation.kind === "compare" ? compared(read, own) : placesOf(expectation, read, own);
    return [
      expectation.confidence === 0
        ? strictVerdict(expectation, places)
        : sequentialVerdict(expectation, read, places, { most, antithetic: resolved.antithetic }),
    ];
  });
  if (problems.length > 0) throw new ScenarioError(resolved.name, problems);
  return verdicts;
}

const isAbout = ({ kind, design, branch }: ResolvedExpectation, run: Run): boolean =>
  (design === "" || kind === "compare" || run.design === design) && (branch === "" || run.branch === branch);

const branchText = (branch: string): string => (branch === "" ? "" : ` · ${branch}`);

/** How a report calls a run: `halving/0`, `halving/0 · demand halves`. */
const runName = ({ design, replication, branch }: Run): string =>
  `${design}/${replication}${branchText(branch)}`;

function placesOf(expectation: ResolvedExpectation, read: Readable, runs: readonly Run[]): Place[] {
  const able = runs.filter((run) => hasAll(run, read.measures));
  return grouped(able, ({ design, branch }) => `${design}${branchText(branch)}`).map(([name, own]) => ({
    name,
    designs: [own[0]!.design],
    branch: own[0]!.branch,
    answers: own.map((run) => ({
      name: runName(run),
      replication: run.replication,
      answer: answerOf(expectation, read, run),
    })),
  }));
}

/** Designs of one replication and branch share their luck; a replication that lacks one of them says nothing. */
function compared(read: Readable, runs: readonly Run[]): Place[] {
  const designs = [...new Set(runs.map(({ design }) => design))].filter((design) =>
    read.measures.some((measure) => measure.startsWith(qualified(design, ""))),
  );
  const own = runs.filter(({ design }) => designs.includes(design));
  return grouped(own, ({ branch }) => branch).map(([branch, ofBranch]) => ({
    name: branch === "" ? "between designs" : branch,
    designs,
    branch,
    answers: grouped(ofBranch, ({ replication }) => String(replication)).flatMap(([, together]) => {
      if (together.length < designs.length) return [];
      const { replication } = together[0]!;
      return [
        {
          name: `replication ${replication}${branchText(branch)}`,
          replication,
          answer: answerOfValues(read, valuesOf(together), "after the warm-up"),
        },
      ];
    }),
  }));
}

const valuesOf = (runs: readonly Run[]): Record<string, number> =>
  Object.fromEntries(
    runs.flatMap(({ design, summary }) =>
      Object.entries(summary).map(([measure, value]) => [qualified(design, measure), value]),
    ),
  );

/** In the order of first appearance; within a group by replication. */
function grouped(runs: readonly Run[], key: (run: Run) => string): [string, Run[]][] {
  const groups = new Map<string, Run[]>();
  for (const run of runs) {
    const group = groups.get(key(run));
    if (group) group.push(run);
    else groups.set(key(run), [run]);
  }
  for (const group of groups.values()) group.sort((one, other) => one.replication - other.replication);
  return [...groups];
}

function strictVerdict(expectation: ResolvedExpectation, places: readonly Place[]): Verdict {
  const answers = places.flatMap((place) => place.answers);
  const labelled = (field: "contradiction" | "note") =>
    answers
      .filter(({ answer }) => answer[field] !== "")
      .map(({ name, answer }) => `${name}: ${answer[field]}`);
  const findings = labelled("contradiction");
  const outcome = findings.length > 0 ? "broken" : "holds";
  return { expectation, outcome, findings, notes: outcome === "holds" ? labelled("note") : [], wanting: [] };
}

function sequentialVerdict(
  expectation: ResolvedExpectation,
  read: Readable,
  places: readonly Place[],
  limits: { readonly most: number; readonly antithetic: boolean },
): Verdict {
  const decisions = places.map(({ answers, ...place }) => ({
    ...place,
    decision: decide(expectation, read.claim.comparison, answers, limits),
  }));
  const of = (...outcomes: Decision["outcome"][]) =>
    decisions.filter(({ decision }) => outcomes.includes(decision.outcome));
  const sentences = (found: typeof decisions) =>
    found.map(({ name, decision }) => `${name}: ${decision.sentence}`);
  const outcome = of("broken").length > 0 ? "broken" : of("undecided").length > 0 ? "undecided" : "holds";
  // A claim that is broken somewhere is broken: nothing more needs to be run for it.
  const wanting = outcome === "undecided" ? of("undecided").filter(({ decision }) => decision.next > 0) : [];
  return {
    expectation,
    outcome,
    findings: sentences(of("broken", "undecided")),
    notes: outcome === "holds" ? sentences(of("holds")) : [],
    wanting: wanting.map(({ designs, branch, decision }) => ({
      designs,
      branch,
      replications: decision.next,
    })),
  };
}
