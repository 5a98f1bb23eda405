import { type Document, isPair, isScalar, type Node, visit } from "yaml";
import { exactDecimal, shortestForm } from "../exact-decimal.ts";

/** All digits of a number's text where a double does not keep them; undefined where it does, or where it is none. */
export function digitsBeyondDouble(source: string): string | undefined {
  const whole = /^0(x[0-9a-f]+|o[0-7]+)$/i.test(source) ? BigInt(source) : source;
  const decimal = exactDecimal(whole);
  const written = decimal && shortestForm(decimal);
  return typeof written === "string" ? written : undefined;
}

/**
 * A file's number may have more digits than a double keeps. Where it is given to a parameter it becomes text, before
 * they are lost: an amount takes all of them, any other number its nearest double (schema/fields.ts).
 */
export function keepDigits(document: Document): void {
  visit(document, {
    Scalar(_, node, ancestors) {
      if (typeof node.value !== "number" || node.source === undefined || !isGiven(ancestors)) return;
      const text = digitsBeyondDouble(node.source);
      if (text !== undefined) node.value = text;
    },
  });
}

/** Whether a scalar is the value of a parameter: in a use, a sweep or a branch. */
function isGiven(ancestors: readonly (Document | Node | object)[]): boolean {
  const keys = ancestors.flatMap((each) =>
    isPair(each) && isScalar(each.key) ? [String(each.key.value)] : [],
  );
  const [field, second, third] = keys;
  if (field === "sweep") return second !== "latinHypercube" && second !== "sobol" && keys.length === 3;
  if (field === "branches") return third === "set" && keys.length === 4;
  const depth = field === "world" ? 3 : field === "designs" ? 4 : Number.NaN;
  return keys.length === depth && isPair(ancestors.at(-1));
}
