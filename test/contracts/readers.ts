import { expect } from "vitest";
import type { Metric } from "../../sim/model/measures/metric.ts";
import { measuresOf } from "../../sim/model/measures.ts";
import { OpenAccounts } from "../../sim/run/accounts.ts";
import type { Simulation } from "../../sim/run/simulation.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import type { ResolvedScenario, ResolvedUse } from "../../sim/scenario/scenario.ts";

/** What a mechanism's measures read, built from a simulation's public face. */
export function readersOf(simulation: Simulation, uses: readonly ResolvedUse[], end: number) {
  const instances = uses.map(({ as, mechanism }) => ({ as, mechanism: ORRERY.get(mechanism)! }));
  const placed = uses.map((use) => ({ path: use.as, use, mechanism: ORRERY.get(use.mechanism)! }));
  const accounts = new OpenAccounts(simulation.chart, placed);
  const contexts = new Map<string, any>();
  for (const part of placed) {
    const { as } = part.use;
    const { mechanism } = part;
    const { params } = simulation.states.find(({ instance }) => instance === as)!;
    contexts.set(as, {
      account: accounts.accountsOf(part, params as Record<string, unknown>),
      asset: accounts.assetsOf(part, params as Record<string, unknown>),
      instance: as,
      ledger: simulation.ledger,
      horizon: end,
      warmUp: 0,
      get now() {
        return simulation.now;
      },
      get state() {
        return simulation.states.find(({ instance }) => instance === as)!.state;
      },
      get params() {
        return simulation.states.find(({ instance }) => instance === as)!.params;
      },
      read: Object.fromEntries(
        Object.entries<{ otherwise?: number }>(mechanism.reads ?? {}).map(([signal, { otherwise }]) => {
          const publishers = instances.filter(({ mechanism: { signals } }) =>
            Object.hasOwn(signals ?? {}, signal),
          );
          const values = publishers.map(({ as: publisher, mechanism: { signals } }) => {
            const value = (signals as Record<string, (context: any) => number>)[signal]!;
            return () => value(contexts.get(publisher));
          });
          // Several may publish an additive one.
          return [
            signal,
            () => (values.length === 0 ? otherwise! : values.reduce((sum, value) => sum + value(), 0)),
          ];
        }),
      ),
    });
  }
  return instances.map(({ as, mechanism }) => ({ mechanism, context: contexts.get(as) }));
}

type Running = Extract<Metric<any>, { total: unknown } | { totals: unknown } | { integral: unknown }>;

/** All running totals of a world, by measure. */
export function totalsOf(simulation: Simulation, world: ResolvedScenario): Map<string, number> {
  const totals = new Map<string, number>();
  for (const { mechanism, context } of readersOf(simulation, world.designs[0]!.uses, world.until))
    for (const { name, metric } of measuresOf(mechanism, context.params, {
      as: context.instance,
      place: "",
    })) {
      const of = metric as Running;
      if ("total" in of) totals.set(name, of.total(context));
      else if ("integral" in of) totals.set(name, of.integral(context));
      else if ("totals" in of)
        for (const [at, total] of of.totals(context).entries())
          totals.set(`${name} ${["over", "under"][at]}`, total);
    }
  return totals;
}

/** What is paid comes in base units, of which a USD has 10^6; a few of them may be under way. */
const BASE_UNITS = 3e-6;

/** No total is another because a parameter is. */
export function expectSame(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): void {
  for (const [name, total] of before)
    expect(
      Math.abs(after.get(name)! - total),
      `${name}: ${total}, then ${after.get(name)}`,
    ).toBeLessThanOrEqual(BASE_UNITS + Math.abs(total) * 1e-9);
}
