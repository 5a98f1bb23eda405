import { rename, writeFile } from "node:fs/promises";
import { deflateSync } from "node:zlib";
import { sha256Hex } from "../../codec.ts";
import { type Golden, golden } from "../../experiment/golden.ts";
import { makeFolder } from "../../experiment/store/disk.ts";
import { VERSION } from "../../experiment/workers/bundle.ts";
import { collectRuns, prepare } from "../../experiment/workers/experiment.ts";
import { packRuns } from "../../figures/live/pack.ts";
import type { Run } from "../../run/result.ts";
import type { Loaded } from "../../scenario/load.ts";
import { toldInput } from "../folders/report-files.ts";
import { answering } from "./run-results.ts";
import {
  hasStored,
  resolvingOf,
  STORED,
  type StoredFacts,
  type StoredPart,
  shownPath,
  storedFacts,
  storedFiles,
} from "./stored-facts.ts";

/**
 * Runs a scenario of the repository and stores what its page needs: by default of as many runs as there are stored.
 *
 * @returns the path of what was stored, from the root of the repository
 */
export async function storeResults(
  loaded: Loaded,
  asked: Partial<StoredPart>,
  { workers, folder = STORED }: { readonly workers: number; readonly folder?: string },
): Promise<string> {
  const { name } = loaded;
  const before: Partial<StoredPart> = hasStored(name, folder) ? await storedFacts(name, folder) : {};
  const { command, replications: usual = 1 } = answering(loaded.scenario);
  const { replications = usual, spread } = { ...before, ...asked };
  const part: StoredPart = { replications, ...(spread === undefined ? {} : { spread }) };
  const swept = command === "sweep";
  const prepared = await prepare(loaded, { ...resolvingOf(loaded, part), replications, swept });
  const { resolved: scenario, points, scenarioHash } = prepared.plan;
  const { runs, failures } = await collectRuns(prepared, { workers });
  const input = toldInput({ scenario, runs: withFirstBooks(runs), points });
  const content = deflateSync(packRuns(input), { level: 9 });
  const facts: StoredFacts = {
    version: VERSION,
    command,
    ...part,
    scenarioHash,
    sha256: sha256Hex(content),
    failures: failures.map(({ job, error }) => ({ run: job.name, message: error.message })),
    ...(swept ? { base: await baseOf(loaded, workers) } : {}),
  };
  const files = storedFiles(name, folder);
  await makeFolder(folder);
  await writeFile(`${files.runs}.new`, content);
  await rename(`${files.runs}.new`, files.runs);
  await writeFile(files.facts, `${JSON.stringify(facts, null, 1)}\n`);
  return shownPath(files.runs);
}

/** Who paid whom is shown of the first replication, and would be most of what further ones weigh. */
function withFirstBooks(runs: readonly Run[]): Run[] {
  const seen = new Set<string>();
  return runs.map((run) => {
    const key = JSON.stringify([run.design, run.branch, run.point]);
    if (!seen.has(key)) {
      seen.add(key);
      return run;
    }
    return { ...run, flows: [], balances: [] };
  });
}

/** The scenario as it is, in its first replication. */
async function baseOf(loaded: Loaded, workers: number): Promise<Golden> {
  const prepared = await prepare(loaded, { ...resolvingOf(loaded, {}), replications: 1 });
  return golden((await collectRuns(prepared, { workers })).runs);
}
