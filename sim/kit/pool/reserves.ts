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
