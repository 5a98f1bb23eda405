import { OrreryError } from "../../errors.ts";
import { partOf } from "../../formulas/fraction.ts";
import { idealStakeInflation } from "../../formulas/ideal-stake-curve.ts";
import { defineIssuance } from "../../kit/issuance/define-issuance.ts";
import { splitField } from "../../kit/issuance/emission.ts";
import { readsStake, staked, stakedShare } from "../../kit/issuance/staked.ts";
import { pow } from "../../math.ts";
import { ratio } from "../../schema/fields.ts";
import { YEAR } from "../../units.ts";

const RUNTIME = "paritytech/polkadot runtime/common/src/impls.rs";
const DAYS_PER_YEAR = 365.25;

export const idealStakeCurve = defineIssuance({
  name: "issuance/ideal-stake-curve",
  summary:
    "Mints each day at a yearly inflation that is highest where an ideal share of the supply is staked.",
  source: `${RUNTIME}, 2020 to 2024; what the curve leaves of the most went to Polkadot's treasury, and is not minted here`,
  params: {
    least: ratio({ default: 0.025, doc: "Yearly inflation without stake.", source: `${RUNTIME}: 2.5 %` }),
    most: ratio({ default: 0.1, doc: "Yearly inflation at the ideal.", source: `${RUNTIME}: 10 %` }),
    ideal: ratio({
      default: 0.75,
      min: 0.01,
      doc: "Share of the supply whose staking is ideal.",
      source: `${RUNTIME}: 75 %, less what auctions lock`,
    }),
    falloff: ratio({
      default: 0.05,
      min: 0.001,
      doc: "Share of stake above the ideal that halves what is above the least.",
      source: `${RUNTIME}: 5 %`,
    }),
    ...staked(0.5, "assumed: about half of all DOT was staked in 2023", [0.3, 0.75]),
  },
  settable: { staked: [0, 1] },
  split: splitField({ security: 1 }, "Polkadot: the curve is what stakers are paid"),
  each: "day",
  reads: readsStake,
  init({ least, most }) {
    if (least > most)
      throw new OrreryError("issuance/ideal-stake-curve has a least inflation above its most.", [
        `least ${least}`,
        `most ${most}`,
      ]);
    return {};
  },
  due({ params: { least, most, ideal, falloff, staked }, read }, { supply }) {
    const share = stakedShare(read, staked);
    const inflation = idealStakeInflation({ staked: share, ideal, falloff, min: least, max: most });
    return partOf(inflation / DAYS_PER_YEAR, supply);
  },
  mints: ({ most }, { horizon, sum }) => sum("tokens") * (pow(1 + most, horizon / YEAR) - 1),
});
