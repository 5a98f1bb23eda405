import { OrreryError } from "../../errors.ts";
import {
  annualProvisions,
  blockProvision,
  type CosmosMint,
  nextInflation,
} from "../../formulas/cosmos-mint.ts";
import { decimalFromNumber, numberFromDecimal } from "../../formulas/decimal.ts";
import { type Fraction, NOTHING, takeWhole } from "../../formulas/fraction.ts";
import {
  type EmissionSplit,
  mintSplit,
  openSplit,
  refuseRecipients,
  splitField,
} from "../../kit/issuance/emission.ts";
import { pow } from "../../math.ts";
import { type ContextOf, defineMechanism } from "../../model/mechanism.ts";
import { choice, count, ratio, text, type Values } from "../../schema/fields.ts";
import { YEAR } from "../../units.ts";

const SDK = "cosmos/cosmos-sdk x/mint/types/params.go";

const params = {
  asset: text({ default: "token", doc: "The token.", source: "Orrery" }),
  inflation: ratio({ default: 0.13, doc: "Yearly inflation at the start.", source: SDK }),
  rateChange: ratio({ default: 0.13, doc: "Most that yearly inflation changes in a year.", source: SDK }),
  mostInflation: ratio({ default: 0.2, doc: "Highest yearly inflation.", source: SDK }),
  leastInflation: ratio({ default: 0.07, doc: "Lowest yearly inflation.", source: SDK }),
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
  split: splitField({ security: 1 }, `${SDK}: all goes to the fee collector, and from there to stakers`),
};

interface State {
  asset: number;
  split: EmissionSplit;
  /** Yearly, a decimal × 10^18. */
  inflation: bigint;
  /** Of a base unit: due, and not yet minted. */
  rest: Fraction;
  readonly mint: CosmosMint;
}

/** Without staking the bonded ratio counts as its goal: inflation stands still. */
const reads = { bondedRatio: { otherwise: Number.NaN } } as const;
type Minting = ContextOf<typeof params, State, typeof reads>;

export const bondedRatio = defineMechanism({
  name: "issuance/bonded-ratio",
  summary: "Mints at a yearly inflation that rises while too little is bonded and falls while too much is.",
  source: "cosmos/cosmos-sdk x/mint/types/minter.go and abci.go, BeginBlocker",
  params,
  reads,
  init: firstState,
  estimate: ({ inflation, mostInflation }, { horizon, sum }) => ({
    mints: sum("tokens") * (pow(1 + Math.max(inflation, mostInflation), horizon / YEAR) - 1),
  }),
  on: {
    opened({ params: { asset, split }, state, ledger }) {
      state.asset = ledger.asset(asset);
      state.split = openSplit(ledger, split);
    },

    day(context) {
      if (context.params.update === "day") mintOnce(context, -1);
    },

    block(context, { count: blocks, proposer }) {
      if (context.params.update !== "block") return;
      for (let block = 0; block < blocks; block++) mintOnce(context, proposer);
    },
  },
  metrics: {
    "issuance.inflation": {
      unit: "ratio/y",
      kind: "ratio",
      doc: "Yearly inflation that the rule has set.",
      value: ({ state }) => numberFromDecimal(state.inflation),
    },
  },
  invariants: {
    "inflation stays within its bounds": ({ state: { inflation, mint } }) =>
      inflation >= mint.inflationMin && inflation <= mint.inflationMax,
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
  const { inflation, rateChange, mostInflation, leastInflation, goalBonded, updatesPerYear } = given;
  refuseRecipients("issuance/bonded-ratio", given.split, given.update === "block");
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
  return {
    asset: 0,
    split: { accounts: [], weights: [] },
    inflation: decimalFromNumber(inflation),
    rest: NOTHING,
    mint: {
      inflationRateChange: decimalFromNumber(rateChange),
      inflationMax: decimalFromNumber(mostInflation),
      inflationMin: decimalFromNumber(leastInflation),
      goalBonded: decimalFromNumber(goalBonded),
      blocksPerYear: BigInt(updatesPerYear),
    },
  };
}

/**
 * One run of the SDK's BeginBlocker: the new inflation first, then its share of a year on the present supply. Of that
 * the SDK never mints the fraction of a base unit; here it is carried, so that a small supply grows as it should.
 */
function mintOnce({ state, ledger, read }: Minting, proposer: number): void {
  const bonded = read.bondedRatio();
  const { mint } = state;
  state.inflation = nextInflation(
    state.inflation,
    Number.isNaN(bonded) ? mint.goalBonded : decimalFromNumber(bonded),
    mint,
  );
  const provisions = annualProvisions(state.inflation, ledger.supplyUnits(state.asset));
  const due = blockProvision(provisions, mint.blocksPerYear);
  const { whole, rest } = takeWhole(state.rest, due);
  state.rest = rest;
  mintSplit(ledger, state.asset, state.split, whole, "emission", proposer);
}
