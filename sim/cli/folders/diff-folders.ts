import type { Outcomes } from "../../comparison/outcomes.ts";
import {
  firstParting,
  type Parting,
  type ResultDifference,
  resultDifferences,
} from "../../comparison/results.ts";
import { OrreryError, UsageError } from "../../errors.ts";
import { type FirstDifference, firstDifference, type Runner } from "../../experiment/lockstep.ts";
import { runName } from "../../experiment/store/columns.ts";
import { type Manifest, readManifest } from "../../experiment/store/manifest.ts";
import { readRuns } from "../../experiment/store/read.ts";
import { readScenario } from "../../experiment/store/results.ts";
import type { Run } from "../../run/result.ts";
import { luckOf } from "../../run/run.ts";
import { Simulation } from "../../run/simulation.ts";
import type { ResolvedScenario } from "../../scenario/scenario.ts";
import { vary } from "../../scenario/vary.ts";
import { storedCode } from "./stored-code.ts";

/** A results folder that was read. */
export interface Folder {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly resolved: ResolvedScenario;
  readonly runs: readonly Run[];
}

/** A run that both folders have, and whose digests differ. */
export interface DifferingRun {
  readonly run: string;
  readonly first: Run;
  readonly second: Run;
  /** Undefined: no checkpoint that both kept differs. */
  readonly parting: Parting | undefined;
}

/** What two results folders have in common, and what not. */
export interface FolderDifference {
  readonly first: Folder;
  readonly second: Folder;
  /** Runs of one identity in both. */
  readonly shared: number;
  readonly differing: readonly DifferingRun[];
  /** Runs that only one of them has. */
  readonly onlyFirst: readonly string[];
  readonly onlySecond: readonly string[];
  readonly measures: readonly ResultDifference[];
  readonly identical: boolean;
}

/** @throws OrreryError where the folder is no results folder, is not complete, or is of another version */
export async function readFolder(folder: string): Promise<Folder> {
  const manifest = await readManifest(folder);
  return { folder, manifest, resolved: await readScenario(folder), runs: await readRuns(folder) };
}

/** @throws UsageError where the two have nothing in common that can be compared */
export function differenceOf(first: Folder, given: Folder): FolderDifference {
  const second = { ...given, runs: renumbered(given, first.manifest) };
  const designs = new Set(first.manifest.designs);
  if (!second.manifest.designs.some((design) => designs.has(design)))
    throw new UsageError(
      `${first.folder} and ${second.folder} have no design in common.`,
      [first, second].map(({ folder, manifest }) => `${folder}  ${manifest.designs.join(", ")}`),
    );
  const [ours, theirs] = [first, second].map(({ runs }) => new Map(runs.map((run) => [runName(run), run])));
  const both = [...ours!].flatMap(([run, own]) => {
    const other = theirs!.get(run);
    return other ? [{ run, first: own, second: other }] : [];
  });
  const differing = both
    .filter((pair) => pair.first.digest !== pair.second.digest)
    .map((pair) => ({ ...pair, parting: firstParting(pair.first, pair.second) }));
  const only = (one: Map<string, Run>, other: Map<string, Run>) =>
    [...one.keys()].filter((run) => !other.has(run));
  const measures = resultDifferences(outcomesOf(first), outcomesOf(second));
  if (measures.length === 0 && both.length === 0)
    throw new UsageError(
      `${first.folder} and ${second.folder} have no design under the same branch at the same point of a sweep in common.`,
      [first, second].map(({ folder, runs }) => `${folder}  ${runs[0] ? runName(runs[0]) : "no run"}, …`),
    );
  const [onlyFirst, onlySecond] = [only(ours!, theirs!), only(theirs!, ours!)];
  const identical =
    differing.length + onlyFirst.length + onlySecond.length === 0 &&
    both.every((pair) => sameSummaries(pair.first, pair.second));
  return { first, second, shared: both.length, differing, onlyFirst, onlySecond, measures, identical };
}

/** To the bit, measures without a value included. */
function sameSummaries({ summary: one }: Run, { summary: other }: Run): boolean {
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && Object.is(one[name], other[name]))
  );
}

const outcomesOf = ({ resolved, runs }: Folder): Outcomes => ({ scenario: resolved, runs });

/** The runs with their points numbered as in the other folder; points that it does not have come after all of its own. */
function renumbered({ runs, manifest }: Folder, { points }: Manifest): Run[] {
  const keyOf = (settings: object): string => JSON.stringify(Object.entries(settings).sort());
  const numbers = new Map(points.map(({ index, settings }) => [keyOf(settings), index]));
  const own = manifest.points.map(
    ({ index, settings }) => numbers.get(keyOf(settings)) ?? points.length + index,
  );
  return runs.map((run) => (run.point < 0 ? run : { ...run, point: own[run.point]! }));
}

/**
 * The first event that differs in a run of both folders.
 *
 * @param runCode whether a scenario's code that the folders name may be run
 * @returns or why nobody can say: the code that made one of them is not at hand
 */
export async function firstEvent(
  { first, second }: FolderDifference,
  run: DifferingRun,
  runCode: boolean,
): Promise<FirstDifference | string | undefined> {
  const sides: Runner[] = [];
  for (const [folder, own] of [
    [first, run.first],
    [second, run.second],
  ] as const) {
    const side = await runnerOf(folder, own, runCode);
    if (typeof side === "string") return side;
    sides.push(side);
  }
  return firstDifference(
    sides[0]!,
    sides[1]!,
    run.first.branch,
    Math.max(run.first.events, run.second.events),
  );
}

/** A run at its start, to be made again; or why it cannot be. */
async function runnerOf(
  { folder, manifest, resolved }: Folder,
  run: Run,
  runCode: boolean,
): Promise<Runner | string> {
  const code = await storedCode(folder, manifest, runCode);
  if ("why" in code)
    return [`${folder} cannot be run again: ${code.why}`, code.hint].filter(Boolean).join(". ");
  try {
    const stored = manifest.runs.find(
      ({ digest, design }) => digest === run.digest && design === run.design,
    )!;
    const varied = vary(resolved, code.catalogue, manifest.points[stored.point]?.settings ?? {});
    const { luck } = luckOf(resolved, run.replication);
    const { design, replication, seed } = run;
    return {
      simulation: new Simulation(varied, code.catalogue, { design, replication, seed, luck, claims: "off" }),
      resolved: varied,
    };
  } catch (error) {
    if (!(error instanceof OrreryError)) throw error;
    return `${folder} cannot be run again: ${error.sentence}`;
  }
}
