/** Exact fractions as the package gives them, with what each takes. */
import * as rules from "../fraction.ts";
import { byName, inOrder } from "./checked.ts";
import { fields, quantity, signed, units } from "./kinds.ts";

export type { Fraction } from "../fraction.ts";

/** 0 / 1. */
export const NOTHING: rules.Fraction = rules.NOTHING;

const parts = { numerator: signed(), denominator: units(1n) };
const fraction = fields<rules.Fraction>(parts);

export const { floorOf } = byName(rules, { floorOf: parts });

export const { fractionOf, times, plus, partOf, takeWhole } = inOrder(rules, {
  fractionOf: [["written", quantity()]],
  times: [
    ["one", fraction],
    ["other", fraction],
  ],
  plus: [
    ["one", fraction],
    ["other", fraction],
  ],
  partOf: [
    ["share", quantity()],
    ["units", signed()],
  ],
  takeWhole: [
    ["rest", fraction],
    ["due", fraction],
  ],
});
