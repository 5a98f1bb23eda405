import { blockSubsidy, subsidySum } from "../../formulas/halving.ts";
import {
  baseUnits,
  type EmissionSplit,
  mintSplit,
  openSplit,
  refuseRecipients,
  splitField,
} from "../../model/emission.ts";
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
  /** Base units of a block of the first era. */
  initial: bigint;
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
      split: { accounts: [], weights: [] },
      blocks: 0,
      issued: 0n,
    };
  },
  on: {
    opened({ params: { asset, subsidy, split }, state, ledger }) {
      state.asset = ledger.asset(asset);
      state.decimals = ledger.assets[state.asset]!.decimals;
      state.initial = baseUnits(ledger, state.asset, subsidy);
      state.split = openSplit(ledger, split);
    },

    block({ params: { interval }, state, ledger }, { height, count: blocks, proposer }) {
      const amount = subsidySum(height + 1 - blocks, height + 1, { initial: state.initial, interval });

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
      value: ({ params: { interval }, state: { blocks, initial, decimals } }) =>
        Number(blockSubsidy(blocks, { initial, interval })) / Number(`1e${decimals}`),
    },
  },
  invariants: {
    "what was issued is the sum of the subsidies of all blocks": ({
      params: { interval },
      state: { blocks, initial, issued },
    }) => issued === subsidySum(0, blocks, { initial, interval }),
    "issuance stays below its geometric limit": ({ params: { interval }, state: { initial, issued } }) =>
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
