import { blockSubsidy, type Halving, subsidySum } from "../../formulas/halving.ts";
import { defineIssuance } from "../../kit/issuance/define-issuance.ts";
import { splitField } from "../../kit/issuance/emission.ts";
import { count, tokens } from "../../schema/fields.ts";

interface State {
  schedule: Halving;
  /** What had been paid when the schedule came into force. */
  before: { steps: number; issued: bigint };
}

export const halving = defineIssuance({
  name: "issuance/halving",
  summary: "Pays each block a subsidy that halves every `interval` blocks, exact to the base unit.",
  source: "bitcoin/bitcoin src/validation.cpp, GetBlockSubsidy",
  params: {
    subsidy: tokens({
      default: 50,
      doc: "New tokens of a block of the first era.",
      source: "bitcoin/bitcoin src/validation.cpp, GetBlockSubsidy",
    }),
    interval: count({
      default: 210_000,
      min: 1,
      reaches: "blocks",
      doc: "Blocks between halvings.",
      source: "bitcoin/bitcoin src/kernel/chainparams.cpp, nSubsidyHalvingInterval",
    }),
  },
  settable: { subsidy: [0, 1e6] },
  split: splitField({ proposer: 1 }, "Bitcoin: the block's miner takes all"),
  each: "block",
  init: (): State => ({ schedule: { initial: 0n, interval: 0 }, before: { steps: 0, issued: 0n } }),
  adopt({ params, state }, { step, issued, units }) {
    state.schedule = { initial: units(params.subsidy), interval: params.interval };
    state.before = { steps: step, issued };
  },
  due: ({ state: { schedule } }, { step }) => blockSubsidy({ height: step, ...schedule }),
  dueUntil: ({ state: { schedule } }, { step }, end) => subsidySum({ from: step, to: end, ...schedule }),
  mints: ({ subsidy, interval }, { sum }) => Number(subsidy) * Math.min(sum("blocks"), 2 * interval),
  invariants: {
    "what was issued is the sum of the subsidies of all blocks": ({
      state: { issued, before, steps, schedule },
    }) => issued === before.issued + subsidySum({ from: before.steps, to: steps, ...schedule }),
    "issuance stays below its geometric limit": ({ state: { schedule, before, issued } }) =>
      issued - before.issued <= 2n * schedule.initial * BigInt(schedule.interval),
  },
  example: () => ({
    world: [
      { mechanism: "consensus/nakamoto", params: {} },
      { mechanism: "issuance/halving", params: { interval: 144 } },
    ],
    until: "10d",
  }),
});
