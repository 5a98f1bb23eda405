import { above, smaller } from "../../formulas/integers.ts";
import { supplyHalvingReward, supplyHalvingSum } from "../../formulas/supply-halving.ts";
import { defineIssuance } from "../../kit/issuance/define-issuance.ts";
import { splitField } from "../../kit/issuance/emission.ts";
import { tokens } from "../../schema/fields.ts";

const COINBASE = "opentensor/subtensor pallets/subtensor/src/coinbase";

export const halvingBySupply = defineIssuance({
  name: "issuance/halving-by-supply",
  summary:
    "Pays each block a subsidy that halves whenever the supply has covered half of what was left to a cap.",
  source: `${COINBASE}/block_emission.rs. How subnets share a block, by the rules of three times, and what they do with it are formulas: subnetPriceShares, subnetFlowShares, subnetBurnShares, subnetInjection, subnetDividends`,
  params: {
    subsidy: tokens({
      default: 1,
      doc: "New tokens of a block while half the cap is left.",
      source: `${COINBASE}/block_emission.rs: 1 TAO`,
    }),
    cap: tokens({
      default: 21_000_000,
      doc: "Supply that no block goes beyond. What is burned below it is issued again, at the rate of then.",
      source: `${COINBASE}/block_emission.rs: 21 million TAO`,
    }),
  },
  split: splitField(
    { providers: 0.41, security: 0.41, treasury: 0.18 },
    `${COINBASE}/run_coinbase.rs: 18 % to a subnet's owner, the rest in halves to miners and validators`,
  ),
  each: "block",
  due({ params }, { supply, units }) {
    const cap = units(params.cap);
    const due = supplyHalvingReward({ issuance: supply, cap, initial: units(params.subsidy) });
    return smaller(due, above(cap, supply));
  },
  dueUntil: ({ params }, { step, supply, units }, end) =>
    supplyHalvingSum({
      issuance: supply,
      cap: units(params.cap),
      initial: units(params.subsidy),
      blocks: end - step,
    }),
  mints: ({ subsidy, cap }, { sum }) => Math.min(Number(cap), Number(subsidy) * sum("blocks")),
  example: () => ({
    world: [
      { mechanism: "consensus/nakamoto", params: {} },
      { mechanism: "issuance/halving-by-supply", params: { cap: 1000, split: { proposer: 1 } } },
    ],
    until: "10d",
  }),
});
