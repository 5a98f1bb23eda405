// A thousand short runs as `orrery run` does them. Usage: experiments <runs> <workers>; prints one line of JSON.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Job } from "../../sim/experiment/plan.ts";
import { openPartial } from "../../sim/experiment/store/partial.ts";
import { writeResults } from "../../sim/experiment/store/results.ts";
import { type Prepared, prepare, runPlanned } from "../../sim/experiment/workers/experiment.ts";
import type { Scenario } from "../../sim/scenario/scenario.ts";
import type { WorkerScope } from "../../sim/worker.ts";

/** What one experiment took. */
export interface Taken {
  /** Seconds from the start to the results folder. */
  readonly wall: number;
  /** Seconds of processor time in that time, of all threads. */
  readonly processor: number;
  /** Seconds that its simulations alone take, one after the other: on the wall, and of the processor. */
  readonly simulation: { readonly wall: number; readonly processor: number };
  /** Largest resident memory, MB. */
  readonly memory: number;
}

/** About 30 ms: 38,000 customers of a queue for one server, a hundred samples. */
const SCENARIO: Scenario = {
  title: "A queue",
  until: 48_000,
  world: [
    { mechanism: "demand/poisson", params: { arrivalRate: 0.8 } },
    { mechanism: "supply/servers", params: {} },
  ],
};
/** Simulations that are timed alone, half before the experiment and half after it: the machine changes its speed. */
const ALONE = 100;

async function experiment(runs: number, workers: number): Promise<Taken> {
  const prepared = await prepare(
    { scenario: SCENARIO, name: "queue", path: "queue.yaml", code: "data" },
    { replications: runs },
  );
  const { plan } = prepared;
  const out = mkdtempSync(path.join(tmpdir(), "orrery-bench-"));
  const simulate = await simulation(prepared, path.join(out, "worker.mjs"));
  const alone = (first: number) => timed(() => plan.jobs.slice(first, first + ALONE / 2).forEach(simulate));
  await alone(0);
  const before = await alone(0);
  const place = { folder: path.join(out, "queue"), between: path.join(out, "replaced") };
  const whole = await timed(async () => {
    const partial = await openPartial(out, plan);
    await runPlanned(prepared, { workers, onRuns: partial.keep });
    await writeResults(place, partial, plan, [], {
      command: "run",
      version: "0.0.0",
      origin: { path: "queue.yaml", code: "data" },
      started: new Date(),
      format: "parquet",
      report: undefined,
      assumptions: [],
    });
    await partial.remove();
  });
  const memory = process.resourceUsage().maxRSS / 1_000;
  rmSync(out, { recursive: true });
  const after = await alone(ALONE / 2);
  const share = runs / ALONE;
  return {
    ...whole,
    simulation: {
      wall: (before.wall + after.wall) * share,
      processor: (before.processor + after.processor) * share,
    },
    memory,
  };
}

/** A job by the code that threads run, in this thread and for nobody: what an experiment takes beyond it is overhead. */
async function simulation({ plan, bundle }: Prepared, file: string): Promise<(job: Job) => void> {
  const scope = Object.assign(globalThis as unknown as WorkerScope, { postMessage() {} });
  writeFileSync(file, bundle.source);
  await import(pathToFileURL(file).href);
  const { resolved } = plan;
  return ({ design, replication, seed }) =>
    scope.onmessage!({ data: { id: 0, resolved, options: { design, replication, seed } } });
}

async function timed(work: () => unknown): Promise<{ wall: number; processor: number }> {
  const [begin, busy] = [process.hrtime.bigint(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(busy);
  return { wall: Number(process.hrtime.bigint() - begin) / 1e9, processor: (user + system) / 1e6 };
}

console.log(JSON.stringify(await experiment(Number(process.argv[2]), Number(process.argv[3]))));
