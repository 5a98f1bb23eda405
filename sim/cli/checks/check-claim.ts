import { readFile } from "node:fs/promises";
import path from "node:path";
import { OrreryError } from "../../errors.ts";
import {
  parseStored,
  type StoredClaim,
  storedDifference,
  storedText,
} from "../../experiment/claims/stored.ts";
import { judgeClaim } from "../../experiment/claims/verdict.ts";
import {
  agreesWithClosedForm,
  closedFormText,
  sureText,
  verdictText,
} from "../../experiment/claims/words.ts";
import { onDisk, writeWhole } from "../../experiment/store/disk.ts";
import { tryClaim } from "../../experiment/workers/claim.ts";
import type { ExperimentOptions } from "../../experiment/workers/experiment.ts";
import { simulatedTime } from "../../run/run.ts";
import type { Claim } from "../../scenario/claim.ts";
import type { Loaded } from "../../scenario/load.ts";
import { shellArgument } from "../../text/shell.ts";
import { shownPath } from "../options/options.ts";
import { called } from "../terminal/called.ts";
import { startProgress } from "../terminal/progress.ts";
import type { Finding } from "./reporters/finding.ts";

/** Where a claim's result is kept. */
export const resultPlace = ({ path: file, name }: Pick<Loaded, "path" | "name">): string =>
  path.join(path.dirname(file), `${name}.result.json`);

/** A claim's experiment made anew: whether its runs are those that are kept, and what they say of it. */
export async function claimFindings(
  named: string,
  loaded: Loaded & { readonly claim: Claim },
  {
    workers,
    quiet,
    update,
  }: { readonly workers: number; readonly quiet?: boolean; readonly update?: boolean },
  { signal, turn }: Required<Pick<ExperimentOptions, "signal" | "turn">>,
): Promise<Finding[]> {
  const started = performance.now();
  const progress = await startProgress(loaded.name, 1, quiet === true);
  const tried = await tryClaim(loaded, { workers, signal, turn }).finally(() => progress.stop());
  const { resolved } = tried.prepared.plan;
  const seconds = (performance.now() - started) / 1_000;
  const neutral = {
    scenario: loaded.name,
    status: "passed",
    exitCode: 1,
    deviations: [],
    file: loaded.path,
    line: 0,
  } as const;
  const runs: Finding = {
    ...neutral,
    kind: "invariants",
    check: "invariants",
    seconds,
    summary: `held in ${tried.prepared.plan.jobs.length} runs of ${simulatedTime(resolved) / 86_400} days`,
    details: [],
  };
  if (!tried.result) {
    const told = tried.failures.slice(0, 3).map(({ job, error }) => `${job.name}: ${error.sentence}`);
    const exitCode = Math.max(...tried.failures.map(({ error }) => error.exitCode));
    return [
      { ...runs, status: "failed", exitCode, summary: `${tried.failures.length} runs failed`, details: told },
    ];
  }
  const place = resultPlace(loaded);
  const kept: Finding = {
    ...neutral,
    kind: "golden",
    check: "result of the claim",
    seconds: 0,
    file: place,
    summary: "",
    details: [],
  };
  const accept = called(`orrery check ${shellArgument(named)} --update`);
  if (update) await onDisk(place, () => writeWhole(place, storedText(tried.result!)));
  return [
    runs,
    await keptFinding(kept, place, tried.result, update === true, accept),
    verdictFinding(loaded, tried.result, neutral),
  ];
}

async function keptFinding(
  finding: Finding,
  place: string,
  result: StoredClaim,
  written: boolean,
  accept: string,
): Promise<Finding> {
  if (written) return { ...finding, summary: `written to ${shownPath(place)}` };
  const text = await readFile(place, "utf8").catch(() => undefined);
  if (text === undefined)
    return {
      ...finding,
      status: "failed",
      summary: `there is no ${shownPath(place)}`,
      details: [`Write it: ${accept}`],
    };
  try {
    const difference = storedDifference(parseStored(text, shownPath(place)), result);
    return difference === ""
      ? { ...finding, summary: "the same runs as are kept" }
      : {
          ...finding,
          status: "failed",
          summary: "other runs than are kept",
          details: [difference, `If this is meant: ${accept}`],
        };
  } catch (error) {
    if (!(error instanceof OrreryError)) throw error;
    return { ...finding, status: "failed", summary: error.sentence, details: [...error.facts] };
  }
}

/** What the runs say. A verdict is no failure, whatever it is; a closed form that they contradict is one. */
function verdictFinding(
  { claim, name }: { readonly claim: Claim; readonly name: string },
  result: StoredClaim,
  neutral: Omit<Finding, "kind" | "check" | "summary" | "details" | "seconds">,
): Finding {
  const found = judgeClaim(claim, result, name);
  const agrees = agreesWithClosedForm(claim, found);
  return {
    ...neutral,
    kind: "expectation",
    check: JSON.stringify(claim.claim),
    status: agrees ? "passed" : "failed",
    summary: verdictText(claim, found.worlds[0]!),
    details: [sureText(claim, found), closedFormText(claim, found)].filter((line) => line !== ""),
    seconds: 0,
  };
}
