import { OrreryError } from "./errors.ts";
import type { ForkFile } from "./run/fork.ts";
import type { Run } from "./run/result.ts";
import type { Future, RunOptions } from "./run/run.ts";
import type { ResolvedScenario, Settings } from "./scenario/scenario.ts";
import type { Replay } from "./text/replay.ts";
import type { Seconds } from "./units.ts";

/* What is said to a worker that runs scenarios, and what it answers: plain data, which structured clone carries. */

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
  /**
   * Whether parameters are a reader's: a path that names nothing, and a run that takes too long, are then refused, and the
   * run is dropped where the reader asks something else meanwhile.
   */
  readonly asked?: boolean;
}

/** Unpacks a stored start before it is asked for. Not answered: whoever goes on from it is told what is wrong with it. */
export interface Preparation extends Pick<RunRequest, "resolved"> {
  readonly prepare: Required<RunRequest>["fork"];
  readonly design: string;
}

/** Ends a reader's run at its next step; nothing more is answered to it. */
export interface Drop {
  readonly drop: number;
}

export type WorkerMessage = RunRequest | Preparation | Drop;

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

/** What a worker says of an error. */
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
