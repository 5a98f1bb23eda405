/*
 * A customer's USD arrives at the account "burn/desk". Once a day the desk sends its fee to the treasury, buys tokens
 * for the rest on the market, and burns what it gets when the swap comes back. What is minted again is what customers
 * paid: providers share it by what each has earned, and it counts as no emission.
 */

import { type Fraction, floorOf, NOTHING, partOf, takeWhole } from "../../formulas/fraction.ts";
import { learningRate } from "../../formulas/provider.ts";
import { burningWorld } from "../../kit/examples.ts";
import {
  type EmissionSplit,
  mintSplit,
  recipients,
  splitField,
  splitOf,
  tokensOf,
} from "../../kit/issuance/emission.ts";
import { meet, meetShares, provide } from "../../model/accounts.ts";
import { daysAhead } from "../../model/estimate.ts";
import { type ContextOf, defineMechanism, shared } from "../../model/mechanism.ts";
import { ratio, seconds, text } from "../../schema/fields.ts";
import { DAY } from "../../units.ts";

const params = {
  asset: text({ default: "token", doc: "The token.", source: "Orrery" }),
  burnShare: ratio({
    default: 0.95,
    doc: "Share of the customers' USD that buys tokens to burn; the rest goes to the treasury in USD.",
    source: "rendernetwork/RNPs RNP-006: a fee of 5 %",
  }),
  remintShare: ratio({
    default: 0,
    doc: "Share of what is burned that is minted again.",
    source: "Render has none; helium/HIP HIP-20 has net emissions; akash-network/AEP AEP-76 mints all of it",
  }),
  smoothing: seconds({
    default: 30 * DAY,
    min: DAY,
    doc: "Half-life of what is still to be minted again.",
    source: "assumed; helium/HIP HIP-20 mints a seventh a day",
    range: [7 * DAY, 90 * DAY],
  }),
  split: splitField(
    { providers: 1 },
    "akash-network/AEP AEP-76: what was burned is minted to the provider; helium/HIP HIP-20 divides it as its schedule",
  ),
};

interface State {
  split: EmissionSplit;
  /** USD on the desk whose fee is paid. */
  afterFee: number;
  /** USD spent on burned tokens. */
  burnedUsd: number;
  /** Base units that were burned, that have been minted again, and that are still to be. */
  burned: bigint;
  mintedAgain: bigint;
  owed: bigint;
  /** Of a base unit of these. */
  rest: Fraction;
}

/** What is minted again is customers' payment, and goes where that goes. */
const accounts = {
  desk: provide("burnDesk"),
  treasury: meet("treasury"),
  recipients: meetShares("split", { ...recipients.accounts, providers: "providerRevenue" }),
};
const assets = { token: "asset", usd: "usd" } as const;
const emits = { swapRequested: shared } as const;
type Burning = ContextOf<typeof params, State, {}, typeof emits, typeof accounts, typeof assets>;

export const burnDesk = defineMechanism({
  name: "contracts/burn-desk",
  summary:
    "Burns tokens bought with the customers' USD, and mints a share of them again, once a day; what comes in after that waits.",
  source:
    "rendernetwork/RNPs RNP-006; akash-network/AEP AEP-76 and helium/HIP HIP-20 for what is minted again",
  params,
  settable: { burnShare: [0, 1], remintShare: [0, 1] },
  accounts,
  assets,
  // Whoever takes the market's fee has settled the day's contracts.
  after: ["marketFee"],
  emits,
  init: ({ split }): State => ({
    split: splitOf("contracts/burn-desk", split, false),
    afterFee: 0,
    burnedUsd: 0,
    burned: 0n,
    mintedAgain: 0n,
    owed: 0n,
    rest: NOTHING,
  }),
  estimate: (_, ahead) => ({ events: { swapRequested: daysAhead(ahead) } }),
  on: {
    day(context) {
      buy(context);
      mintAgain(context);
    },

    swapped({ params, state, ledger, account, asset }, { account: buyer, sold, sellsToken }) {
      if (buyer !== account.desk || sellsToken) return;
      const burned = ledger.units(asset.token, account.desk);
      ledger.burn(asset.token, account.desk, burned, "burn");
      state.afterFee = Math.max(0, state.afterFee - sold);
      state.burnedUsd += sold;
      state.burned += burned;
      const again = partOf(params.remintShare, burned);
      const { whole, rest } = takeWhole(state.rest, again);
      state.owed += whole;
      state.rest = rest;
    },
  },
  // What has arrived pays the fee of now.
  accrue: payFee,
  signals: { tokensMintedAgain: (context) => inTokens(context, context.state.mintedAgain) },
  metrics: {
    "burn.usd": { total: ({ state }) => state.burnedUsd },
    "burn.tokens": { total: (context) => inTokens(context, context.state.burned) },
    "burn.mintedAgain": { total: (context) => inTokens(context, context.state.mintedAgain) },
  },
  invariants: {
    "the desk burns every token that it gets": {
      when: "instant",
      holds: ({ ledger, account, asset }) => ledger.units(asset.token, account.desk) === 0n,
    },
    "what was minted again and is still to be is no more than was burned": ({
      state: { burned, mintedAgain, owed },
    }) => mintedAgain + owed <= burned,
  },
  example: () => burningWorld({ mechanism: "contracts/burn-desk", params: { remintShare: 1 } }),
});

/** Pays the fee on what has arrived since it was paid last. */
function payFee({ params, state, ledger, account: { desk, treasury }, asset: { usd } }: Burning): void {
  const arrived = Math.max(0, ledger.balance(usd, desk) - state.afterFee);
  ledger.transferUpTo(usd, desk, treasury, arrived * (1 - params.burnShare), "fee");
  state.afterFee = ledger.balance(usd, desk);
}

/** Asks for tokens with all that is left after the fee. */
function buy(context: Burning): void {
  const { state, emit } = context;
  const { desk } = context.account;
  payFee(context);
  if (state.afterFee > 0) emit.swapRequested({ account: desk, amount: state.afterFee, sellsToken: false });
}

function mintAgain(context: Burning): void {
  const { params, state } = context;
  if (state.owed === 0n) return;
  const units = floorOf(partOf(learningRate(params.smoothing / DAY), state.owed));
  mintSplit(context, units, "minted again");
  state.mintedAgain += units;
  state.owed -= units;
}

const inTokens = ({ ledger, asset }: Burning, units: bigint): number => tokensOf(ledger, asset.token, units);
