import { smoothTailReward, smoothTailSum } from "../../formulas/smooth-tail.ts";
import { defineIssuance } from "../../kit/issuance/define-issuance.ts";
import { splitField } from "../../kit/issuance/emission.ts";
import { count, tokens } from "../../schema/fields.ts";

const BOOK = "monero-book.cuprate.org, consensus_rules/blocks/reward.html";

export const smoothTail = defineIssuance({
  name: "issuance/smooth-tail",
  summary:
    "Pays each block a fixed part of what is left of a curve, and the tail for ever once that is more.",
  source: `${BOOK}; rewards of full blocks, which Monero cuts, are paid in full`,
  params: {
    curve: tokens({
      default: 18_446_744,
      doc: "Supply that the smooth part approaches.",
      source: `${BOOK}: 18446744.073709551615, 2^64 − 1 units of 12 decimals`,
    }),
    shift: count({
      default: 19,
      max: 64,
      doc: "A block is paid 1 / 2^shift of what is left of the curve.",
      source: `${BOOK}: 20 less a minute of block time above the first`,
    }),
    tail: tokens({ default: 0.6, doc: "Least that a block is paid.", source: `${BOOK}: 0.3 XMR a minute` }),
  },
  split: splitField({ proposer: 1 }, "Monero: the block's miner takes all"),
  each: "block",
  due: ({ params: { curve, shift, tail } }, { supply, units }) =>
    smoothTailReward({ generated: supply, curve: units(curve), shift, tail: units(tail) }),
  dueUntil: ({ params: { curve, shift, tail } }, { step, supply, units }, end) =>
    smoothTailSum({
      generated: supply,
      curve: units(curve),
      shift,
      tail: units(tail),
      blocks: end - step,
    }),
  // The smooth part of a whole run is at most the curve.
  mints: ({ curve, tail }, { sum }) => Number(curve) + Number(tail) * sum("blocks"),
  example: () => ({
    world: [
      { mechanism: "consensus/nakamoto", params: { blockTime: 120 } },
      { mechanism: "issuance/smooth-tail", params: {} },
    ],
    until: "5d",
  }),
});
