import { type Fraction, fractionOf, NOTHING, takeWhole, times } from "../../formulas/fraction.ts";
import {
  baseUnitRate,
  type EmissionSplit,
  mintSplit,
  openSplit,
  refuseRecipients,
  splitField,
} from "../../kit/issuance/emission.ts";
import { pow } from "../../math.ts";
import { daysAhead } from "../../model/estimate.ts";
import { defineMechanism } from "../../model/mechanism.ts";
import { ratio, text, tokens } from "../../schema/fields.ts";
import { YEAR } from "../../units.ts";

interface State {
  asset: number;
  split: EmissionSplit;
  /** Of a base unit: due, and not yet minted. */
  rest: Fraction;
}

const DAYS_PER_YEAR = 365;

export const damped = defineMechanism({
  name: "issuance/damped",
  summary:
    "Mints an amount a day, at its end, that every year is a given share of the year before; a part of a day has none.",
  source: "rendernetwork/RNPs RNP-001",
  params: {
    asset: text({ default: "token", doc: "The token.", source: "Orrery" }),
    emissionPerDay: tokens({
      role: "rate",
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
    split: splitField(
      { providers: 0.5, treasury: 0.5 },
      "rendernetwork/RNPs RNP-001: half to the network, half to the foundation",
    ),
  },
  init({ split }): State {
    refuseRecipients("issuance/damped", split, false);
    return { asset: 0, split: { accounts: [], weights: [] }, rest: NOTHING };
  },
  estimate: ({ emissionPerDay, yearlyDamping }, ahead) => ({
    mints: Number(emissionPerDay) * daysAhead(ahead) * Math.max(1, pow(yearlyDamping, ahead.horizon / YEAR)),
  }),
  on: {
    opened({ params: { asset, split }, state, ledger }) {
      state.asset = ledger.asset(asset);
      state.split = openSplit(ledger, split);
    },

    day({ params: { emissionPerDay, yearlyDamping }, state, ledger }, { day }) {
      const years = Math.floor((day - 1) / DAYS_PER_YEAR);
      const first = baseUnitRate(ledger, state.asset, emissionPerDay);
      const { whole, rest } = takeWhole(state.rest, times(first, fractionOf(pow(yearlyDamping, years))));
      state.rest = rest;
      mintSplit(ledger, state.asset, state.split, whole, "emission");
    },
  },
  example: () => ({
    world: [
      { mechanism: "issuance/genesis", params: {} },
      { mechanism: "consensus/slot-pos", params: { rewards: "none", slotsPerBlock: 50 } },
      { mechanism: "issuance/damped", params: { split: { security: 0.5, treasury: 0.5 } } },
    ],
    until: "30d",
  }),
});
