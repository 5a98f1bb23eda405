import { blockSubsidy, subsidySum } from "../../formulas/halving.ts";
import {
  baseUnits,
  type EmissionSplit,
  mintSplit,
  openSplit,
  refuseRecipients,
  splitField,
} from "../../kit/issuance/emission.ts";
import { defineMechanism } from "../../model/mechanism.ts";
import { count, text, tokens } from "../../schema/fields.ts";

const params = {
  asset: text({ default: "token", doc: "The token.", source: "Orrery" }),
  subsidy: tokens({
    default: 50,
    doc: "New tokens of a block of the first era.",
    source: "bitcoin/bitcoin src/validation.cpp, GetBlockSubsidy",
  }),
  interval: count({
    default: 210_000,
    min: 1,
    doc: "Blocks between halvings.",
    source: "bitcoin/bitcoin src/kernel/chainparams.cpp, nSubsidyHalvingInterval",
  }),
  split: splitField({ proposer: 1 }, "Bitcoin: the block's miner takes all"),
};

interface State {
  asset: number;
  decimals: number;
  /** Base units of a block of the first era, and blocks between halvings: the schedule is fixed at genesis. */
  initial: bigint;
  interval: number;
  split: EmissionSplit;
  /** Blocks that have been paid, and base units paid for them. */
  blocks: number;
  issued: bigint;
}

export const halving = defineMechanism({
  name: "issuance/halving",
  summary: "Pays each block a subsidy that halves every `interval` blocks, exact to the base unit.",
  source: "bitcoin/bitcoin src/validation.cpp, GetBlockSubsidy",
  params,
  init({ split }): State {
    refuseRecipients("issuance/halving", split, true);
    return {
      asset: 0,
      decimals: 0,
      initial: 0n,
      interval: 0,
      split: { accounts: [], weights: [] },
      blocks: 0,
      issued: 0n,
    };
  },
  estimate: ({ subsidy, interval }, { sum }) => ({
    mints: Number(subsidy) * Math.min(sum("blocks"), 2 * interval),
  }),
  on: {
    opened({ params: { asset, subsidy, interval, split }, state, ledger }) {
      state.asset = ledger.asset(asset);
      state.decimals = ledger.assets[state.asset]!.decimals;
      state.initial = baseUnits(ledger, state.asset, subsidy);
      state.interval = interval;
      state.split = openSplit(ledger, split);
    },

    block({ state, ledger }, { height, count: blocks, proposer }) {
      const amount = subsidySum(height + 1 - blocks, height + 1, state);

      state.blocks = height + 1;
      state.issued += amount;

      mintSplit(ledger, state.asset, state.split, amount, "emission", proposer);
    },
  },
  metrics: {
    "issuance.subsidy": {
      unit: "tokens/block",
      kind: "level",
      doc: "New tokens of the next block.",
      value: ({ state }) => Number(blockSubsidy(state.blocks, state)) / Number(`1e${state.decimals}`),
    },
  },
  invariants: {
    "what was issued is the sum of the subsidies of all blocks": ({ state }) =>
      state.issued === subsidySum(0, state.blocks, state),
    "issuance stays below its geometric limit": ({ state: { initial, interval, issued } }) =>
      issued <= 2n * initial * BigInt(interval),
  },
  example: () => ({
    world: [
      { mechanism: "consensus/nakamoto", params: {} },
      { mechanism: "issuance/halving", params: { interval: 144 } },
    ],
    until: "10d",
  }),
});
