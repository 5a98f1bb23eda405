import { type Fraction, floorOf, NOTHING } from "../../formulas/fraction.ts";
import {
  baseUnitRate,
  type EmissionSplit,
  mintSplit,
  openSplit,
  refuseRecipients,
  splitField,
} from "../../kit/issuance/emission.ts";
import { daysAhead } from "../../model/estimate.ts";
import { defineMechanism } from "../../model/mechanism.ts";
import { text, tokens } from "../../schema/fields.ts";

interface State {
  asset: number;
  /** Base units of a day. */
  daily: Fraction;
  split: EmissionSplit;
  days: number;
  issued: bigint;
}

export const fixed = defineMechanism({
  name: "issuance/fixed",
  summary: "Mints the same number of tokens every day, at its end: a part of a day has none.",
  source:
    "Constant emission as of Dogecoin from block 600,000 (dogecoin/dogecoin src/dogecoin.cpp), by the day",
  params: {
    asset: text({ default: "token", doc: "The token.", source: "Orrery" }),
    tokensPerDay: tokens({
      role: "rate",
      default: 100_000,
      doc: "New tokens of a day.",
      source: "Orrery: for the scenario to set",
    }),
    split: splitField({ providers: 0.7, security: 0.2, treasury: 0.1 }, "Orrery: for the scenario to set"),
  },
  init({ split }): State {
    refuseRecipients("issuance/fixed", split, false);
    return { asset: 0, daily: NOTHING, split: { accounts: [], weights: [] }, days: 0, issued: 0n };
  },
  estimate: ({ tokensPerDay }, ahead) => ({ mints: Number(tokensPerDay) * daysAhead(ahead) }),
  on: {
    opened({ params: { asset, tokensPerDay, split }, state, ledger }) {
      state.asset = ledger.asset(asset);
      state.daily = baseUnitRate(ledger, state.asset, tokensPerDay);
      state.split = openSplit(ledger, split);
    },

    day({ state, ledger }) {
      state.days++;
      const amount = dueBy(state) - state.issued;
      state.issued += amount;
      mintSplit(ledger, state.asset, state.split, amount, "emission");
    },
  },
  invariants: {
    "what was issued is the rate times the days, to the base unit below": ({ state }) =>
      state.issued === dueBy(state),
  },
  example: () => ({
    world: [
      { mechanism: "issuance/genesis", params: {} },
      { mechanism: "consensus/nakamoto", params: {} },
      { mechanism: "issuance/fixed", params: { split: { security: 0.7, treasury: 0.3 } } },
    ],
    until: "10d",
  }),
});

/** Whole base units that are due after all days so far. */
const dueBy = ({ daily: { numerator, denominator }, days }: Pick<State, "daily" | "days">): bigint =>
  floorOf({ numerator: numerator * BigInt(days), denominator });
