import { type Catalogue, catalogueOf } from "../../sim/scenario/catalogue.ts";
import { type ResolveOptions, resolve } from "../../sim/scenario/resolve.ts";
import type { ResolvedScenario, Scenario } from "../../sim/scenario/scenario.ts";
import { DAY } from "../../sim/units.ts";

export const BRANCHING = 12 * DAY;

/** A small market with a shock on day 12 that changes nothing by itself, and two futures from there on. */
export const FORKED: Scenario = {
  title: "A small market in two futures",
  seed: 5,
  until: "20d",
  world: [
    { mechanism: "supply/cohorts", params: { providers: 12 } },
    { mechanism: "pricing/utilisation-indexed", params: { initial: 0.3 } },
    { mechanism: "pricing/first-come", params: {} },
    { mechanism: "demand/bootstrap-trace", params: { replicas: 3 } },
    { mechanism: "shocks/demand", params: { at: "12d", factor: 1 } },
  ],
  branches: { at: "12d", none: {}, halves: { set: { "shocks/demand.factor": 0.5 } } },
};

/** The scenario with some of its fields at other values, resolved. */
export function forked(
  more: Partial<Scenario> = {},
  options: ResolveOptions = {},
): { resolved: ResolvedScenario; catalogue: Catalogue } {
  const scenario = { ...FORKED, ...more };
  const catalogue = catalogueOf(scenario);
  return { resolved: resolve(scenario, catalogue, { name: "forked", ...options }), catalogue };
}
