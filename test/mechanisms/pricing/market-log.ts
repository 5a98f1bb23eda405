import type { Use } from "../../../sim/model/mechanism.ts";
import type { Run } from "../../../sim/run/result.ts";
import { Simulation } from "../../../sim/run/simulation.ts";
import { catalogueOf } from "../../../sim/scenario/catalogue.ts";
import { resolve } from "../../../sim/scenario/resolve.ts";
import { inlineTable } from "../../../sim/schema/table.ts";

export interface ScriptedJob {
  readonly at: number;
  readonly seconds: number;
  readonly gpus?: number;
  /** The most that it pays a GPU-hour. */
  readonly pays: number;
  /** Left out: it keeps none, and so is on demand. */
  readonly checkpoint?: number;
}

/** Jobs that come as written, numbered from 0 in this order. */
export const scripted = (jobs: readonly ScriptedJob[]): Use => ({
  mechanism: "demand/trace",
  params: {
    trace: inlineTable({
      submitted: jobs.map(({ at }) => at),
      seconds: jobs.map(({ seconds }) => seconds),
      gpus: jobs.map(({ gpus = 1 }) => gpus),
      checkpoint: jobs.map(({ checkpoint = Number.NaN }) => checkpoint),
      usd_per_gpu_hour: jobs.map(({ pays }) => pays),
    }),
  },
});

/** One machine of so many GPUs, that fails once in years, at a price on demand. */
export const machine = (gpus: number, usdPerGpuHour = 1): Use => ({
  mechanism: "supply/fleet",
  params: {
    mtbf: 1e8,
    machines: inlineTable({
      provider: ["alice"],
      count: [1],
      gpus: [gpus],
      kind: ["RTX3090"],
      memory_gb: [24],
      throughput: [1],
      region: ["US"],
      usd_per_gpu_hour: [usdPerGpuHour],
    }),
  },
});

const SHOWN = ["jobStarted", "jobFinished", "jobInterrupted", "jobPaused", "jobLeft", "jobRepriced"];

/** What happens to the jobs of a world: `60 jobStarted 1 at 1.2`, claims checked at every event. */
export function marketLog(
  world: readonly Use[],
  until: number,
): { readonly log: string[]; readonly run: Run } {
  const scenario = { title: "A market", until, world };
  const catalogue = catalogueOf(scenario);
  const simulation = new Simulation(resolve(scenario, catalogue, { name: "market" }), catalogue, {
    design: "base",
    replication: 0,
    seed: 1,
    claims: "event",
  });
  const log: string[] = [];
  let first = Number.POSITIVE_INFINITY;
  simulation.onEvent(({ t, name, payload }) => {
    if (name === "jobSubmitted") first = Math.min(first, payload["job"] as number);
    if (!SHOWN.includes(name)) return;
    const price = payload["usdPerGpuHour"];
    const at = name === "jobStarted" || name === "jobRepriced" ? ` at ${price}` : "";
    log.push(`${t} ${name} ${(payload["job"] as number) - first}${at}`);
  });
  return { run: simulation.finish(), log };
}
