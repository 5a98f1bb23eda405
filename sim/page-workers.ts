import type { Run } from "./run/result.ts";
import { type RunOptions, simulatedTime } from "./run/run.ts";
import type { ResolvedScenario, Settings } from "./scenario/scenario.ts";
import {
  errorOf,
  type Preparation,
  type RunAnswer,
  type RunRequest,
  type WorkerMessage,
} from "./worker-messages.ts";

/** What a page asks for; the scenario is the workers' own. */
export type Asked = Omit<RunRequest, "id" | "resolved">;

/** What whoever asks is told while a run is under way. */
export interface Told {
  /** Simulated seconds of all branches together. */
  readonly onProgress?: (simulated: number) => void;
  /** What the run would say if it ended now; asked for by being given. */
  readonly onSamples?: (soFar: Run) => void;
}

interface Waiting extends Told {
  readonly id: number;
  readonly request: Asked;
  readonly resolve: (runs: Run[]) => void;
  readonly reject: (reason: unknown) => void;
}

interface Busy {
  readonly worker: Worker;
  knowsScenario: boolean;
  waiting: Waiting | undefined;
}

/** Module workers of a page that run one scenario, each one request at a time; further requests wait for their turn. */
export class PageWorkers {
  readonly #start: () => Worker;
  readonly #resolved: ResolvedScenario;
  readonly #width: number;
  readonly #queue: Waiting[] = [];
  #workers: Busy[] = [];
  #asked = 0;

  /** @param start makes a module worker that serves runs; @param width how many at most */
  constructor(start: () => Worker, resolved: ResolvedScenario, width: number) {
    this.#start = start;
    this.#resolved = resolved;
    this.#width = width;
  }

  /** Starts workers before they are asked: their code is then read when a reader moves the first slider. */
  warm(): void {
    while (this.#workers.length < this.#width) this.#add();
  }

  /** Has each worker unpack a stored start before it is asked for. */
  prepare(design: string, fork: Preparation["prepare"]): void {
    for (const each of this.#workers) this.#post(each, { prepare: fork, design });
  }

  /** @throws (by the promise) what the run met, as the command line says it; what `stop` was given */
  run(request: Asked, told: Told = {}): Promise<Run[]> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ id: this.#asked++, request, ...told, resolve, reject });
      this.#next();
    });
  }

  /** Ends what is under way and what waits, at once, and the workers with it. The next request starts anew. */
  stop(reason: unknown = stopped()): void {
    const ended = this.#unwaited();
    for (const { worker } of this.#workers) worker.terminate();
    this.#workers = [];
    for (const { reject } of ended) reject(reason);
  }

  /** Has readers' runs end at their next step: the workers stay, and what they have learned to run fast. */
  drop(reason: unknown = stopped()): void {
    for (const { worker, waiting } of this.#workers)
      if (waiting) worker.postMessage({ drop: waiting.id } satisfies WorkerMessage);
    const ended = this.#unwaited();
    for (const busy of this.#workers) busy.waiting = undefined;
    for (const { reject } of ended) reject(reason);
  }

  #unwaited(): Waiting[] {
    return [...this.#queue.splice(0), ...this.#workers.flatMap(({ waiting }) => waiting ?? [])];
  }

  #next(): void {
    if (this.#queue.length === 0) return;
    const idle =
      this.#workers.find(({ waiting }) => waiting === undefined) ??
      (this.#workers.length < this.#width ? this.#add() : undefined);
    if (!idle) return;
    idle.waiting = this.#queue.shift()!;
    const { id, request, onSamples } = idle.waiting;
    this.#post(idle, { id, ...request, samples: onSamples !== undefined });
  }

  /** A worker keeps the scenario that its first message brings. */
  #post(busy: Busy, message: RunRequest | Preparation): void {
    const first = busy.knowsScenario ? {} : { resolved: this.#resolved };
    busy.knowsScenario = true;
    busy.worker.postMessage({ ...first, ...message } satisfies WorkerMessage);
  }

  #add(): Busy {
    const busy: Busy = { worker: this.#start(), knowsScenario: false, waiting: undefined };
    busy.worker.onmessage = ({ data }: MessageEvent<RunAnswer>) => this.#take(busy, data);
    busy.worker.onerror = ({ message }) =>
      this.stop(new Error(message || "The simulator's file could not be loaded."));
    this.#workers.push(busy);
    return busy;
  }

  #take(busy: Busy, answer: RunAnswer): void {
    const { waiting } = busy;
    // What a dropped run still told.
    if (answer.id !== waiting?.id) return;
    if (answer.kind === "progress") waiting.onProgress?.(answer.t);
    else if (answer.kind === "samples") waiting.onSamples?.(answer.soFar);
    else {
      busy.waiting = undefined;
      if (answer.kind === "runs") waiting.resolve([...answer.runs]);
      else waiting.reject(errorOf(answer.failure));
      this.#next();
    }
  }
}

const stopped = (): DOMException => new DOMException("The run was stopped.", "AbortError");

export interface InWorkerOptions extends Pick<RunOptions, "replication" | "claims"> {
  /** Defaults to all designs. */
  readonly designs?: readonly string[];
  /** Parameters at other values than the scenario's, by path. */
  readonly set?: Settings;
  /** Told how much of all runs is done, from 0 to 1. */
  readonly onProgress?: (share: number) => void;
  /** Told what a run under way would say if it ended now. */
  readonly onSamples?: (soFar: Run) => void;
  /** Ends the runs under way, and the promise rejects with its reason. */
  readonly signal?: AbortSignal;
  /** Another worker than Orrery's own, for a scenario with mechanisms of its own. */
  readonly worker?: () => Worker;
}

/**
 * Runs a resolved scenario in a module worker, so that the page stays alive: each design in one replication, under all
 * branches. `const runs = await runInWorker(resolve(scenario), { onProgress: (share) => (bar.value = share) })`.
 *
 * @throws what a run met, in the words of the command line; the signal's reason
 */
export async function runInWorker(resolved: ResolvedScenario, options: InWorkerOptions = {}): Promise<Run[]> {
  const {
    designs = resolved.designs.map(({ name }) => name),
    set = {},
    signal,
    worker = ownWorker,
  } = options;
  const { replication = 0, claims, onProgress, onSamples } = options;
  signal?.throwIfAborted();
  const workers = new PageWorkers(worker, resolved, 1);
  const stop = (): void => workers.stop(signal!.reason);
  signal?.addEventListener("abort", stop, { once: true });
  const each = simulatedTime(resolved);
  const runs: Run[] = [];
  try {
    for (const [at, design] of designs.entries()) {
      const request = {
        settings: set,
        asked: true,
        options: { design, replication, ...(claims && { claims }) },
      };
      const told = {
        onProgress: (simulated: number) => onProgress?.((at + simulated / each) / designs.length),
        ...(onSamples && { onSamples }),
      };
      runs.push(...(await workers.run(request, told)));
    }
    onProgress?.(1);
    return runs;
  } finally {
    signal?.removeEventListener("abort", stop);
    workers.stop();
  }
}

/** A module worker that serves runs of Orrery's own mechanisms. */
export const ownWorker = (): Worker =>
  new Worker(new URL("./page-worker.ts", import.meta.url), { type: "module" });
