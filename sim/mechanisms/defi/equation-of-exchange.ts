import { defineMarket } from "../../kit/pool/define-market.ts";
import { exp } from "../../math.ts";
import { number, ratio, usd } from "../../schema/fields.ts";
import { DAY, YEAR } from "../../units.ts";

export const equationOfExchange = defineMarket({
  name: "defi/equation-of-exchange",
  summary: "Trades a token at the price at which what circulates carries what is paid with it.",
  source:
    "Fisher, The purchasing power of money, 1911: M V = P Q. Buterin, On medium-of-exchange token valuations, 2017",
  params: {
    spending: usd({
      default: 10_000_000,
      min: 1e-6,
      max: 1e15,
      doc: "What is paid with the token in the first year, USD.",
      source: "Orrery: for the scenario to set",
    }),
    growth: ratio({
      default: 0,
      min: -10,
      max: 10,
      doc: "Growth of that a year, as a rate that compounds continuously.",
      range: [-0.3, 0.5],
    }),
    velocity: number("1/y", {
      default: 5,
      min: 1e-3,
      max: 1e6,
      doc: "How often a token changes hands for a payment in a year.",
      source: "assumed: US money M1 had 5 to 10 before 2020 (FRED M1V)",
      range: [2, 20],
    }),
  },
  settable: { spending: [1e-6, 1e15], velocity: [1e-3, 1e6] },
  next({ state, params: { spending, growth, velocity }, ledger, asset }, day) {
    const circulating = ledger.circulating(asset.token);
    const paid = spending * exp((growth * day * DAY) / YEAR);
    return circulating > 0 ? paid / (velocity * circulating) : state.usdPerToken;
  },
});
