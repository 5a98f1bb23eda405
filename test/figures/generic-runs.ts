import type { FigureInput } from "../../sim/figures/figure.ts";
import type { ResolvedScenario } from "../../sim/scenario/scenario.ts";
import { HOUR, YEAR } from "../../sim/units.ts";
import { syntheticRunOf, syntheticScenario } from "./synthetic-runs.ts";

const ALONE: Partial<ResolvedScenario> = {
  designs: [{ name: "base", uses: [] }],
  control: "base",
  replications: 1,
};

/** One queue, one design, one replication: a mean wait that settles at 4 s. */
export function queueInput(): FigureInput {
  const scenario = syntheticScenario({
    ...ALONE,
    name: "queue",
    title: "A queue with one server",
    question: "",
    until: 3 * HOUR,
    warmUp: 0,
    sample: 108,
    assets: [],
  });
  const run = syntheticRunOf(scenario, {
    "queue.wait": { unit: "s", kind: "level", at: (t) => 4 * (1 - 300 / (300 + t)) },
    "queue.utilisation": { unit: "ratio", kind: "ratio", at: () => 0.8 },
    "queue.served": { unit: "customers", kind: "flow", at: () => 86 },
  });
  return { scenario, runs: [run], points: [] };
}

/** A chain over 132 years: supply toward 21 million, a hashrate over many orders of magnitude. */
export function chainInput(): FigureInput {
  const scenario = syntheticScenario({
    ...ALONE,
    name: "chain",
    title: "From the first block to the last coin",
    question: "",
    until: 132 * YEAR,
    warmUp: 0,
    sample: YEAR / 4,
  });
  const run = syntheticRunOf(scenario, {
    "ledger.supply[token]": {
      unit: "tokens",
      kind: "level",
      at: (t) => 21e6 * (1 - 1 / (1 + t / (6 * YEAR))),
    },
    "chain.hashrate": {
      unit: "H/s",
      kind: "level",
      at: (t) => 1e7 * (1 + t / YEAR) * (1 + t / YEAR) * (1 + t / YEAR),
    },
  });
  return { scenario, runs: [run], points: [] };
}
