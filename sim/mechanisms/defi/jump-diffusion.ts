import { defineMarket } from "../../kit/pool/define-market.ts";
import { exp } from "../../math.ts";
import { number, ratio } from "../../schema/fields.ts";
import { DAY, YEAR } from "../../units.ts";

const A_DAY = DAY / YEAR;

export const jumpDiffusion = defineMarket({
  name: "defi/jump-diffusion",
  summary: "Trades a token at a price that walks at random and jumps at times, down more often than up.",
  source: "Merton, Option pricing when underlying stock returns are discontinuous, 1976",
  params: {
    drift: ratio({
      default: 0,
      min: -10,
      max: 10,
      doc: "Growth of the expected price a year, jumps included, as a rate that compounds continuously.",
      range: [-0.5, 0.5],
    }),
    volatility: ratio({
      default: 0.7,
      max: 10,
      doc: "Standard deviation of a year's logarithmic return between jumps.",
      source: "assumed: with the jumps about 0.9 a year",
      range: [0.4, 1.2],
    }),
    jumps: number("1/y", {
      default: 6,
      min: 0,
      max: 365,
      doc: "Jumps a year.",
      source: "assumed: a few sessions a year explain the tails of daily returns",
      range: [2, 12],
    }),
    size: number("", {
      default: -0.1,
      min: -5,
      max: 5,
      doc: "Mean of a jump of the price's logarithm.",
      range: [-0.25, 0],
    }),
    spread: number("", {
      default: 0.2,
      min: 0,
      max: 5,
      doc: "Standard deviation of a jump of the price's logarithm.",
      range: [0.1, 0.3],
    }),
  },
  next({ state, params, random }, day) {
    const { drift, volatility, jumps, size, spread } = params;
    // What jumps add to the expected price is taken from the drift.
    const compensation = jumps * (exp(size + (spread * spread) / 2) - 1);
    const between = (drift - compensation - (volatility * volatility) / 2) * A_DAY;
    const count = random.at(day, "jumps").poisson(jumps * A_DAY);
    const jumped = count === 0 ? 0 : random.at(day, "size").normal(count * size, Math.sqrt(count) * spread);
    return (
      state.usdPerToken *
      exp(between + volatility * Math.sqrt(A_DAY) * random.at(day, "price").normal() + jumped)
    );
  },
});
