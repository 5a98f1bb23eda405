import { above, smaller } from "../../formulas/integers.ts";
import { computeEpochReward } from "../../formulas/proof-of-compute-epochs.ts";
import { defineIssuance } from "../../kit/issuance/define-issuance.ts";
import { splitField } from "../../kit/issuance/emission.ts";
import { daysAhead } from "../../model/estimate.ts";
import { count, number, tokens } from "../../schema/fields.ts";

const GONKA = "gonka-ai/gonka proposals/tokenomics-v2/bitcoin-reward.md";

export const proofOfComputeEpochs = defineIssuance({
  name: "issuance/proof-of-compute-epochs",
  summary: "Mints each day an amount that falls as an exponential of the day, until a cap is issued.",
  source: `${GONKA}; hosts are paid by the compute that they prove`,
  params: {
    initial: tokens({
      default: 285_000,
      doc: "New tokens of the first day.",
      source: `${GONKA}: 285,000 GNK`,
    }),
    decay: number("1/d", {
      default: 0.000475,
      min: 0,
      max: 10,
      doc: "Rate of the exponential.",
      source: `${GONKA}: half in about four years`,
    }),
    cap: tokens({
      default: 600_000_000,
      doc: "Most that is issued.",
      source: `${GONKA}: the sum of all days would pass it by 142,511`,
    }),
    age: count({
      default: 0,
      max: 100_000,
      doc: "Days before the run, whose emission is issued.",
      source: "Orrery: for the scenario to set",
    }),
  },
  split: splitField({ providers: 1 }, `${GONKA}: all to hosts, by weight`),
  each: "day",
  due({ params: { initial, decay, cap, age } }, { step, issued, units }) {
    const due = computeEpochReward({ epoch: age + step, initial: units(initial), decay });
    return smaller(due, above(units(cap), issued));
  },
  mints: ({ initial, cap }, ahead) => Math.min(Number(cap), Number(initial) * daysAhead(ahead)),
});
