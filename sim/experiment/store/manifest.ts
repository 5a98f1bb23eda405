import { OrreryError } from "../../errors.ts";
import type { Measure, Run } from "../../run/result.ts";
import { isTable } from "../../schema/table.ts";
import type { Plan } from "../plan.ts";
import type { Point } from "../points.ts";
import { runName } from "./columns.ts";
import type { Format } from "./formats.ts";
import { checked, contradictions, MANIFEST, NotAsWritten } from "./manifest-schema.ts";
import { storedText } from "./stored-file.ts";
import { measuresOf } from "./tables.ts";

/** Version of the results folder; another one is refused. */
export const RESULTS_VERSION = 3;

/** Where a scenario came from, so that its own mechanisms are found again. */
export interface Origin {
  /** Relative to the folder that holds the results folder where both lie in one tree, else absolute. */
  readonly path: string;
  readonly code: "data" | "module";
}

export interface FileRecord {
  readonly sha256: string;
  readonly bytes: number;
}

/** Commands that write results. */
export type Command = "run" | "compare" | "sweep";

/** `manifest.json`: what was run, by what, with which outcome, and the hash of every other file. */
export interface Manifest {
  readonly resultsVersion: number;
  /** Which command wrote them: those of one do not replace those of another. Undefined before 0.4. */
  readonly command?: Command;
  /** What followed its name, without what changes no result. Undefined before 0.6. */
  readonly arguments?: readonly string[];
  readonly scenario: string;
  readonly title: string;
  readonly scenarioHash: string;
  /** sha256 of the simulator's and the scenario's bundled code. */
  readonly code: string;
  readonly version: string;
  readonly engine: { readonly node: string; readonly v8: string; readonly platform: string };
  readonly origin: Origin;
  /** ISO 8601. */
  readonly started: string;
  readonly finished: string;
  readonly format: Format;
  readonly designs: readonly string[];
  readonly replications: number;
  readonly runs: readonly {
    readonly run: string;
    readonly design: string;
    readonly replication: number;
    /** −1: nothing is swept. */
    readonly point: number;
    /** Empty: nothing is branched. */
    readonly branch: string;
    /** Of the scenario with the point's parameters in it. */
    readonly scenarioHash: string;
    readonly seed: number;
    readonly events: number;
    readonly digest: string;
  }[];
  /** What a sweep set at each of its points. */
  readonly points: readonly Point[];
  /** Jobs that came to nothing, and why. */
  readonly failures: readonly { readonly run: string; readonly message: string }[];
  readonly measures: Readonly<Record<string, Measure>>;
  /** Parameters without a source, as sentences. */
  readonly assumptions: readonly string[];
  /** The resolved scenario; tables by path, sha256 and rows. In whole: `scenario.json`. */
  readonly resolved: unknown;
  readonly files: Readonly<Record<string, FileRecord>>;
}

/** What a manifest says beside what the plan and the runs tell. */
export interface Circumstances {
  readonly command: Command;
  readonly arguments?: readonly string[];
  readonly version: string;
  readonly origin: Origin;
  readonly started: Date;
  readonly finished: Date;
  readonly format: Format;
  readonly assumptions: readonly string[];
}

export function manifestOf(
  plan: Plan,
  runs: readonly Run[],
  failures: Manifest["failures"],
  { started, finished, ...rest }: Circumstances,
  files: Manifest["files"],
): Manifest {
  const { resolved } = plan;
  return {
    resultsVersion: RESULTS_VERSION,
    scenario: resolved.name,
    title: resolved.title,
    scenarioHash: plan.scenarioHash,
    code: plan.code,
    ...rest,
    engine: {
      node: process.version,
      v8: process.versions.v8,
      platform: `${process.platform} ${process.arch}`,
    },
    started: started.toISOString(),
    finished: finished.toISOString(),
    designs: resolved.designs.map(({ name }) => name),
    replications: plan.replications,
    runs: runs.map((run) => ({
      run: runName(run),
      design: run.design,
      replication: run.replication,
      point: run.point,
      branch: run.branch,
      scenarioHash: run.scenarioHash,
      seed: run.seed,
      events: run.events,
      digest: run.digest,
    })),
    points: plan.points,
    failures,
    measures: measuresOf(runs),
    resolved: withoutTables(resolved),
    files,
  };
}

/** A table's content is in `scenario.json`; here its hash stands for it. */
function withoutTables(value: unknown): unknown {
  if (isTable(value)) return { path: value.path, sha256: value.sha256, rows: value.rows };
  if (Array.isArray(value)) return value.map(withoutTables);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withoutTables(part)]));
}

export const manifestText = (manifest: Manifest): string => `${JSON.stringify(manifest, null, 2)}\n`;

/**
 * Reads `manifest.json` of a results folder.
 *
 * @throws OrreryError where there is none, it is of another version, or a field of it is missing or odd
 */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await storedText(folder, "manifest.json");
  if (text === undefined)
    throw new OrreryError(
      `${folder} is no results folder: it has no manifest.json.`,
      [],
      "Results lie in results/<scenario> after orrery run <scenario>.",
    );
  const what = `${folder}/manifest.json`;
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    throw new OrreryError(`${what} is not JSON: it was changed or cut.`, [(error as Error).message]);
  }
  const { resultsVersion } = (raw ?? {}) as { resultsVersion?: unknown };
  if (resultsVersion !== RESULTS_VERSION)
    throw new OrreryError(`${what} is of another version of Orrery, or was changed.`, [
      `results version ${JSON.stringify(resultsVersion) ?? "not given"}, this Orrery reads ${RESULTS_VERSION}`,
    ]);
  const manifest = checked(MANIFEST, raw, what) as unknown as Manifest;
  const wrong = contradictions(manifest);
  if (wrong.length > 0) throw new NotAsWritten(what, wrong);
  return manifest;
}
