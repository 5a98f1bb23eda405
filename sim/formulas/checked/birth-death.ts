/** Birth–death processes as the package gives them, with what each takes. */
import * as rules from "../birth-death.ts";
import { byName, inOrder } from "./checked.ts";
import { fields, rateOf } from "./kinds.ts";

export type { BirthDeath } from "../birth-death.ts";

const rates = { birth: rateOf(), death: rateOf() };

export const { steadyState } = byName(rules, { steadyState: rates });

export const { timeAverageVariance } = inOrder(rules, {
  timeAverageVariance: [
    ["queue", fields<rules.BirthDeath>(rates)],
    ["quantity", rateOf()],
  ],
});
