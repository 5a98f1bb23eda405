import { floorOf, partOf } from "../../formulas/fraction.ts";
import { rescaled } from "../../formulas/integers.ts";
import { epochIssuance } from "../../formulas/proof-of-stake.ts";
import { defineIssuance } from "../../kit/issuance/define-issuance.ts";
import { splitField } from "../../kit/issuance/emission.ts";
import { readsStake, staked, stakedShare } from "../../kit/issuance/staked.ts";
import { sqrt } from "../../math.ts";
import { daysAhead } from "../../model/estimate.ts";
import { count } from "../../schema/fields.ts";

const SPECS = "ethereum/consensus-specs specs/altair/beacon-chain.md";
const GWEI_DECIMALS = 9;
/** Of 32 slots of 12 s. */
const EPOCHS_PER_DAY = 225;

export const squareRootStake = defineIssuance({
  name: "issuance/square-root-stake",
  summary: "Mints each day what Ethereum's validators can earn: it grows with the square root of all stake.",
  source: `${SPECS}; 225 epochs at the stake of the day's end, every duty of every validator done`,
  params: {
    baseRewardFactor: count({
      default: 64,
      max: 1_000_000,
      doc: "How much is paid at all.",
      source: `${SPECS}: BASE_REWARD_FACTOR`,
    }),
    ...staked(0.28, "assumed: about 34 of 121 million ETH in 2025", [0.2, 0.5]),
  },
  settable: { baseRewardFactor: [0, 1_000_000], staked: [0, 1] },
  split: splitField({ security: 1 }, "Ethereum: validators take all"),
  each: "day",
  reads: readsStake,
  due({ params, read, ledger, asset }, { supply }) {
    const { decimals } = ledger.assets[asset.token]!;
    const stake = floorOf(partOf(stakedShare(read, params.staked), supply));
    const gwei = epochIssuance({
      totalActiveBalanceGwei: rescaled(stake, decimals, GWEI_DECIMALS),
      factor: BigInt(params.baseRewardFactor),
    });
    return rescaled(gwei * BigInt(EPOCHS_PER_DAY), GWEI_DECIMALS, decimals);
  },
  // An epoch pays factor × √(ETH / 10^9): there are 10^9 gwei to an ETH.
  mints: ({ baseRewardFactor }, ahead) =>
    baseRewardFactor * sqrt(ahead.sum("tokens") / 1e9) * EPOCHS_PER_DAY * daysAhead(ahead),
});
