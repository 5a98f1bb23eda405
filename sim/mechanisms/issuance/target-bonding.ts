import { targetBondingInflation, targetBondingMintable } from "../../formulas/target-bonding.ts";
import { defineIssuance } from "../../kit/issuance/define-issuance.ts";
import { splitField } from "../../kit/issuance/emission.ts";
import { readsStake, staked, stakedShare } from "../../kit/issuance/staked.ts";
import { pow } from "../../math.ts";
import { rings } from "../../model/estimate.ts";
import { ratio } from "../../schema/fields.ts";
import { YEAR } from "../../units.ts";

const MINTER = "livepeer/protocol contracts/token/Minter.sol";
/** 5,760 blocks of Ethereum. */
const ROUND = 5_760 * 12;
const BILLION = 1e9;
const parts = (share: number): bigint => BigInt(Math.round(share * BILLION));

export const targetBonding = defineIssuance({
  name: "issuance/target-bonding",
  summary:
    "Mints each round at an inflation that moves a step up below a target of bonded stake, and down above.",
  source: `${MINTER}; rounds of 19.2 h in which everyone calls for its reward`,
  params: {
    inflation: ratio({
      default: 0.0002185,
      doc: "Inflation of a round, at first.",
      source: "livepeer/LIPs LIP-73: 0.02185 % at the start on Arbitrum",
    }),
    change: ratio({
      default: 5e-7,
      doc: "How far a round moves it.",
      source: "livepeer/LIPs LIP-34 and LIP-40: 0.00005 %",
    }),
    target: ratio({ default: 0.5, doc: "Bonded share at which it stands.", source: `${MINTER}: 50 %` }),
    ...staked(0.45, "assumed: 40 to 45 % of LPT in 2025", [0.3, 0.6]),
  },
  settable: { change: [0, 0.01], target: [0, 1], staked: [0, 1] },
  split: splitField(
    { security: 0.9, treasury: 0.1 },
    "livepeer/LIPs LIP-92: 10 % to the treasury until it holds 750,000 LPT, which is not followed",
  ),
  each: ROUND,
  reads: readsStake,
  init: ({ inflation }) => ({ inflation: parts(inflation) }),
  advance({ params, state, read }) {
    state.inflation = targetBondingInflation({
      inflation: state.inflation,
      bondingRate: parts(stakedShare(read, params.staked)),
      change: parts(params.change),
      target: parts(params.target),
    });
  },
  due: ({ state: { inflation } }, { supply }) => targetBondingMintable({ supply, inflation }),
  mints({ inflation, change }, ahead) {
    const rounds = rings(ahead, ROUND);
    return ahead.sum("tokens") * (pow(1 + inflation + (change * rounds) / 2, rounds) - 1);
  },
  metrics: {
    "issuance.inflation": { value: ({ state }) => (Number(state.inflation) / BILLION) * (YEAR / ROUND) },
  },
});
