import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { OrreryError } from "../../errors.ts";
import { type Manifest, readManifest } from "../../experiment/store/manifest.ts";
import { readRuns } from "../../experiment/store/read.ts";
import { readScenario } from "../../experiment/store/results.ts";
import type { Run } from "../../run/result.ts";
import { catalogueOf } from "../../scenario/catalogue.ts";
import type { Loaded } from "../../scenario/load.ts";
import { ROOT } from "../../scenario/load-bundle.ts";
import { namesOf } from "../../scenario/named.ts";
import type { ResolvedScenario, Scenario } from "../../scenario/scenario.ts";
import { runScenarios } from "../folders/run-and-store.ts";
import type { RunningOptions } from "../options/options.ts";
import type { PublishedResults } from "./scenario-source.ts";

/** Fewer replications make intervals too wide to tell much apart. */
const REPLICATIONS = 8;

/** The command that answers a scenario's question: what it sweeps, what it compares, or what it is alone. */
export function answering({ sweep, designs, branches, replications }: Scenario): {
  command: "run" | "compare" | "sweep";
  replications: number | undefined;
} {
  if (sweep !== undefined) return { command: "sweep", replications };
  const compared = namesOf(designs ?? { base: [] }).length > 1 || branches !== undefined;
  return compared
    ? { command: "compare", replications: Math.max(REPLICATIONS, replications ?? 0) }
    : { command: "run", replications };
}

/** An invariant broke in every run. */
class NothingToPublish extends OrreryError {
  override readonly exitCode = 3;
}

export type PublishRunOptions = Pick<
  RunningOptions,
  "workers" | "quiet" | "allowDataOutside" | "allowLong"
> & {
  readonly replications?: number | undefined;
};

/** Runs a scenario as `orrery compare` and its like do, in a folder that goes, and reads what came out. */
export async function runResults(loaded: Loaded, options: PublishRunOptions): Promise<PublishedResults> {
  const out = await mkdtemp(path.join(tmpdir(), "orrery-publish-"));
  try {
    await runInto(out, loaded, options);
    const folder = path.join(out, loaded.name);
    // What broke has been told; the exit code stays what it is.
    if (!existsSync(folder))
      throw new NothingToPublish(`${loaded.name} cannot be published: all of its runs came to nothing.`);
    return await resultsOf(
      loaded,
      await readScenario(folder),
      await readRuns(folder),
      await readManifest(folder),
    );
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

/** Runs a scenario and stores its tables below a folder, without charts. */
async function runInto(out: string, loaded: Loaded, options: PublishRunOptions): Promise<void> {
  const { command, replications } = answering(loaded.scenario);
  const chosen = options.replications ?? replications;
  await runScenarios(
    command,
    [loaded.path],
    {
      ...(chosen === undefined ? {} : { replications: chosen }),
      ...(options.allowDataOutside ? { allowDataOutside: true } : {}),
      ...(options.allowLong ? { allowLong: true } : {}),
      workers: options.workers,
      out,
      format: "parquet",
      report: false,
      quiet: true,
    },
    { text: () => "", json: () => ({}) },
    { swept: command === "sweep" },
  );
}

/** What is published of runs of a scenario whose file is at hand, by what its manifest says of them. */
export async function resultsOf(
  loaded: Loaded,
  scenario: ResolvedScenario,
  runs: readonly Run[],
  manifest: PublishedResults["manifest"] & Pick<Manifest, "replications">,
): Promise<PublishedResults> {
  return {
    name: loaded.name,
    scenario,
    runs,
    manifest: { ...manifest, arguments: argumentsOf(loaded, manifest) },
    catalogue: catalogueOf(loaded.scenario),
    loaded,
    written: { file: path.basename(loaded.path), text: await readFile(loaded.path, "utf8") },
  };
}

/** By which arguments whoever reads the page comes to the same results. */
const argumentsOf = (
  { name, path: file }: Loaded,
  { replications }: Pick<Manifest, "replications">,
): string[] => [
  path.dirname(file) === path.join(ROOT, "scenarios") ? name : path.basename(file),
  "--replications",
  String(replications),
];
