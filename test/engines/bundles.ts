import path from "node:path";
import { build } from "esbuild";
import { encode } from "../../sim/codec.ts";
import { bundleWorker } from "../../sim/experiment/workers/bundle.ts";
import { runBranches } from "../../sim/run/run.ts";
import { catalogueOf } from "../../sim/scenario/catalogue.ts";
import { loadScenario } from "../../sim/scenario/load.ts";
import { ROOT } from "../../sim/scenario/load-bundle.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import type { RunRequest } from "../../sim/worker-messages.ts";

/** The scenarios that other engines run, with horizons that keep them short. */
export const SCENARIOS = [
  ["hello", "60d"],
  ["mm1", "2h"],
  ["flagship", "20d"],
  ["test/engines/forked.yaml", "20d"],
  ["two-networks", "20d"],
] as const;

/** What another engine needs for one job, and what this one makes of it. */
export interface Trial {
  /** The code of the worker, as threads and pages run it. */
  readonly worker: string;
  readonly request: RunRequest;
  /** Of every branch, where the scenario has some: the digest, and the summary as the codec writes it. */
  readonly outcomes: readonly { readonly digest: string; readonly summary: string }[];
}

export async function trialOf(name: string, until: string): Promise<Trial> {
  const { scenario, path: file, code } = await loadScenario(name);
  const catalogue = catalogueOf(scenario);
  const resolved = resolve(scenario, catalogue, { name: path.parse(name).name, until });
  const options = { design: resolved.designs.at(-1)!.name, replication: 0 };
  const here = runBranches(resolved, catalogue, options);
  const { source } = await bundleWorker(code === "module" ? file : undefined);
  return {
    worker: source,
    request: { id: 1, resolved, options },
    outcomes: here.map(({ digest, summary }) => ({ digest, summary: encode(summary) })),
  };
}

/** A module of the project and all that it imports, as one text for a page or another Node. */
export async function bundled(file: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(ROOT, file)],
    absWorkingDir: ROOT,
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    platform: "browser",
    logLevel: "silent",
  });
  return outputFiles[0]!.text;
}
