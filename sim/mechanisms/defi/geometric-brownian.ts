import { defineMarket } from "../../kit/pool/define-market.ts";
import { exp } from "../../math.ts";
import { ratio } from "../../schema/fields.ts";
import { DAY, YEAR } from "../../units.ts";

const A_DAY = DAY / YEAR;

export const geometricBrownian = defineMarket({
  name: "defi/geometric-brownian",
  summary: "Trades a token at a price whose logarithm walks at random, day by day.",
  source: "Samuelson, Rational theory of warrant pricing, 1965; Black and Scholes, 1973",
  params: {
    drift: ratio({
      default: 0,
      min: -10,
      max: 10,
      doc: "Growth of the expected price a year, as a rate that compounds continuously.",
      range: [-0.5, 0.5],
    }),
    volatility: ratio({
      default: 0.9,
      max: 10,
      doc: "Standard deviation of a year's logarithmic return.",
      source: "assumed: tokens of compute networks, 0.8 to 1.2",
      range: [0.5, 1.5],
    }),
  },
  next: ({ state, params: { drift, volatility }, random }, day) =>
    state.usdPerToken *
    exp(
      (drift - (volatility * volatility) / 2) * A_DAY +
        volatility * Math.sqrt(A_DAY) * random.at(day, "price").normal(),
    ),
});
