import { OrreryError } from "./errors.ts";
import type { Run } from "./run/result.ts";
import { type RunOptions, run } from "./run/run.ts";
import type { Catalogue } from "./scenario/catalogue.ts";
import type { ResolvedScenario } from "./scenario/scenario.ts";
import type { Seconds } from "./units.ts";

/*
 * What a worker does, the same in a page's module worker and in a worker thread: one message asks for a run, and the
 * run comes back with its typed arrays transferred. Nothing here knows of Node; a thread's port is made to look like a
 * page's worker by the few lines of experiment/workers/threads.ts.
 */

/** Asks a worker for one run. */
export interface RunRequest {
  /** Comes back with every answer. */
  readonly id: number;
  readonly resolved: ResolvedScenario;
  readonly options: Pick<RunOptions, "design" | "replication" | "seed" | "claims">;
}

export type RunAnswer =
  | { readonly id: number; readonly kind: "progress"; readonly t: Seconds }
  | { readonly id: number; readonly kind: "run"; readonly run: Run }
  | { readonly id: number; readonly kind: "failed"; readonly failure: Failure };

/** An error as plain data: structured clone forgets the class and the exit code. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  /** Undefined for an error that is no OrreryError: a defect. */
  readonly exitCode: number | undefined;
}

/** The part of a worker's global scope that serving needs. */
export interface WorkerScope {
  onmessage: ((event: { readonly data: RunRequest }) => void) | null;
  postMessage(answer: RunAnswer, transfer: Transferable[]): void;
}

/** Progress at most this many times a run. */
const REPORTS = 100;

/** Answers requests for runs until the worker ends. */
export function serve(scope: WorkerScope, catalogue: Catalogue): void {
  scope.onmessage = ({ data }) => {
    try {
      const result = answer(scope, data, catalogue);
      scope.postMessage({ id: data.id, kind: "run", run: result }, buffers(result));
    } catch (error) {
      scope.postMessage({ id: data.id, kind: "failed", failure: failureOf(error) }, []);
    }
  };
}

function answer(scope: WorkerScope, { id, resolved, options }: RunRequest, catalogue: Catalogue): Run {
  const step = resolved.until / REPORTS;
  let next = step;
  const onProgress = (t: Seconds): void => {
    if (t < next) return;
    next = t + step;
    scope.postMessage({ id, kind: "progress", t }, []);
  };
  return run(resolved, catalogue, { ...options, onProgress });
}

/** The buffers of a run's columns, each once: they are moved instead of copied. */
function buffers({ t, series }: Run): ArrayBuffer[] {
  return [...new Set([t, ...Object.values(series)].map((column) => column.buffer as ArrayBuffer))];
}

export function failureOf(error: unknown): Failure {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  return {
    name,
    message,
    stack: stack ?? "",
    exitCode: error instanceof OrreryError ? error.exitCode : undefined,
  };
}

/** The error again: an OrreryError with its text and exit code, or a defect with the worker's stack. */
export function errorOf({ name, message, stack, exitCode }: Failure): Error {
  if (exitCode !== undefined) return Object.assign(new OrreryError(message), { name, exitCode });
  return Object.assign(new Error(message), { name, stack });
}
