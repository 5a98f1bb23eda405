import {
  baseUnits,
  type EmissionSplit,
  mintSplit,
  openSplit,
  refuseRecipients,
  splitField,
} from "../../model/emission.ts";
import { defineMechanism } from "../../model/mechanism.ts";
import { text, tokens } from "../../schema/fields.ts";

interface State {
  asset: number;
  /** Base units of a day. */
  daily: bigint;
  split: EmissionSplit;
  days: number;
  issued: bigint;
}

export const fixed = defineMechanism({
  name: "issuance/fixed",
  summary: "Mints the same number of tokens every day.",
  source:
    "Constant emission as of Dogecoin from block 600,000 (dogecoin/dogecoin src/dogecoin.cpp), by the day",
  params: {
    asset: text({ default: "token", doc: "The token.", source: "Orrery" }),
    tokensPerDay: tokens({
      default: 100_000,
      doc: "New tokens of a day.",
      source: "Orrery: for the scenario to set",
    }),
    split: splitField({ providers: 0.7, security: 0.2, treasury: 0.1 }, "Orrery: for the scenario to set"),
  },
  init({ split }): State {
    refuseRecipients("issuance/fixed", split, false);
    return { asset: 0, daily: 0n, split: { accounts: [], weights: [] }, days: 0, issued: 0n };
  },
  on: {
    opened({ params: { asset, tokensPerDay, split }, state, ledger }) {
      state.asset = ledger.asset(asset);
      state.daily = baseUnits(ledger, state.asset, tokensPerDay);
      state.split = openSplit(ledger, split);
    },

    day({ state, ledger }) {
      state.days++;
      state.issued += state.daily;
      mintSplit(ledger, state.asset, state.split, state.daily, "emission");
    },
  },
  invariants: {
    "what was issued is the rate times the days": ({ state: { issued, daily, days } }) =>
      issued === daily * BigInt(days),
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
