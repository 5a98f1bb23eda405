import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { type OrreryError, ThreadError } from "../../errors.ts";
import type { Run } from "../../run/result.ts";
import type { RunOptions } from "../../run/run.ts";
import type { Catalogue } from "../../scenario/catalogue.ts";
import type { ResolvedScenario } from "../../scenario/scenario.ts";
import type { Seconds } from "../../units.ts";
import { runsOf } from "../../worker.ts";
import { errorOf, type RunAnswer, type RunRequest } from "../../worker-messages.ts";
import type { Job } from "../plan.ts";
import type { Executor } from "../runner.ts";
import type { Bundle } from "./bundle.ts";

/** Makes a thread's port look like the scope of a page's worker. */
const ADAPTER = `import { parentPort } from "node:worker_threads";
globalThis.postMessage = (message, transfer) => parentPort.postMessage(message, transfer);
parentPort.on("message", (data) => globalThis.onmessage({ data }));
`;

/** The bundle as a module without a file: nothing to write before a run, nothing that a killed one leaves behind. */
const moduleOf = ({ source }: Bundle): URL =>
  new URL(
    `data:text/javascript;base64,${Buffer.from(`${ADAPTER}${source}\n//# sourceURL=${WORKER_FILE}`).toString("base64")}`,
  );

/** What stacks call the bundle. */
export const WORKER_FILE = "orrery-worker.mjs";

/** Lines of the module that stand before the bundle's. */
export const LINES_BEFORE = ADAPTER.split("\n").length - 1;

/** Worker threads: close them when the last run is there, or to stop the runs under way. */
export interface Threads extends Executor {
  readonly close: () => Promise<void>;
}

/** Megabytes for what does not live long: with V8's 48 a run of a market copies 4 % of its time. */
const YOUNG = 192;

interface Waiting {
  readonly onProgress: (t: Seconds) => void;
  readonly resolve: (runs: Run[]) => void;
  readonly reject: (error: Error) => void;
}

type Watching = Pick<RunOptions, "claims" | "follow" | "record">;

const requestOf = (
  { design, replication, seed, point, settings }: Job,
  watching: Watching,
): Omit<RunRequest, "id" | "resolved"> => ({
  settings,
  point,
  options: { design, replication, seed, ...watching },
});

/** Runs on this thread, one after the other; between two of them signals are heard. */
export function hereInstead(
  resolved: ResolvedScenario,
  catalogue: Catalogue,
  watching: Watching = {},
): Threads {
  return {
    width: 1,
    async execute(job, onProgress) {
      await setImmediate();
      return runsOf(requestOf(job, watching), resolved, catalogue, onProgress);
    },
    async close() {},
  };
}

/**
 * Starts threads as they are needed, each with the bundled worker.
 *
 * @param width how many runs at a time
 */
export function startThreads(
  bundle: Bundle,
  resolved: ResolvedScenario,
  width: number,
  watching: Watching = {},
): Threads {
  const module = moduleOf(bundle);
  const idle: Thread[] = [];
  const all: Thread[] = [];
  let closed = false;

  const start = (): Thread => {
    const thread = new Thread(module, resolved);
    all.push(thread);
    return thread;
  };
  const idleThread = (): Thread | undefined => {
    for (;;) {
      const thread = idle.pop();
      if (!thread?.hasEnded) return thread;
    }
  };
  const execute = async (job: Job, onProgress: (t: Seconds) => void): Promise<Run[]> => {
    if (closed) throw new Error("The threads are closed.");
    // A thread that a run has ended takes no other with it.
    const thread = idleThread() ?? start();
    try {
      return await thread.run(requestOf(job, watching), onProgress);
    } finally {
      idle.push(thread);
    }
  };
  const close = async (): Promise<void> => {
    closed = true;
    await Promise.all(all.map((thread) => thread.terminate()));
  };
  return { width, execute, close };
}

class Thread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #next = 0;
  #ended: Error | undefined;
  /** Sent with the first request; the thread keeps it. */
  #scenario: ResolvedScenario | undefined;

  constructor(module: URL, scenario: ResolvedScenario) {
    this.#scenario = scenario;
    // No loader of the parent's: the bundle is plain JavaScript.
    this.#worker = new Worker(module, { execArgv: [], resourceLimits: { maxYoungGenerationSizeMb: YOUNG } });
    this.#worker.on("message", (answer: RunAnswer) => this.#take(answer));
    this.#worker.on("error", (error: unknown) => this.#fail(endedBy(error)));
    this.#worker.on("exit", (code) =>
      this.#fail(new ThreadError("The run ended its thread.", [`process.exit(${code})`], STOPPED)),
    );
  }

  get hasEnded(): boolean {
    return this.#ended !== undefined;
  }

  run(request: Omit<RunRequest, "id" | "resolved">, onProgress: (t: Seconds) => void): Promise<Run[]> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(this.#ended);
      this.#waiting.set(id, { onProgress, resolve, reject });
      const first = this.#scenario ? { resolved: this.#scenario } : {};
      this.#worker.postMessage({ id, ...first, ...request } satisfies RunRequest);
      this.#scenario = undefined;
    });
  }

  terminate(): Promise<number> {
    return this.#worker.terminate();
  }

  #take(answer: RunAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    if (!waiting) return;
    if (answer.kind === "progress") {
      waiting.onProgress(answer.t);
      return;
    }
    if (answer.kind === "samples") return;
    this.#waiting.delete(answer.id);
    if (answer.kind === "runs") waiting.resolve([...answer.runs]);
    else waiting.reject(errorOf(answer.failure));
  }

  #fail(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

const STOPPED = "A mechanism throws an error where a run cannot go on.";

/** What ended a thread from within: memory, or an error that nobody was waiting for. */
function endedBy(error: unknown): OrreryError {
  const { code, message } = (error ?? {}) as NodeJS.ErrnoException;
  if (code === "ERR_WORKER_OUT_OF_MEMORY")
    return new ThreadError(
      "The run took more memory than its thread may have.",
      [],
      "Make it smaller, or allow more: NODE_OPTIONS=--max-old-space-size=8192 (megabytes).",
    );
  return new ThreadError("An error that nobody caught ended the thread of the run.", [
    message ?? String(error),
  ]);
}
