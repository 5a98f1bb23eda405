import { OrreryError } from "../../errors.ts";
import { judge, type Verdict } from "../../experiment/expectations.ts";
import { furtherRuns, replicationsOf } from "../../experiment/further-runs.ts";
import type { Failure } from "../../experiment/runner.ts";
import {
  collectRuns,
  type ExperimentOptions,
  type Prepared,
  prepare,
} from "../../experiment/workers/experiment.ts";
import type { Run } from "../../run/result.ts";
import { simulatedTime } from "../../run/run.ts";
import { type Loaded, loadScenario } from "../../scenario/load.ts";
import { shellArgument, shellOption } from "../../text/shell.ts";
import { type RunningOptions, resolving } from "../options/options.ts";
import { Interrupted } from "../terminal/interrupt.ts";
import { startProgress } from "../terminal/progress.ts";
import { openText, unmeant } from "../words/open-text.ts";
import { claimFindings } from "./check-claim.ts";
import {
  type Check,
  expectationFindings,
  goldenFinding,
  inputFinding,
  invariantsFinding,
  openFindings,
  type Tell,
} from "./check-findings.ts";
import type { Finding } from "./reporters/finding.ts";
import { unaskedIn } from "./unasked.ts";

export interface CheckOptions extends Pick<RunningOptions, "seed" | "set" | "until" | "design"> {
  readonly update?: boolean;
  readonly replications?: number;
  /** Replications that a claim with a confidence may ask for. */
  readonly most: number;
  readonly quiet?: boolean;
  readonly allowDataOutside?: boolean;
  readonly allowLong?: boolean;
  readonly workers: number;
}

/** The options that change what is checked, as one writes them; empty: the scenario as it stands. */
export const changesIn = ({ seed, set = [], until, design = [] }: CheckOptions): string[] => [
  ...(seed === undefined ? [] : [shellOption("--seed", String(seed))]),
  ...set.map((text) => shellOption("--set", text)),
  ...(until === undefined ? [] : [shellOption("--until", until)]),
  ...design.map((name) => shellOption("--design", name)),
];

/** Of them, and of what lets a scenario be read, those that a replay takes. */
const argsOf = ({ seed, set = [], until, ...reading }: CheckOptions): string[] => [
  ...(seed === undefined ? [] : [`--seed=${seed}`]),
  ...set.map((text) => `--set=${text}`),
  ...(until === undefined ? [] : [`--until=${until}`]),
  ...readingIn(reading),
];

/** What a scenario needs to be read and run at all. */
const readingIn = ({
  allowDataOutside,
  allowLong,
}: Pick<CheckOptions, "allowDataOutside" | "allowLong">): string[] => [
  ...(allowDataOutside ? ["--allow-data-outside"] : []),
  ...(allowLong ? ["--allow-long"] : []),
];

/** What scenarios that are checked side by side share. */
export interface Shared extends Required<Pick<ExperimentOptions, "turn">> {
  readonly signal: AbortSignal;
  readonly tell: Tell;
}

/** A check while its runs are made. */
interface Running extends Check {
  readonly runs: Run[];
  readonly failures: Failure[];
  readonly options: CheckOptions;
  readonly shared: Shared;
}

/** All checks of one scenario. What is wrong with it is a finding, so that the other scenarios are still checked. */
export async function checkScenario(name: string, options: CheckOptions, shared: Shared): Promise<Finding[]> {
  const started = performance.now();
  let loaded: Loaded | undefined;
  try {
    loaded = await loadScenario(name, options);
    if (loaded.claim && changesIn(options).length === 0)
      return await claimFindings(name, { ...loaded, claim: loaded.claim }, options, shared);
    const prepared = await prepare(loaded, {
      replications: options.replications,
      ...resolving(options),
    });
    const { resolved } = prepared.plan;
    if (!options.quiet && unmeant(resolved).length > 0) shared.tell(openText(resolved));
    const check: Running = {
      name,
      loaded,
      prepared,
      unasked: unaskedIn(prepared, options.until !== undefined),
      changes: changesIn(options),
      args: argsOf(options),
      named: [shellArgument(name), ...readingIn(options)].join(" "),
      options,
      shared,
      tell: shared.tell,
      runs: [],
      failures: [],
    };
    const judged = await runAndJudge(check);
    const seconds = (performance.now() - started) / 1_000;
    return [
      invariantsFinding(check, seconds),
      ...(await expectationFindings(check, judged)),
      await goldenFinding(check, options.update === true),
      ...openFindings(check),
    ];
  } catch (error) {
    if (!(error instanceof OrreryError) || error instanceof Interrupted) throw error;
    return [inputFinding(loaded?.name ?? name, loaded?.path ?? "", "scenario", error, shared.tell)];
  }
}

/** Runs what is planned, then the replications that claims with a confidence want. */
async function runAndJudge(check: Running): Promise<readonly Verdict[] | OrreryError> {
  const { prepared } = check;
  let made = replicationsOf(prepared.plan);
  await runMore(check, prepared);
  for (;;) {
    const verdicts = judged(check);
    if (verdicts instanceof OrreryError) return verdicts;
    const wanting = verdicts.flatMap((verdict) => verdict.wanting);
    const further = furtherRuns(prepared.plan, made, wanting);
    if (further.plans.length === 0) return verdicts;
    for (const plan of further.plans) await runMore(check, { ...prepared, plan });
    made = further.made;
  }
}

function judged({ prepared, unasked, runs, options }: Running): readonly Verdict[] | OrreryError {
  try {
    const { resolved } = prepared.plan;
    const expect = resolved.expect.filter((expectation) => !unasked.has(expectation));
    return judge({ ...resolved, expect }, runs, options.most);
  } catch (error) {
    if (error instanceof OrreryError) return error;
    throw error;
  }
}

const isSame = (one: Run, other: Run): boolean =>
  one.design === other.design && one.branch === other.branch && one.replication === other.replication;

async function runMore(
  { options: { workers, quiet }, shared: { turn, signal }, runs, failures }: Running,
  prepared: Prepared,
): Promise<void> {
  const { resolved, jobs } = prepared.plan;
  const progress = await startProgress(resolved.name, jobs.length, quiet === true);
  const all = jobs.length * simulatedTime(resolved);
  try {
    const found = await collectRuns(prepared, {
      workers,
      follow: true,
      turn,
      signal,
      onProgress: (simulated, done) => progress.update(simulated / all, done),
    });
    // A design that lacks one replication in one branch, and another in another, makes some of them twice.
    runs.push(...found.runs.filter((run) => !runs.some((known) => isSame(known, run))));
    failures.push(...found.failures);
  } catch (error) {
    if (signal.aborted) throw new Interrupted("The check was interrupted.");
    throw error;
  } finally {
    progress.stop();
  }
}
