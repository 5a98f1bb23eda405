import type { Use } from "../../sim/model/mechanism.ts";
import { bitcoin } from "../../sim/presets/bitcoin.ts";
import { PRESETS } from "../../sim/presets/presets.ts";
import { inStatedWorld } from "../../sim/presets/stated-world.ts";
import { Simulation } from "../../sim/run/simulation.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import type { Row } from "./suite.ts";

export const name = "presets";

const WORLD = { capitalisationUsd: 1e9, drift: 0, volatility: 0.5, usdPerDay: 10_000, growth: 0 };
const TEN_YEARS = "3650d";
/** From the fourth halving to the last subsidy: blocks 840,000 to 6,930,000 take 115.9 years; 140 years are 7.4 million. */
const BITCOINS_YEARS = "51100d";

/** Ten years of every preset, and Bitcoin block by block for 140. */
export function run(): Row[] {
  return [
    ...PRESETS.map((network) => ({
      measure: `ten years of ${network.preset.network}`,
      value: secondsOf(inStatedWorld(network, WORLD), TEN_YEARS),
      unit: "s",
      atMost: 2,
    })),
    {
      measure: "140 years of Bitcoin, block by block",
      value: secondsOf([bitcoin({ "consensus/nakamoto.blocksPerEvent": 1 })], BITCOINS_YEARS),
      unit: "s",
      atMost: 10,
    },
  ];
}

/** Of CPU, those of the garbage collector included. */
function secondsOf(world: readonly Use[], until: string): number {
  const resolved = resolve({ title: "presets", until, sample: "30d", world });
  const start = process.cpuUsage();
  new Simulation(resolved, ORRERY, { design: "base", replication: 0, seed: 1 }).finish();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}
