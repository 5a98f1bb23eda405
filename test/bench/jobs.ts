import { defineMechanism, shared, type Use } from "../../sim/model/mechanism.ts";
import { Simulation } from "../../sim/run/simulation.ts";
import { catalogueOf } from "../../sim/scenario/catalogue.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import { number } from "../../sim/schema/fields.ts";
import { inlineTable } from "../../sim/schema/table.ts";

/** Jobs of 1, 2, 4 and 8 GPUs, in the shares of a shared cluster (Jeon et al. 2019: most want one), 3.0 in the mean. */
const WIDTHS = [1, 1, 1, 1, 1, 2, 2, 4, 8, 8];
const MEAN_WIDTH = WIDTHS.reduce((sum, width) => sum + width) / WIDTHS.length;
const MEAN_SECONDS = 7200;
const GPUS = 8;

/** Poisson arrivals of so many jobs at a load, or all at once. */
const source = defineMechanism({
  name: "test/jobs",
  summary: "Submits jobs.",
  source: "tests",
  params: {
    jobs: number("", { default: 1, doc: "How many.", source: "tests" }),
    gap: number("s", { default: 1, doc: "Mean time between two.", source: "tests" }),
  },
  emits: {
    jobSubmitted: shared,
    nextJob: { doc: "The next job.", private: true, fields: { job: "number" } },
  },
  init: () => ({}),
  on: {
    opened: ({ emit }) => {
      emit.nextJob({ job: 0 }, 1);
    },
    nextJob({ params, random, emit }, { job }) {
      const draw = random.at(job, "job");
      const gpus = WIDTHS[Math.floor(draw.uniform() * WIDTHS.length)]!;
      const seconds = draw.exponential(MEAN_SECONDS);
      emit.jobSubmitted({ job, gpus, seconds, usdPerGpuHour: 10, patience: 1e9 });
      if (job + 1 < params.jobs) emit.nextJob({ job: job + 1 }, draw.exponential(params.gap));
    },
  },
  example: () => ({ world: [] }),
});

export interface Load {
  readonly machines: number;
  readonly jobs: number;
  /** Work that arrives over work that the machines can do; 0: all jobs at once. */
  readonly load: number;
  readonly market: Use;
  /** Whether each job and machine is followed through its protocol. */
  readonly follow?: boolean;
}

/** A simulation of so many jobs on machines of 8 GPUs that hardly fail, until the last job has arrived. */
export function cluster({ machines, jobs, load, market, follow = false }: Load): Simulation {
  const gap = load === 0 ? 1e-3 : (MEAN_WIDTH * MEAN_SECONDS) / (machines * GPUS * load);
  const until = jobs * gap + 1;
  const scenario = {
    title: "jobs",
    until,
    world: [
      {
        mechanism: "supply/fleet",
        params: {
          machines: inlineTable({
            provider: ["cluster"],
            count: [machines],
            gpus: [GPUS],
            kind: ["A100"],
            memory_gb: [80],
            throughput: [1],
            region: ["US"],
            usd_per_gpu_hour: [0],
          }),
          mtbf: 3e8,
          // Nobody is paid here: owners leave their bills.
          patience: 1e5,
        },
      },
      market,
      source({ jobs, gap }),
    ],
  };
  return new Simulation(resolve(scenario), catalogueOf(scenario), {
    design: "base",
    replication: 0,
    seed: 1,
    follow,
  });
}
