/*
 * A customer's USD arrives at the account "burn/desk". Once a day the desk sends its fee to the treasury, buys tokens
 * for the rest on the market, and burns what it gets when the swap comes back. What is minted follows a schedule.
 */
import {
  accrue,
  averageRate,
  newRunningAverage,
  type RunningAverage,
} from "../../formulas/running-average.ts";
import { ACCOUNTS } from "../../model/accounts.ts";
import {
  baseUnits,
  type EmissionSplit,
  mintSplit,
  openSplit,
  refuseRecipients,
  splitField,
} from "../../model/emission.ts";
import { type ContextOf, defineMechanism, shared } from "../../model/mechanism.ts";
import { choice, ratio, seconds, text, tokens } from "../../schema/fields.ts";
import { DAY } from "../../units.ts";

const params = {
  asset: text({ default: "token", doc: "The token.", source: "Orrery" }),
  burnShare: ratio({
    default: 0.95,
    doc: "Share of the customers' USD that buys tokens to burn; the rest goes to the treasury in USD.",
    source: "rendernetwork/RNPs RNP-006: a fee of 5 %",
  }),
  emissionPerDay: tokens({
    default: 9_126_804 / 365,
    doc: "New tokens of a day of the first year.",
    source: "rendernetwork/RNPs RNP-001: 760,567 a month",
  }),
  yearlyDamping: ratio({
    default: 0.945,
    max: 2,
    doc: "Emission of a year over that of the year before.",
    source: "assumed: Render's coefficient; its period could not be confirmed",
    range: [0.6, 1],
  }),
  remintShare: ratio({
    default: 0,
    doc: "Share of the burn, smoothed, that is minted again.",
    source: "Render has none; helium/HIP HIP-20 has net emissions",
  }),
  remintTo: choice(["split", "providers"], {
    default: "split",
    doc: "Who gets what is minted again: all that get the schedule, or the providers, whom customers paid by burning.",
    source:
      "akash-network/AEP AEP-76 mints what was burned to the provider; helium/HIP HIP-20 adds it to the schedule",
  }),
  smoothing: seconds({
    default: 30 * DAY,
    min: DAY,
    doc: "Half-life of the smoothed burn.",
    source: "assumed",
    range: [7 * DAY, 90 * DAY],
  }),
  split: splitField(
    { providers: 0.5, treasury: 0.5 },
    "rendernetwork/RNPs RNP-001: half to the network, half to the foundation",
  ),
};

interface State {
  asset: number;
  usd: number;
  desk: number;
  treasury: number;
  split: EmissionSplit;
  remint: EmissionSplit;
  /** USD on the desk whose fee is paid. */
  afterFee: number;
  /** USD spent on burned tokens, and these, in all and since the last day. */
  burnedUsd: number;
  burnedTokens: number;
  burnedToday: number;
  /** Tokens burned a day. */
  readonly average: RunningAverage;
}

const emits = { swapRequested: shared } as const;
type Burning = ContextOf<typeof params, State, {}, typeof emits>;

const DAYS_PER_YEAR = 365;

export const burnAndMint = defineMechanism({
  name: "issuance/burn-and-mint",
  summary: "Burns tokens bought with the customers' USD and mints a schedule that does not depend on it.",
  source: "rendernetwork/RNPs RNP-001 and RNP-006; helium/HIP HIP-20 for the part that is minted again",
  params,
  emits,
  init({ split }): State {
    refuseRecipients("issuance/burn-and-mint", split, false);
    return {
      asset: 0,
      usd: 0,
      desk: 0,
      treasury: 0,
      split: { accounts: [], weights: [] },
      remint: { accounts: [], weights: [] },
      afterFee: 0,
      burnedUsd: 0,
      burnedTokens: 0,
      burnedToday: 0,
      average: newRunningAverage(),
    };
  },
  on: {
    start({ state, ledger }) {
      state.desk = ledger.open("burn/desk", "customers");
      state.treasury = ledger.open(ACCOUNTS.treasury, "treasury");
    },

    opened({ params: { asset, split, remintTo }, state, ledger }) {
      state.asset = ledger.asset(asset);
      state.usd = ledger.asset("usd");
      state.split = openSplit(ledger, split);
      state.remint = remintTo === "providers" ? openSplit(ledger, { providers: 1 }) : state.split;
    },

    day(context, { day }) {
      closeDay(context);
      buy(context);
      mint(context, day);
    },

    swapped({ state, ledger }, { account, sold, sellsToken }) {
      if (account !== state.desk || sellsToken) return;
      const burned = ledger.burn(state.asset, state.desk, ledger.units(state.asset, state.desk), "burn");
      state.afterFee = Math.max(0, state.afterFee - sold);
      state.burnedToday += burned;
      state.burnedUsd += sold;
      state.burnedTokens += burned;
    },
  },
  metrics: {
    "burn.usd": {
      unit: "USD",
      kind: "flow",
      doc: "USD spent on tokens that were burned.",
      total: ({ state }) => state.burnedUsd,
    },
    "burn.tokens": {
      unit: "tokens",
      kind: "flow",
      doc: "Tokens bought and burned.",
      total: ({ state }) => state.burnedTokens,
    },
  },
  invariants: {
    "the desk burns every token that it gets": ({ state, ledger }) =>
      ledger.units(state.asset, state.desk) === 0n,
  },
  example: () => ({
    world: [
      { mechanism: "issuance/genesis", params: {} },
      { mechanism: "consensus/slot-pos", params: { rewards: "none", slotsPerBlock: 50 } },
      { mechanism: "issuance/burn-and-mint", params: { split: { security: 0.5, treasury: 0.5 } } },
    ],
    until: "30d",
  }),
});

function closeDay({ params, state }: Burning): void {
  accrue(state.average, state.burnedToday, 1, params.smoothing / DAY);
  state.burnedToday = 0;
}

/** Pays the fee on what has arrived since yesterday and asks for tokens with all the rest. */
function buy({ params, state, ledger, emit }: Burning): void {
  const { usd, desk, treasury } = state;
  const arrived = Math.max(0, ledger.balance(usd, desk) - state.afterFee);
  ledger.transferUpTo(usd, desk, treasury, arrived * (1 - params.burnShare), "fee");
  state.afterFee = ledger.balance(usd, desk);
  if (state.afterFee > 0) emit.swapRequested({ account: desk, amount: state.afterFee, sellsToken: false });
}

/** Mints the schedule of the day, and again a share of the burn. */
function mint({ params, state, ledger }: Burning, day: number): void {
  const years = Math.floor((day - 1) / DAYS_PER_YEAR);
  let scheduled = params.emissionPerDay;
  for (let year = 0; year < years; year++) scheduled *= params.yearlyDamping;
  const again = params.remintShare * averageRate(state.average);
  mintSplit(ledger, state.asset, state.split, baseUnits(ledger, state.asset, scheduled), "emission");
  if (again > 0)
    mintSplit(ledger, state.asset, state.remint, baseUnits(ledger, state.asset, again), "minted again");
}
