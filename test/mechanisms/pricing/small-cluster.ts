import type { Use } from "../../../sim/model/mechanism.ts";
import { inlineTable } from "../../../sim/schema/table.ts";
import { happened, job, type Scripted, script, simulate, use } from "../supply/small-market.ts";

export interface Machine {
  readonly gpus: number;
  readonly count?: number;
  readonly kind?: string;
  readonly memory?: number;
  readonly throughput?: number;
  readonly region?: string;
  readonly price?: number;
}

/** Machines that fail once in ten GPU-years: not in these stories; without terms they are alike, and ask for nothing. */
export const cluster = (...machines: Machine[]): Use =>
  use("supply/fleet", {
    machines: inlineTable({
      provider: machines.map((_, at) => `provider ${at}`),
      count: machines.map(({ count = 1 }) => count),
      gpus: machines.map(({ gpus }) => gpus),
      kind: machines.map(({ kind = "A100" }) => kind),
      memory_gb: machines.map(({ memory = 80 }) => memory),
      throughput: machines.map(({ throughput = 1 }) => throughput),
      region: machines.map(({ region = "US" }) => region),
      usd_per_gpu_hour: machines.map(({ price = 0 }) => price),
    }),
    mtbf: 3e8,
  });

export const submit = (
  t: number,
  number: number,
  gpus: number,
  seconds: number,
  more: object = {},
): Scripted => [t, "jobSubmitted", job(number, gpus, seconds, more)];

/** What happens to jobs that are submitted to a scheduler in front of machines. */
export const scheduled = (
  machines: readonly Machine[],
  params: object,
  events: readonly Scripted[],
  until: string | number = "2d",
) => simulate([cluster(...machines), use("pricing/scheduler", params), script(...events)], until);

/** When each job started, by number; a job that was paused counts with its first start. */
export function starts(outcome: ReturnType<typeof simulate>): Record<number, number> {
  const first: Record<number, number> = {};
  for (const { job, t } of happened(outcome, "jobStarted")) first[job as number] ??= t;
  return first;
}
