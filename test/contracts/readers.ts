import { expect } from "vitest";
import type { Metric } from "../../sim/model/measures/metric.ts";
import { measuresOf } from "../../sim/model/measures.ts";
import { OpenAccounts } from "../../sim/run/accounts.ts";
import type { Simulation } from "../../sim/run/simulation.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import type { ResolvedScenario } from "../../sim/scenario/scenario.ts";
import { placedOf } from "../../sim/scenario/wiring.ts";

/** What a mechanism's measures read, built from a simulation's public face. */
export function readersOf(simulation: Simulation, { designs, assets, until: end }: ResolvedScenario) {
  const { uses } = designs[0]!;
  const instances = uses.map((use) => ({
    use,
    mechanism: ORRERY.get(use.mechanism)!,
    joins: (use.params["places"] ?? []) as readonly string[],
  }));
  const placed = placedOf({ uses }, ORRERY);
  // Those of a name that are open are found, none is opened anew.
  const open = new OpenAccounts(simulation.chart, placed, assets);
  const contexts = new Map<string, any>();
  const valueIn = (place: string, signal: string, otherwise: number | undefined): number => {
    const all = instances.filter(({ mechanism }) => Object.hasOwn(mechanism.signals ?? {}, signal));
    const near = all.filter(({ use, joins }) => use.place === place || joins.includes(place));
    const publishers = near.length > 0 ? near : all.filter(({ use }) => use.place === "");
    if (publishers.length === 0) return otherwise!;
    // Several may publish an additive one.
    return publishers.reduce((sum, { use, mechanism, joins }) => {
      const context = contexts.get(use.id);
      const value = (mechanism.signals as Record<string, (context: any) => number>)[signal]!;
      return sum + value(joins.length > 0 ? Object.create(context, { from: { value: place } }) : context);
    }, 0);
  };
  for (const [at, { use, mechanism }] of instances.entries()) {
    const found = () => simulation.states.find(({ instance }) => instance === use.id)!;
    contexts.set(use.id, {
      instance: use.id,
      from: use.place,
      ledger: simulation.ledger,
      account: open.accountsOf(placed[at]!, use.params),
      asset: open.assetsOf(placed[at]!, use.params),
      horizon: end,
      warmUp: 0,
      get now() {
        return simulation.now;
      },
      get state() {
        return found().state;
      },
      get params() {
        return found().params;
      },
      read: Object.fromEntries(
        Object.entries<{ otherwise?: number }>(mechanism.reads ?? {}).map(([signal, { otherwise }]) => [
          signal,
          Object.assign(() => valueIn(use.place, signal, otherwise), {
            in: (place: string) => valueIn(place, signal, otherwise),
          }),
        ]),
      ),
    });
  }
  return instances.map(({ use, mechanism }) => ({ use, mechanism, context: contexts.get(use.id) }));
}

type Running = Extract<Metric<any>, { total: unknown } | { totals: unknown } | { integral: unknown }>;

/** All running totals of a world, by measure. */
export function totalsOf(simulation: Simulation, world: ResolvedScenario): Map<string, number> {
  const totals = new Map<string, number>();
  for (const { use, mechanism, context } of readersOf(simulation, world))
    for (const { name, metric } of measuresOf(mechanism, context.params, use)) {
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
