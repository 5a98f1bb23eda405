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
import { number } from "../../../sim/schema/fields.ts";

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

interface Dealer {
  account: number;
  asset: number;
  usd: number;
}

const params = { price: number("USD/token", { default: 2, min: 0, doc: "The price.", source: "tests" }) };
const emits = { swapped: shared } as const;

/** Buys and sells any amount at one price, from a stock of its own. */
export const fixedPrice = defineMechanism({
  name: "test/fixed-price",
  summary: "Swaps at one price.",
  source: "tests",
  params,
  emits,
  init: (): Dealer => ({ account: 0, asset: 0, usd: 0 }),
  on: {
    start({ state, ledger }) {
      state.asset = ledger.assets.findIndex(({ name }) => name !== "usd");
      state.usd = ledger.asset("usd");
      state.account = ledger.open("dealer", "pool");
      ledger.mint(state.asset, state.account, 1e9, "genesis");
      ledger.transfer(state.usd, ledger.open("world", "world"), state.account, 1e9, "genesis");
    },
    swapRequested(
      { params: { price }, state, ledger, emit }: ContextOf<typeof params, Dealer, {}, typeof emits>,
      { account, amount, sellsToken },
    ) {
      const sold = ledger.transfer(
        sellsToken ? state.asset : state.usd,
        account,
        state.account,
        amount,
        "swaps",
      );
      const bought = ledger.transfer(
        sellsToken ? state.usd : state.asset,
        state.account,
        account,
        sellsToken ? sold * price : sold / price,
        "swaps",
      );
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
