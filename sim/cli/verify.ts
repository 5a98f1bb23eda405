import path from "node:path";
import type { Command } from "commander";
import { OrreryError } from "../errors.ts";
import { plan } from "../experiment/plan.ts";
import { runName } from "../experiment/store/columns.ts";
import type { Manifest } from "../experiment/store/manifest.ts";
import { readScenario } from "../experiment/store/results.ts";
import { type Flaw, runFlaw, storedFlaws } from "../experiment/store/verify.ts";
import { bundleWorker } from "../experiment/workers/bundle.ts";
import { runPlanned } from "../experiment/workers/experiment.ts";
import type { Run } from "../run/result.ts";
import { simulatedTime } from "../run/run.ts";
import { catalogueOf } from "../scenario/catalogue.ts";
import { loadScenario } from "../scenario/load.ts";
import { Interrupted, interruptible } from "./interrupt.ts";
import { workersOption } from "./options.ts";
import { print } from "./print.ts";
import { startProgress } from "./progress.ts";
import { printJson } from "./terminal.ts";

interface VerifyOptions {
  readonly quick?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly workers: number;
}

export function configure(command: Command): void {
  command
    .argument("<results>", "a results folder, such as results/flagship")
    .option("--quick", "do not run anything again")
    .option("--json", "a machine-readable summary on stdout, nothing else there")
    .option("--quiet", "only what went wrong")
    .addOption(workersOption())
    .action(verify);
}

async function verify(folder: string, options: VerifyOptions): Promise<void> {
  const { manifest, flaws } = await storedFlaws(folder);
  // A changed scenario has other runs: they would all differ, and say nothing.
  const rerun = !options.quick && !flaws.some(({ kind }) => kind === "scenario");
  const { flaws: differing, notes } = rerun
    ? await runAgain(folder, manifest, options)
    : { flaws: [], notes: ["No run was run again."] };
  const all = [...flaws, ...differing];
  if (options.json)
    printJson({ results: path.resolve(folder), verified: all.length === 0, flaws: all, notes });
  else if (all.length > 0 || !options.quiet) print(verdict(folder, manifest, all, notes));
  process.exitCode = all.length > 0 ? 1 : 0;
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

function verdict(
  folder: string,
  { runs, files }: Manifest,
  flaws: readonly Flaw[],
  notes: readonly string[],
): string {
  const head =
    flaws.length === 0
      ? `${folder} is verified: ${Object.keys(files).length} files, ${counted(runs.length, "chain")} of blocks, ${counted(runs.length, "run")}.`
      : `${folder} is not what was stored: ${counted(flaws.length, "flaw")}.`;
  return [head, ...flaws.map(({ sentence }) => `  ${sentence}`), ...notes].join("\n");
}

async function runAgain(
  folder: string,
  manifest: Manifest,
  options: VerifyOptions,
): Promise<{ flaws: Flaw[]; notes: string[] }> {
  const resolved = await readScenario(folder);
  const module = manifest.origin.code === "module" ? await moduleOf(folder, manifest) : undefined;
  const bundle = await bundleWorker(module);
  const catalogue =
    module === undefined ? catalogueOf({ world: [] }) : catalogueOf((await loadScenario(module)).scenario);
  const swept = manifest.points.length > 0;
  const prepared = {
    bundle,
    catalogue,
    plan: plan(resolved, bundle.sha256, { replications: manifest.replications, swept }),
  };
  const progress = await startProgress(
    resolved.name,
    manifest.runs.length,
    options.quiet === true || options.json === true,
  );
  const all = prepared.plan.jobs.length * simulatedTime(resolved);
  const again = new Map<string, Pick<Run, "digest" | "events">>();
  const failures = await interruptible((signal) =>
    runPlanned(prepared, {
      workers: options.workers,
      signal,
      onRuns: (_, runs) => {
        for (const run of runs) again.set(runName(run), { digest: run.digest, events: run.events });
      },
      onProgress: (simulated, done) => progress.update(simulated / all, done),
    }).catch((error) => {
      throw signal.aborted ? new Interrupted("The verification was interrupted.") : error;
    }),
  ).finally(() => progress.stop());
  const reasons = new Map(failures.map(({ job, error }) => [job.name, error.message.split("\n", 1)[0]!]));
  const flaws = manifest.runs.flatMap((stored) => {
    const reason =
      reasons.get(runName({ ...stored, branch: "" })) ?? "it is not among the runs of its scenario.";
    return runFlaw(stored, again.get(stored.run) ?? { reason }) ?? [];
  });
  const changed = bundle.sha256 !== manifest.code;
  return {
    flaws,
    notes: changed
      ? [
          `The code is another than the one that made these results (${manifest.code.slice(0, 12)}, version ${manifest.version}).`,
        ]
      : [],
  };
}

async function moduleOf(folder: string, { origin }: Manifest): Promise<string> {
  const file = path.resolve(folder, "..", origin.path);
  const loaded = await loadScenario(file).catch(() => undefined);
  if (loaded) return loaded.path;
  throw new OrreryError(
    `The scenario of ${folder} is not there any more: ${file}.`,
    ["It is written in TypeScript and may define mechanisms of its own."],
    "Check the files and blocks alone by --quick.",
  );
}
