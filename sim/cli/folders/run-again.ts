import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { OrreryError } from "../../errors.ts";
import { assumptionsOf, assumptionText } from "../../experiment/assumptions.ts";
import { type Plan, plan } from "../../experiment/plan.ts";
import { differingFlaws, isSameEngine } from "../../experiment/store/compare-stored.ts";
import { onDisk } from "../../experiment/store/disk.ts";
import { holdPlace } from "../../experiment/store/lock.ts";
import { type Manifest, readManifest } from "../../experiment/store/manifest.ts";
import { openPartial } from "../../experiment/store/partial.ts";
import { type Report, readScenario, writeResults } from "../../experiment/store/results.ts";
import type { Flaw } from "../../experiment/store/verify.ts";
import { VERSION } from "../../experiment/workers/bundle.ts";
import { runPlanned } from "../../experiment/workers/experiment.ts";
import { simulatedTime } from "../../run/run.ts";
import type { Catalogue } from "../../scenario/catalogue.ts";
import type { ResolvedScenario } from "../../scenario/scenario.ts";
import { checkFields } from "../../schema/check.ts";
import { Interrupted, interruptible } from "../terminal/interrupt.ts";
import { startProgress } from "../terminal/progress.ts";
import { claimsAtOf, failureAsStored } from "./as-it-was-run.ts";
import { chartsAndLiveReport, chartsAndReport } from "./report-files.ts";
import type { StoredCode } from "./stored-code.ts";

/** What came of running results again. */
export interface RunAgain {
  readonly flaws: readonly Flaw[];
  /** What was not compared, and why. */
  readonly notes: readonly string[];
}

/**
 * Runs the scenario of a results folder again, stores the results as `orrery run` does in a temporary folder, and
 * compares the two in whole.
 */
export async function runAgain(
  folder: string,
  manifest: Manifest,
  code: StoredCode,
  options: { readonly workers: number; readonly silent: boolean },
): Promise<RunAgain> {
  const resolved = await readScenario(folder);
  const wrong = [...parameterFlaws(resolved, code.catalogue), ...countFlaws(manifest, resolved)];
  if (wrong.length > 0) return { flaws: wrong, notes: ["Nothing was run again."] };
  const swept = manifest.points.length > 0;
  const planned = plan(resolved, code.bundle.sha256, { replications: manifest.replications, swept });
  const temporary = await onDisk(tmpdir(), () => mkdtemp(path.join(tmpdir(), "orrery-verify-")));
  try {
    const report = await reportAsIn(folder, manifest);
    await makeAgain(temporary, manifest, code, planned, { ...options, report }).catch((error) => {
      if (error instanceof OrreryError) throw error;
      // Its parameters are within their bounds one by one, and nobody wrote them together.
      throw new OrreryError(`The scenario of ${folder} cannot be run again.`, [(error as Error).message]);
    });
    const stored = { folder, manifest };
    const place = path.join(temporary, resolved.name);
    const made = { folder: place, manifest: await readManifest(place) };
    const notes = isSameEngine(stored, made)
      ? []
      : [`Charts and report were drawn on another engine (${engineText(manifest)}): they were not compared.`];
    return { flaws: await differingFlaws(stored, made), notes };
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** More parameters that are refused say no more. */
const MOST_TOLD = 12;

const engineText = ({ engine: { node, platform } }: Manifest): string => `Node ${node}, ${platform}`;

/** Parameters of `scenario.json` that their mechanisms refuse, which no scenario that was run has. */
function parameterFlaws({ designs }: ResolvedScenario, catalogue: Catalogue): Flaw[] {
  const sentences = designs.flatMap(({ name, uses }) =>
    uses.flatMap(({ mechanism, params, as }) => {
      const place = `scenario.json: ${name} › ${as}`;
      const known = catalogue.get(mechanism);
      if (!known) return `${place}: There is no mechanism ${JSON.stringify(mechanism)}.`;
      const { problems } = checkFields(known.params, params, place);
      return problems.map(({ path: where, message }) => `${where}: ${message}`);
    }),
  );
  return [...new Set(sentences)]
    .slice(0, MOST_TOLD)
    .map((sentence) => ({ kind: "scenario", subject: "scenario.json", sentence }));
}

/** A manifest that lists another number of runs than its scenario has: told before a plan of that size is made. */
function countFlaws(manifest: Manifest, { designs, branches, sweep }: ResolvedScenario): Flaw[] {
  const { runs, failures, replications, points } = manifest;
  const futures = branches?.branches.length ?? 1;
  const jobs = designs.length * Math.max(1, points.length) * replications;
  const flaw = (sentence: string): Flaw[] => [{ kind: "manifest", subject: "manifest.json", sentence }];
  if (points.length > 0 && points.length !== sweep?.points)
    return flaw(
      `manifest.json: points has ${points.length}, the scenario's sweep has ${sweep?.points ?? "none"}.`,
    );
  return jobs === runs.length / futures + failures.length
    ? []
    : flaw(
        `manifest.json: replications is ${replications}, which makes ${jobs * futures} runs of this scenario; runs has ${runs.length}, failures has ${failures.length}.`,
      );
}

/** The report as it stands there: one whose figures live has a script, which its policy names. */
async function reportAsIn(folder: string, { files }: Manifest): Promise<Report | undefined> {
  if (!Object.hasOwn(files, "report.html")) return undefined;
  const page = await onDisk(folder, () => readFile(path.join(folder, "report.html"), "utf8"));
  return page.slice(0, HEAD).includes("script-src") ? chartsAndLiveReport : chartsAndReport;
}

/** Characters of a page in which its policy stands. */
const HEAD = 500;

async function makeAgain(
  out: string,
  manifest: Manifest,
  { bundle, catalogue, code }: StoredCode,
  planned: Plan,
  {
    workers,
    silent,
    report,
  }: { readonly workers: number; readonly silent: boolean; readonly report: Report | undefined },
): Promise<void> {
  const { resolved, jobs } = planned;
  const { format, files } = manifest;
  const record = {
    jobs: Object.hasOwn(files, `jobs.${format}`),
    providers: Object.hasOwn(files, `providers.${format}`),
  };
  const partial = await openPartial(out, planned, record);
  const progress = await startProgress(resolved.name, jobs.length, silent);
  const all = jobs.length * simulatedTime(resolved);
  const claims = claimsAtOf(manifest);
  const failures = await interruptible((signal) =>
    runPlanned(
      { plan: planned, bundle, catalogue },
      {
        workers,
        record,
        ...(claims === undefined ? {} : { claims }),
        signal,
        onRuns: partial.keep,
        onProgress: (simulated, done) => progress.update(simulated / all, done),
      },
    ).catch((error) => {
      throw signal.aborted ? new Interrupted("The verification was interrupted.") : error;
    }),
  ).finally(() => progress.stop());
  const held = await holdPlace(out, resolved.name, "orrery verify");
  await writeResults(held, partial, planned, failures, {
    command: manifest.command ?? "run",
    ...(manifest.arguments ? { arguments: manifest.arguments } : {}),
    version: VERSION,
    origin: { ...manifest.origin, code },
    started: new Date(manifest.started),
    record,
    format,
    failureText: (failure) => failureAsStored(failure, manifest),
    report,
    assumptions: assumptionsOf(resolved, catalogue).map(assumptionText),
  }).finally(() => held.release());
}
