import type { Use } from "../../../sim/model/mechanism.ts";
import { inlineTable } from "../../../sim/schema/table.ts";
import { happened, job, type Scripted, script, simulate, use } from "../supply/small-market.ts";

/** A machine by what a test says of it: numbered as listed. */
export interface Listed {
  readonly price: number;
  readonly gpus?: number;
  readonly kind?: string;
  readonly memory?: number;
  readonly region?: string;
  readonly throughput?: number;
}

/** A fleet that does not fail. */
export const listed = (...machines: Listed[]): Use => {
  const column = <T>(of: (machine: Listed) => T) => machines.map(of);
  const regions = [...new Set(column(({ region = "US" }) => region))];
  return use("supply/fleet", {
    mtbf: 4e8,
    regions: inlineTable({
      region: regions,
      usd_per_kwh: regions.map(() => 0.12),
      gco2e_per_kwh: regions.map(() => 400),
    }),
    machines: inlineTable({
      provider: column(({ price }) => `asks ${price}`),
      count: column(() => 1),
      gpus: column(({ gpus = 8 }) => gpus),
      kind: column(({ kind = "A100" }) => kind),
      memory_gb: column(({ memory = 80 }) => memory),
      throughput: column(({ throughput = 1 }) => throughput),
      region: column(({ region = "US" }) => region),
      usd_per_gpu_hour: column(({ price }) => price),
    }),
  });
};

/** A job of an hour that pays at most `limit`. */
export const order = (
  t: number,
  number: number,
  gpus: number,
  limit: number,
  more: object = {},
): Scripted => [t, "jobSubmitted", job(number, gpus, 3600, { usdPerGpuHour: limit, ...more })];

/** What a world without chance does. */
export const outcome = (world: readonly Use[], orders: readonly Scripted[], until: string | number = "10d") =>
  simulate([...world, script(...orders)], until);

/** Who was matched when, where and at what price. */
export const matches = (result: ReturnType<typeof outcome>) =>
  happened(result, "jobMatched").map(({ t, job, machines, parts, usdPerGpuHour }) => ({
    t,
    job,
    machines,
    parts,
    usdPerGpuHour,
  }));
export const left = (result: ReturnType<typeof outcome>) => happened(result, "jobLeft").map(({ job }) => job);
