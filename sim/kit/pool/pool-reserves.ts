import { tokens, usdAmount } from "../../schema/fields.ts";

/** What a pool begins with, where both sides are for the scenario to say: parameters of its rule. */
export const reserves = {
  tokens: tokens({
    role: "endowment",
    default: 5_000_000,
    min: 1e-6,
    doc: "Tokens in the pool at the start, part of the genesis supply.",
    source: "Orrery: for the scenario to set",
  }),
  usd: usdAmount({
    role: "endowment",
    default: 1_000_000,
    min: 1e-6,
    doc: "USD in the pool at the start; over the tokens, the first price.",
    source: "Orrery: for the scenario to set",
  }),
};

/** What the makers of a market hold, whose price comes from elsewhere. */
export const stock = {
  tokens: tokens({
    role: "endowment",
    default: 50_000_000,
    doc: "Tokens that the market's makers hold at the start, part of the genesis supply: the most that can be bought.",
    source: "Orrery: for the scenario to set",
  }),
  usd: usdAmount({
    role: "endowment",
    default: 1e9,
    doc: "USD that they hold at the start: the most that they can pay.",
    source: "Orrery: for the scenario to set",
  }),
};
