import { meet, provide } from "../../../sim/model/accounts.ts";
import {
  type ContextOf,
  defineMechanism,
  type Mechanism,
  shared,
  type Use,
} from "../../../sim/model/mechanism.ts";
import type { Run } from "../../../sim/run/result.ts";
import { type Happening, Simulation } from "../../../sim/run/simulation.ts";
import { catalogueOf } from "../../../sim/scenario/catalogue.ts";
import { resolve } from "../../../sim/scenario/resolve.ts";
import type { AssetInput } from "../../../sim/scenario/scenario.ts";
import { number, text } from "../../../sim/schema/fields.ts";

export interface World {
  readonly world: readonly Use[];
  readonly until?: string | number;
  readonly seed?: number;
  readonly assets?: Readonly<Record<string, AssetInput>>;
}

export interface Outcome {
  readonly simulation: Simulation;
  readonly run: Run;
  readonly events: readonly Happening[];
}

/** Runs a world to its horizon with every claim checked at every sample, and keeps what happened. */
export function simulate({ world, until = "10d", seed = 1, assets }: World): Outcome {
  const scenario = { title: "a small world", until, world, ...(assets ? { assets } : {}) };
  const simulation = new Simulation(resolve(scenario), catalogueOf(scenario), {
    design: "base",
    replication: 0,
    seed,
  });
  const events: Happening[] = [];
  simulation.onEvent((event) => events.push(event));
  return { simulation, run: simulation.finish(), events };
}

/** Runs the example that a mechanism shows in its docs. */
export const runExample = (mechanism: Mechanism): Outcome => simulate(mechanism.example());

/** State of an instance at the end. */
export const stateOf = ({ simulation }: Outcome, instance: string): any =>
  simulation.states.find((part) => part.instance === instance)!.state;

const params = {
  price: number("USD/token", { default: 2, min: 0, doc: "The price.", source: "tests" }),
  asset: text({ default: "token", doc: "The token.", source: "tests" }),
};
const accounts = { stock: provide("pool"), world: meet("world") };
const assets = { token: "asset", usd: "usd" } as const;
const emits = { swapped: shared } as const;

/** Buys and sells any amount at one price, from a stock of its own. */
export const fixedPrice = defineMechanism({
  name: "test/fixed-price",
  summary: "Swaps at one price.",
  source: "tests",
  params,
  accounts,
  assets,
  emits,
  init: () => ({}),
  on: {
    start({ ledger, account, asset }) {
      ledger.mint(asset.token, account.stock, 1e9, "genesis");
      ledger.transfer(asset.usd, account.world, account.stock, 1e9, "genesis");
    },
    swapRequested(
      context: ContextOf<typeof params, {}, {}, typeof emits, typeof accounts, typeof assets>,
      { account, amount, sellsToken },
    ) {
      const { ledger, asset, emit } = context;
      const { price } = context.params;
      const { stock } = context.account;
      const [given, taken] = sellsToken ? [asset.token, asset.usd] : [asset.usd, asset.token];
      const sold = ledger.transfer(given, account, stock, amount, "swaps");
      const due = sellsToken ? sold * price : sold / price;
      const bought = ledger.transfer(taken, stock, account, due, "swaps");
      emit.swapped({ account, sold, bought, sellsToken });
    },
  },
  signals: { usdPerToken: ({ params }) => params.price },
  example: () => ({ world: [] }),
});

/** Mean of values and half the width of its 99 % interval. */
export function meanWithin99(values: readonly number[]): { mean: number; halfWidth: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, halfWidth: 2.576 * Math.sqrt(variance / values.length) };
}
