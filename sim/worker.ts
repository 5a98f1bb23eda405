import { OrreryError, ScenarioError } from "./errors.ts";
import { type ForkFile, snapshotOf } from "./run/fork.ts";
import type { Run } from "./run/result.ts";
import {
  type Future,
  type RunOptions,
  runBranches,
  runFromFork,
  simulatedTime,
  timeOfBranching,
  withFuture,
} from "./run/run.ts";
import type { SimulationSnapshot } from "./run/simulation.ts";
import type { Catalogue } from "./scenario/catalogue.ts";
import type { ResolvedScenario, Settings } from "./scenario/scenario.ts";
import { tooLarge } from "./scenario/too-large.ts";
import { settingProblems, vary } from "./scenario/vary.ts";
import type { Replay } from "./text/replay.ts";
import type { Seconds } from "./units.ts";

/*
 * What a worker does, the same in a page's module worker and in a worker thread: one message asks for a run, and the
 * run comes back with its typed arrays transferred. Nothing here knows of Node; a thread's port is made to look like a
 * page's worker by the few lines of experiment/workers/threads.ts.
 */

/** Asks a worker for one design in one replication, under all branches of the scenario. */
export interface RunRequest {
  /** Comes back with every answer. */
  readonly id: number;
  /** Left out where it is that of the request before: a scenario may hold tables of thousands of rows. */
  readonly resolved?: ResolvedScenario;
  /** Parameters at other values than the scenario's, and the number of the sweep's point that sets them. */
  readonly settings?: Settings;
  readonly point?: number;
  readonly options: Pick<RunOptions, "design" | "replication" | "seed" | "claims" | "follow" | "record">;
  /** One future alone. */
  readonly future?: Future;
  /** A stored start to go on from, in that future. */
  readonly fork?: ForkFile & { readonly bytes: Uint8Array };
  /** Whether what the run would say so far is sent as it goes on. */
  readonly samples?: boolean;
  /** Whether parameters are a reader's: a path that names nothing, and a run that takes too long, are then refused. */
  readonly asked?: boolean;
}

export type RunAnswer =
  | { readonly id: number; readonly kind: "progress"; readonly t: Seconds }
  | { readonly id: number; readonly kind: "samples"; readonly soFar: Run }
  | { readonly id: number; readonly kind: "runs"; readonly runs: readonly Run[] }
  | { readonly id: number; readonly kind: "failed"; readonly failure: Failure };

/** An error as plain data: structured clone forgets the class and the exit code. */
export interface Failure {
  readonly name: string;
  /** Of an OrreryError the sentence; facts and hint stand apart. */
  readonly message: string;
  readonly facts: readonly string[];
  readonly hint: string | undefined;
  readonly replay: Replay | undefined;
  readonly stack: string;
  /** Undefined for an error that is no OrreryError: a defect. */
  readonly exitCode: number | undefined;
}

/** The part of a worker's global scope that serving needs. */
export interface WorkerScope {
  onmessage: ((event: { readonly data: RunRequest }) => void) | null;
  postMessage(answer: RunAnswer, transfer: Transferable[]): void;
}

/** Progress at most this many times a request. */
const REPORTS = 8;

/** Answers requests for runs until the worker ends. */
export function serve(scope: WorkerScope, catalogue: Catalogue): void {
  let scenario: ResolvedScenario | undefined;
  /** Starts that were unpacked, by sha256: the next question begins at once. */
  const starts = new Map<string, SimulationSnapshot>();
  scope.onmessage = async ({ data }) => {
    try {
      if (data.resolved) scenario = data.resolved;
      if (!scenario) throw new Error("The first request to a worker brings the scenario.");
      if (data.asked) refuseAsked(data, scenario, catalogue);
      const { fork } = data;
      // A page may have to unpack the start; whoever has none is answered at once.
      const runs = fork
        ? await answerFromFork(scope, { ...data, fork }, scenario, catalogue, starts)
        : answer(scope, data, scenario, catalogue);
      scope.postMessage({ id: data.id, kind: "runs", runs }, runs.flatMap(buffers));
    } catch (error) {
      scope.postMessage({ id: data.id, kind: "failed", failure: failureOf(error) }, []);
    }
  };
}

