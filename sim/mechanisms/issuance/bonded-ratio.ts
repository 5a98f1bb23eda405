import { OrreryError } from "../../errors.ts";
import {
  annualProvisions,
  blockProvision,
  type CosmosMint,
  nextInflation,
} from "../../formulas/cosmos-mint.ts";
import { decimalFromNumber, numberFromDecimal } from "../../formulas/decimal.ts";
import { defineIssuance } from "../../kit/issuance/define-issuance.ts";
import { splitField } from "../../kit/issuance/emission.ts";
import { readsStake } from "../../kit/issuance/staked.ts";
import { pow } from "../../math.ts";
import { choice, count, ratio, type Values } from "../../schema/fields.ts";
import { YEAR } from "../../units.ts";

const SDK = "cosmos/cosmos-sdk x/mint/types/params.go";

const params = {
  inflation: ratio({ default: 0.13, doc: "Yearly inflation at the start.", source: SDK }),
  rateChange: ratio({ default: 0.13, doc: "Most that yearly inflation changes in a year.", source: SDK }),
  mostInflation: ratio({ default: 0.2, doc: "Highest yearly inflation.", source: SDK }),
  leastInflation: ratio({
    default: 0.07,
    doc: "Lowest yearly inflation; where it comes to lie above the highest, the highest holds.",
    source: SDK,
  }),
  goalBonded: ratio({
    default: 0.67,
    min: 0.01,
    doc: "Bonded ratio at which inflation stands still.",
    source: SDK,
  }),
  update: choice(["day", "block"], {
    default: "day",
    doc: "What the rule runs on: at the end of each day, or with each block; a part of one mints nothing. Every block of a batch is counted: exact, but slow for long chains.",
    source: "cosmos-sdk runs it on every block; a day is coarser and as good for economics",
  }),
  updatesPerYear: count({
    default: 365,
    min: 1,
    doc: "Updates in a year: 365, or the blocks of a year, 6,311,520 in the SDK.",
    source: "days of a year",
  }),
};

interface State {
  /** Yearly, a decimal × 10^18. */
  inflation: bigint;
  /** The rule as its parameters have it. */
  mint: CosmosMint;
  /** Bounds of the inflation that was set last. */
  bounds: { least: bigint; most: bigint };
}

/**
 * Of what is due the SDK never mints the fraction of a base unit; here it is carried, so that a small supply grows as
 * it should.
 */
export const bondedRatio = defineIssuance({
  name: "issuance/bonded-ratio",
  summary: "Mints at a yearly inflation that rises while too little is bonded and falls while too much is.",
  source: "cosmos/cosmos-sdk x/mint/types/minter.go and abci.go, BeginBlocker",
  params,
  settable: { rateChange: [0, 1], mostInflation: [0, 1], leastInflation: [0, 1], goalBonded: [0.01, 1] },
  split: splitField({ security: 1 }, `${SDK}: all goes to the fee collector, and from there to stakers`),
  each: ({ update }) => update,
  // Without staking the bonded ratio counts as its goal: inflation stands still.
  reads: readsStake,
  init: firstState,
  adopt({ params, state }) {
    state.mint = ruleOf(params);
  },
  advance({ state, read }) {
    const bonded = read.bondedRatio();
    state.inflation = nextInflation({
      inflation: state.inflation,
      bondedRatio: Number.isNaN(bonded) ? state.mint.goalBonded : decimalFromNumber(bonded),
      ...state.mint,
    });
    state.bounds = { least: state.mint.inflationMin, most: state.mint.inflationMax };
  },
  due: ({ state: { inflation, mint } }, { supply }) =>
    blockProvision({
      provisions: annualProvisions({ inflation, supply }),
      blocksPerYear: mint.blocksPerYear,
    }),
  mints: ({ inflation, mostInflation }, { horizon, sum }) =>
    sum("tokens") * (pow(1 + Math.max(inflation, mostInflation), horizon / YEAR) - 1),
  metrics: {
    "issuance.inflation": { value: ({ state }) => numberFromDecimal(state.inflation) },
  },
  invariants: {
    "inflation stays within its bounds": ({ state: { inflation, bounds } }) =>
      inflation >= bounds.least && inflation <= bounds.most,
  },
  example: () => ({
    world: [
      { mechanism: "issuance/genesis", params: {} },
      { mechanism: "consensus/slot-pos", params: { rewards: "none", slotsPerBlock: 50 } },
      { mechanism: "issuance/bonded-ratio", params: {} },
    ],
    until: "30d",
  }),
});

/** One an hour: whoever gives less has days in mind, and would mint thousands of years' worth in one. */
const LEAST_BLOCKS_PER_YEAR = 8_760;

function firstState(given: Values<typeof params>): State {
  const { inflation, mostInflation, leastInflation, updatesPerYear } = given;
  if (leastInflation > inflation || inflation > mostInflation) {
    throw new OrreryError("issuance/bonded-ratio starts with an inflation outside its bounds.", [
      `leastInflation ${leastInflation}`,
      `inflation ${inflation}`,
      `mostInflation ${mostInflation}`,
    ]);
  }
  if (given.update === "block" && updatesPerYear < LEAST_BLOCKS_PER_YEAR) {
    throw new OrreryError(
      "issuance/bonded-ratio updates on every block, but its updates are fewer than a chain's blocks.",
      [`updatesPerYear ${updatesPerYear}`],
      "Give updatesPerYear the blocks of a year, such as 6311520 for one in 5 s.",
    );
  }
  const mint = ruleOf(given);
  return {
    inflation: decimalFromNumber(inflation),
    mint,
    bounds: { least: mint.inflationMin, most: mint.inflationMax },
  };
}

function ruleOf(given: Values<typeof params>): CosmosMint {
  return {
    inflationRateChange: decimalFromNumber(given.rateChange),
    inflationMax: decimalFromNumber(given.mostInflation),
    inflationMin: decimalFromNumber(Math.min(given.leastInflation, given.mostInflation)),
    goalBonded: decimalFromNumber(given.goalBonded),
    blocksPerYear: BigInt(given.updatesPerYear),
  };
}
