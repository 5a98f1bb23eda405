import { OrreryError } from "./errors.ts";
import type { Run } from "./run/result.ts";
import { type RunOptions, runBranches, simulatedTime } from "./run/run.ts";
import type { Catalogue } from "./scenario/catalogue.ts";
import type { ResolvedScenario, Settings } from "./scenario/scenario.ts";
import { vary } from "./scenario/vary.ts";
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
}

export type RunAnswer =
  | { readonly id: number; readonly kind: "progress"; readonly t: Seconds }
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
  scope.onmessage = ({ data }) => {
    try {
      if (data.resolved) scenario = data.resolved;
      if (!scenario) throw new Error("The first request to a worker brings the scenario.");
      const runs = answer(scope, data, scenario, catalogue);
      scope.postMessage({ id: data.id, kind: "runs", runs }, runs.flatMap(buffers));
    } catch (error) {
      scope.postMessage({ id: data.id, kind: "failed", failure: failureOf(error) }, []);
    }
  };
}

function answer(
  scope: WorkerScope,
  request: RunRequest,
  scenario: ResolvedScenario,
  catalogue: Catalogue,
): Run[] {
  const { id } = request;
  return runsOf(request, scenario, catalogue, (t) => scope.postMessage({ id, kind: "progress", t }, []));
}

/** What is asked for, run where it is asked for. */
export function runsOf(
  { settings = {}, point = -1, options }: Omit<RunRequest, "id" | "resolved">,
  scenario: ResolvedScenario,
  catalogue: Catalogue,
  report: (t: Seconds) => void,
): Run[] {
  const resolved = vary(scenario, catalogue, settings);
  const step = simulatedTime(resolved) / REPORTS;
  let next = step;
  const onProgress = (t: Seconds): void => {
    if (t < next) return;
    next = t + step;
    report(t);
  };
  const runs = runBranches(resolved, catalogue, { ...options, onProgress });
  return runs.map((run) => ({ ...run, point }));
}

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
