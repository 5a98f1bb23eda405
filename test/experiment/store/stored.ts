import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { sha256Hex } from "../../../sim/codec.ts";
import type { Failure } from "../../../sim/experiment/runner.ts";
import type { Format } from "../../../sim/experiment/store/formats.ts";
import { openPartial } from "../../../sim/experiment/store/partial.ts";
import { type Written, writeResults } from "../../../sim/experiment/store/results.ts";
import { storedFlaws } from "../../../sim/experiment/store/verify.ts";
import {
  type ExperimentOptions,
  type Prepared,
  type PrepareOptions,
  prepare,
  runPlanned,
} from "../../../sim/experiment/workers/experiment.ts";
import type { Scenario } from "../../../sim/scenario/scenario.ts";
import { temporaryFolder } from "../../cli/orrery.ts";

/** Where results go, for tests in which nobody else writes. */
export const placeIn = (out: string, name = "stored") => ({
  folder: path.join(out, name),
  between: path.join(out, "between"),
});

/** A scenario of mechanisms that Orrery has, resolved and planned. */
export const prepared = (scenario: Scenario, options: PrepareOptions = {}): Promise<Prepared> =>
  prepare({ scenario, name: "stored", path: "stored.yaml", code: "data" }, options);

export interface Stored extends Written {
  readonly folder: string;
  readonly failures: readonly Failure[];
}

/** Runs what is planned and stores it in `out`, a folder of this test's own if none is given. */
export async function stored(
  experiment: Prepared,
  options: Partial<ExperimentOptions> & { readonly format?: Format; readonly out?: string } = {},
): Promise<Stored> {
  const { plan } = experiment;
  const { format = "parquet", out = temporaryFolder(), ...running } = options;
  const { record = {} } = options;
  const partial = await openPartial(out, plan, record);
  const failures = await runPlanned(experiment, { workers: 2, onRuns: partial.keep, ...running });
  const written = await writeResults(placeIn(out), partial, plan, failures, {
    command: "run",
    version: "0.0.0",
    origin: { path: "stored.yaml", code: "data" },
    started: new Date(0),
    record,
    format,
    report: undefined,
    assumptions: [],
  });
  await partial.remove();
  return { ...written, failures, folder: path.join(out, plan.resolved.name) };
}

/** Name and sha256 of every file but the manifest, which tells times. */
export const hashesOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== "manifest.json")
      .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
      .sort()
      .map((name) => [name, sha256Hex(readFileSync(path.join(folder, name)))]),
  );

/** What a manifest says that does not depend on when it ran. */
export function timelessManifest(folder: string): Record<string, unknown> {
  const {
    started: _,
    finished: __,
    ...rest
  } = JSON.parse(readFileSync(path.join(folder, "manifest.json"), "utf8"));
  return rest;
}

/** What does not hold of a results folder, as sentences. */
export const flawsOf = async (folder: string): Promise<string[]> =>
  (await storedFlaws(folder)).flaws.map(({ sentence }) => sentence);
