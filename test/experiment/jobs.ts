import type { Job, Plan } from "../../sim/experiment/plan.ts";
import { plan } from "../../sim/experiment/plan.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { type ResolveOptions, resolve } from "../../sim/scenario/resolve.ts";
import type { Scenario } from "../../sim/scenario/scenario.ts";

/** A job that nobody runs. */
export const jobOf = (design: string, replication: number, more: Partial<Job> = {}): Job => ({
  key: `k${design}${replication}`,
  name: `${design}/${replication}`,
  design,
  replication,
  seed: replication,
  luck: "own",
  point: -1,
  settings: {},
  ...more,
});

/** A queue for one server in two designs, planned. */
export const QUEUE: Scenario = {
  title: "A queue",
  seed: 3,
  until: 200,
  world: [{ mechanism: "demand/poisson", params: {} }],
  designs: {
    one: [{ mechanism: "supply/servers", params: {} }],
    two: [{ mechanism: "supply/servers", params: { servers: 2 } }],
  },
};

export function planOf(
  more: Partial<Scenario> = {},
  options: ResolveOptions & Parameters<typeof plan>[2] = {},
): Plan {
  const resolved = resolve({ ...QUEUE, ...more }, ORRERY, { name: "queue", ...options });
  return plan(resolved, "c".repeat(64), options);
}
