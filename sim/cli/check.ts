import { readFile } from "node:fs/promises";
import path from "node:path";
import { type Command, Option } from "commander";
import { OrreryError } from "../errors.ts";
import { brokenExpectations } from "../experiment/expectations.ts";
import { deviations, golden, goldenText, parseGolden } from "../experiment/golden.ts";
import { onDisk, writeWhole } from "../experiment/store/disk.ts";
import { type Prepared, prepare, runPlanned } from "../experiment/workers/experiment.ts";
import type { Run } from "../run/result.ts";
import { listScenarios, loadScenario } from "../scenario/load.ts";
import { deviationText, type Finding, findingsJson, findingsText } from "./check-report.ts";
import { Interrupted, interruptible } from "./interrupt.ts";
import { shownPath, workersOption } from "./options.ts";
import { startProgress } from "./progress.ts";
import { print, printJson } from "./terminal.ts";

interface CheckOptions {
  readonly update?: boolean;
  readonly reporter: "table" | "json";
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly workers: number;
}

export function configure(command: Command): void {
  command
    .argument(
      "[scenario...]",
      "path of a scenario, or the name of one in scenarios/; all of these by default",
    )
    .option("--update", "write new golden summaries")
    .addOption(new Option("--reporter <form>", "how to report").choices(["table", "json"]).default("table"))
    .option("--json", "the same as --reporter json")
    .option("--quiet", "only what went wrong")
    .addOption(workersOption())
    .action(check);
}

const BROKEN = 3;

async function check(named: readonly string[], options: CheckOptions): Promise<void> {
  const findings: Finding[] = [];
  const names = named.length > 0 ? named : listScenarios();
  await interruptible(async (signal) => {
    for (const name of names) findings.push(...(await checkScenario(name, options, signal)));
  });
  const json = options.json === true || options.reporter === "json";
  if (json) printJson(findingsJson(findings));
  else print(findingsText(findings, options.quiet === true));
  process.exitCode = Math.max(
    0,
    ...findings.map(({ status, exitCode }) => (status === "failed" ? exitCode : 0)),
  );
}

async function checkScenario(name: string, options: CheckOptions, signal: AbortSignal): Promise<Finding[]> {
  const loaded = await loadScenario(name);
  const prepared = await prepare(loaded);
  const runs = await runAll(prepared, options, signal);
  if (runs instanceof OrreryError)
    return [
      {
        scenario: loaded.name,
        check: "invariants",
        status: "failed",
        exitCode: runs.exitCode,
        details: runs.message.split("\n"),
      },
    ];
  const count = `${runs.length} ${runs.length === 1 ? "run" : "runs"}`;
  const held: Finding = {
    scenario: loaded.name,
    check: "invariants",
    status: "passed",
    exitCode: 0,
    details: [`held in ${count}`],
  };
  return [
    held,
    ...expectationFindings(prepared, runs),
    await goldenFinding(name, loaded.path, prepared, runs, options.update === true),
  ];
}

/** The runs, or the invariant that broke: that is a finding, and the other scenarios are still checked. */
async function runAll(
  prepared: Prepared,
  { workers, quiet, json }: CheckOptions,
  signal: AbortSignal,
): Promise<Run[] | OrreryError> {
  const { resolved, jobs } = prepared.plan;
  const progress = await startProgress(resolved.name, jobs.length, quiet === true || json === true);
  let done = 0;
  try {
    return await runPlanned(prepared, {
      workers,
      signal,
      onRun: () => void done++,
      onProgress: (simulated) => progress.update(simulated / (jobs.length * resolved.until), done),
    });
  } catch (error) {
    if (signal.aborted) throw new Interrupted("The check was interrupted.");
    if (error instanceof OrreryError && error.exitCode === BROKEN) return error;
    throw error;
  } finally {
    progress.stop();
  }
}

function expectationFindings({ plan: { resolved } }: Prepared, runs: readonly Run[]): Finding[] {
  const broken = brokenExpectations(resolved, runs);
  return resolved.expect.map(({ claim, kind, expression }): Finding => {
    const own = broken.filter((each) => each.claim === claim);
    const check = `expect ${JSON.stringify(claim)}`;
    if (own.length === 0)
      return {
        scenario: resolved.name,
        check,
        status: "passed",
        exitCode: 0,
        details: [`${kind}: ${expression}`],
      };
    const details = own.map(({ design, replication, finding }) => `${design}/${replication}: ${finding}`);
    return {
      scenario: resolved.name,
      check,
      status: "failed",
      exitCode: 1,
      details: [`${kind}: ${expression}`, ...details],
    };
  });
}

async function goldenFinding(
  name: string,
  file: string,
  { plan: { resolved } }: Prepared,
  runs: readonly Run[],
  update: boolean,
): Promise<Finding> {
  const place = path.join(path.dirname(file), `${resolved.name}.expected.json`);
  const finding = (status: Finding["status"], ...details: string[]): Finding => ({
    scenario: resolved.name,
    check: "golden summary",
    status,
    exitCode: 1,
    details,
  });
  const found = golden(runs);
  if (update) {
    await onDisk(place, () => writeWhole(place, goldenText(found)));
    return finding("passed", `written to ${shownPath(place)}`);
  }
  const text = await readFile(place, "utf8").catch(() => undefined);
  if (text === undefined)
    return finding("skipped", `there is no ${shownPath(place)}; orrery check ${name} --update writes it`);
  const changed = deviations(parseGolden(text, shownPath(place)), found, resolved.tolerance);
  if (changed.length === 0) return finding("passed", "within tolerance of every measure");
  return finding("failed", ...changed.map(deviationText), `If this is meant: orrery check ${name} --update`);
}