/** @throws ScenarioError with all that is wrong with a reader's parameters */
function refuseAsked(
  { settings = {}, future }: RunRequest,
  scenario: ResolvedScenario,
  catalogue: Catalogue,
): void {
  const all = { ...settings, ...future?.set };
  const problems = Object.entries(all).flatMap(([path, value]) =>
    settingProblems(scenario.designs, catalogue, "set", path, value),
  );
  if (problems.length === 0) problems.push(...tooLarge(vary(scenario, catalogue, all), catalogue));
  if (problems.length > 0) throw new ScenarioError(scenario.name, problems);
}

function answer(
  scope: WorkerScope,
  request: RunRequest,
  scenario: ResolvedScenario,
  catalogue: Catalogue,
): Run[] {
  return runsOf(request, scenario, catalogue, progressOf(scope, request), samplesOf(scope, request));
}

/** What is asked for, run where it is asked for. */
export function runsOf(
  { settings = {}, point = -1, options, future }: Omit<RunRequest, "id" | "resolved">,
  scenario: ResolvedScenario,
  catalogue: Catalogue,
  report: (t: Seconds) => void,
  more: Pick<RunOptions, "onSamples"> = {},
): Run[] {
  const varied = vary(scenario, catalogue, settings);
  const resolved = future ? withFuture(varied, future) : varied;
  const onProgress = nowAndThen(report, simulatedTime(resolved));
  const runs = runBranches(resolved, catalogue, { ...options, onProgress, ...more });
  return runs.map((run) => ({ ...run, point }));
}

async function answerFromFork(
  scope: WorkerScope,
  request: RunRequest & Required<Pick<RunRequest, "fork">>,
  scenario: ResolvedScenario,
  catalogue: Catalogue,
  starts: Map<string, SimulationSnapshot>,
): Promise<Run[]> {
  const { fork, options, future = { branch: "", set: {} } } = request;
  const start = starts.get(fork.sha256) ?? (await snapshotOf(fork.bytes, fork, scenario, options.design));
  starts.set(fork.sha256, start);
  const { until, branches } = scenario;
  const from = branches === null ? 0 : timeOfBranching(branches);
  const onProgress = nowAndThen(progressOf(scope, request), until, from);
  return [
    runFromFork(scenario, catalogue, start, future, { ...options, onProgress, ...samplesOf(scope, request) }),
  ];
}

/** Tells the simulated time only so often between two of them. */
function nowAndThen(report: (t: Seconds) => void, until: Seconds, from: Seconds = 0): (t: Seconds) => void {
  const step = (until - from) / REPORTS;
  let next = from + step;
  return (t) => {
    if (t < next) return;
    next = t + step;
    report(t);
  };
}

const progressOf =
  (scope: WorkerScope, { id }: RunRequest) =>
  (t: Seconds): void =>
    scope.postMessage({ id, kind: "progress", t }, []);

const samplesOf = (scope: WorkerScope, { id, samples = false }: RunRequest): Pick<RunOptions, "onSamples"> =>
  samples ? { onSamples: (soFar) => scope.postMessage({ id, kind: "samples", soFar }, buffers(soFar)) } : {};

/** The buffers of a run's columns, each once: they are moved instead of copied. */
function buffers({ t, series, jobs, providers }: Run): ArrayBuffer[] {
  const columns: unknown[] = [
    t,
    ...[series, jobs ?? {}, providers ?? {}].flatMap((table) => Object.values(table)),
  ];
  return [...new Set(columns.filter(ArrayBuffer.isView).map(({ buffer }) => buffer as ArrayBuffer))];
}

export function failureOf(error: unknown): Failure {
  const { name, message, stack = "" } = error instanceof Error ? error : new Error(String(error));
  if (!(error instanceof OrreryError))
    return { name, message, facts: [], hint: undefined, replay: undefined, stack, exitCode: undefined };
  const { sentence, facts, hint, replay, exitCode } = error;
  return { name, message: sentence, facts, hint, replay, stack, exitCode };
}

/** The error again: an OrreryError with its text and exit code, or a defect with the worker's stack. */
export function errorOf({ name, message, facts, hint, replay, stack, exitCode }: Failure): Error {
  if (exitCode !== undefined)
    return Object.assign(new OrreryError(message, facts, hint, replay), { name, exitCode, stack });
  return Object.assign(new Error(message), { name, stack });
}
