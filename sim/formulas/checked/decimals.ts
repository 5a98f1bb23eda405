/** Decimals of 18 places as the package gives them, with what each takes. */
import * as rules from "../decimal.ts";
import { inOrder } from "./checked.ts";
import { divisor, number, signed, text } from "./kinds.ts";

export type { Decimal } from "../decimal.ts";

/** 1, as a decimal. */
export const ONE: rules.Decimal = rules.ONE;

export const { decimal, decimalFromNumber, numberFromDecimal, multiply, divide } = inOrder(rules, {
  decimal: [["text", text()]],
  decimalFromNumber: [["value", number(Number.NEGATIVE_INFINITY)]],
  numberFromDecimal: [["value", signed()]],
  multiply: [
    ["a", signed()],
    ["b", signed()],
  ],
  divide: [
    ["a", signed()],
    ["b", divisor()],
  ],
});
