import { describe, expect, test } from "vitest";
import { metricsListed } from "../../sim/model/measures.ts";
import type { Run } from "../../sim/run/result.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import type { Scenario } from "../../sim/scenario/scenario.ts";
import { exampleOf, mechanisms, resolved, runOf } from "./worlds.ts";

/*
 * Totals are what they are up to any time, not up to the last midnight: a run that ends in the middle of a day, what a
 * longer one says of that time, and what remains after a warm-up up to then agree.
 */

/** At the end providers sell the tokens of a part of a day: that is a trade, not a total that accrues. */
const TRADES = new Set(["token.volumeUsd", "token.slippageUsd", "providers.cashMargin"]);
/** Fees of what is not settled yet are not rounded down to a millionth of a USD. */
const ROUNDING = 5e-5;

/** Measures that are sums over time, or quotients of them. */
function totalled(scenario: Scenario, run: Run): string[] {
  const known = new Map(
    resolved(scenario).designs[0]!.uses.flatMap(({ mechanism }) =>
      Object.entries(metricsListed(ORRERY.get(mechanism)!)),
    ),
  );
  return Object.keys(run.summary).filter((name) => {
    const metric = known.get(name);
    const keyed = [...known].find(
      ([each]) => each.includes("[") && name.startsWith(`${each.split("[")[0]!}[`),
    );
    const found = metric ?? keyed?.[1];
    return found !== undefined && ("total" in found || "totals" in found) && !TRADES.has(name);
  });
}

describe.each(mechanisms)("%s", (_, mechanism) => {
  const example = exampleOf(mechanism);
  const { until } = resolved(example);
  const noon = until >= 4 * 86_400 ? 2.43 * 86_400 : until * 0.43;

  test("has by any time what a run that ends then has, and the rest after it", () => {
    const scenario = { ...example, until: Math.min(until, 5.2 * 86_400), sample: noon };
    const short = runOf(resolved({ ...scenario, until: noon }));
    const long = runOf(resolved(scenario));
    const rest = runOf(resolved({ ...scenario, warmUp: noon }));
    for (const name of totalled(scenario, short)) {
      const [then, now] = [short.summary[name]!, long.series[name]![0]!];
      expect(Math.abs(then - now), `${name}: ${then} against ${now}`).toBeLessThan(
        ROUNDING * Math.max(1, Math.abs(then)) + 1e-9,
      );
      if (short.measures[name]!.kind !== "flow") continue;
      const both = now + rest.summary[name]!;
      expect(both, name).toBeCloseTo(long.summary[name]!, 6 - Math.log10(1 + Math.abs(both)));
    }
  });
});
