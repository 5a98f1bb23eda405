import { defineMarket } from "../../kit/pool/define-market.ts";
import { exp } from "../../math.ts";
import { number, ratio } from "../../schema/fields.ts";
import { DAY, YEAR } from "../../units.ts";

const A_DAY = DAY / YEAR;

const drift = (of: string, value: number) =>
  ratio({
    default: value,
    min: -10,
    max: 10,
    doc: `Growth of the expected price a year in a ${of}, as a rate that compounds continuously.`,
    source: "assumed",
    range: [value - 0.5, value + 0.5],
  });
const volatility = (of: string, value: number) =>
  ratio({
    default: value,
    max: 10,
    doc: `Standard deviation of a year's logarithmic return in a ${of}.`,
    source: "assumed",
    range: [value / 2, value * 1.5],
  });
const stay = (of: string, value: number) =>
  number("d", {
    default: value,
    min: 1,
    max: 100_000,
    doc: `How long a ${of} lasts on average.`,
    source: "assumed",
    range: [value / 3, value * 3],
  });

export const regimeSwitching = defineMarket({
  name: "defi/regime-switching",
  summary:
    "Trades a token at a price that walks at random, calmly in bull markets and wildly down in bear markets.",
  source: "Hamilton, A new approach to the economic analysis of nonstationary time series, 1989: two states",
  params: {
    bullDrift: drift("bull market", 0.8),
    bullVolatility: volatility("bull market", 0.7),
    bullDays: stay("bull market", 240),
    bearDrift: drift("bear market", -0.9),
    bearVolatility: volatility("bear market", 1),
    bearDays: stay("bear market", 180),
  },
  init: () => ({ isBear: false }),
  next({ state, params, random }, day) {
    // An expected stay of n days is a chance of 1/n to leave each day.
    const leaves = 1 / (state.isBear ? params.bearDays : params.bullDays);
    if (random.at(day, "regime").bernoulli(leaves)) state.isBear = !state.isBear;
    const [growth, deviation] = state.isBear
      ? [params.bearDrift, params.bearVolatility]
      : [params.bullDrift, params.bullVolatility];
    return (
      state.usdPerToken *
      exp(
        (growth - (deviation * deviation) / 2) * A_DAY +
          deviation * Math.sqrt(A_DAY) * random.at(day, "price").normal(),
      )
    );
  },
});
