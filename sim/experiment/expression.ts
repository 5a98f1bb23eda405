import jsep from "jsep";
import { OrreryError } from "../errors.ts";
import { didYouMean } from "../schema/suggest.ts";

/** Value of a measure by name. */
export type Lookup = (measure: string) => number;

/** A parsed expression over measures: numbers, comparisons, `&&`, `||`, `!`, arithmetic, abs, min and max. */
export interface Expression {
  readonly text: string;
  /** Measures that it reads, in order of appearance. */
  readonly measures: readonly string[];
  readonly evaluate: (lookup: Lookup) => number | boolean;
}

/** An expression that is true or false. */
export interface Claim {
  readonly text: string;
  readonly measures: readonly string[];
  readonly evaluate: (lookup: Lookup) => boolean;
}

/** An expression cannot be read; the message is a sentence, to be shown beside where the expression stands. */
export class ExpressionError extends OrreryError {}

type Value = number | boolean;
type Evaluate = (lookup: Lookup) => Value;

interface Parsing {
  readonly known: readonly string[];
  /** Measure by its placeholder. */
  readonly placeholders: ReadonlyMap<string, string>;
}

const FUNCTIONS: Readonly<Record<string, (...values: number[]) => number>> = {
  abs: Math.abs,
  min: Math.min,
  max: Math.max,
};

const ARITHMETIC: Readonly<Record<string, (left: number, right: number) => Value>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
  ">": (left, right) => left > right,
  ">=": (left, right) => left >= right,
  "==": (left, right) => left === right,
  "!=": (left, right) => left !== right,
};

/**
 * Parses an expression over measures. Nothing is ever handed to the engine's own evaluation.
 *
 * @param text such as `ledger.supply[token] <= 21e6 && gpu.utilisation > 0.6`
 * @param known names of measures; dots and brackets belong to a name
 * @throws ExpressionError with a sentence that says what is wrong
 */
export function parseExpression(text: string, known: readonly string[]): Expression {
  if (text.includes("$")) throw new ExpressionError(`"${text}" is no expression: $ has no meaning here.`);
  const { plain, placeholders } = replaceMeasures(text, known);
  let tree: jsep.Expression;
  try {
    tree = jsep(plain);
  } catch (error) {
    const { description } = error as { description?: string };
    throw new ExpressionError(`"${text}" is no expression: ${description ?? (error as Error).message}.`);
  }
  const evaluate = compile(tree, { known, placeholders });
  return { text, measures: [...new Set(placeholders.values())], evaluate };
}

/** The expression as a claim: what it yields must be true or false. */
export function parseClaim(text: string, known: readonly string[]): Claim {
  const expression = parseExpression(text, known);
  // The kind of a result does not depend on the values, so one trial tells it.
  if (typeof expression.evaluate(() => 1) !== "boolean")
    throw new ExpressionError(
      `"${text}" is a number, not a claim. Compare it with something, such as "${text} >= 0".`,
    );
  return expression as Claim;
}

/** Puts `$0`, `$1`, … where names of measures stand, so that dots and brackets in them do not reach the parser. */
function replaceMeasures(
  text: string,
  known: readonly string[],
): { plain: string; placeholders: Map<string, string> } {
  const longestFirst = [...known].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const placeholders = new Map<string, string>();
  let plain = "";
  for (let at = 0; at < text.length; ) {
    const name = /[\w.$\]]/.test(text[at - 1] ?? " ")
      ? undefined
      : longestFirst.find((measure) => standsAt(text, at, measure));
    if (name === undefined) {
      plain += text[at++];
      continue;
    }
    const placeholder = `$${placeholders.size}`;
    placeholders.set(placeholder, name);
    plain += placeholder;
    at += name.length;
  }
  return { plain, placeholders };
}

const standsAt = (text: string, at: number, measure: string): boolean =>
  text.startsWith(measure, at) && !/[\w.[(]/.test(text[at + measure.length] ?? " ");

function compile(node: jsep.Expression, parsing: Parsing): Evaluate {
  switch (node.type) {
    case "Literal":
      return literal(node as jsep.Literal);
    case "UnaryExpression":
      return unary(node as jsep.UnaryExpression, parsing);
    case "BinaryExpression":
      return binary(node as jsep.BinaryExpression, parsing);
    case "CallExpression":
      return call(node as jsep.CallExpression, parsing);
    case "Identifier":
    case "MemberExpression":
      return measure(node, parsing);
    default:
      throw new ExpressionError(
        `The expression holds what is neither a number, a measure, a comparison nor a sum (${node.type}).`,
      );
  }
}

function literal({ value, raw }: jsep.Literal): Evaluate {
  if (typeof value !== "number" && typeof value !== "boolean")
    throw new ExpressionError(`The expression holds ${raw}, which is neither a number nor a measure.`);
  return () => value;
}

function measure(node: jsep.Expression, { known, placeholders }: Parsing): Evaluate {
  const name = nameOf(node);
  const replaced = placeholders.get(name);
  if (replaced === undefined)
    throw new ExpressionError(`There is no measure "${name}".${didYouMean(name, known)}`);
  return (lookup) => lookup(replaced);
}

function nameOf(node: jsep.Expression): string {
  if (node.type === "Identifier") return (node as jsep.Identifier).name;
  if (node.type === "Literal") return (node as jsep.Literal).raw;
  if (node.type !== "MemberExpression") return node.type;
  const { object, property, computed } = node as jsep.MemberExpression;
  return computed ? `${nameOf(object)}[${nameOf(property)}]` : `${nameOf(object)}.${nameOf(property)}`;
}

function unary({ operator, argument }: jsep.UnaryExpression, parsing: Parsing): Evaluate {
  const inner = compile(argument, parsing);
  if (operator === "-") return (lookup) => -number(inner(lookup), "-");
  if (operator === "+") return (lookup) => number(inner(lookup), "+");
  if (operator === "!") return (lookup) => !claim(inner(lookup), "!");
  throw new ExpressionError(`The expression uses ${operator}, which has no meaning here.`);
}

function binary({ operator, left, right }: jsep.BinaryExpression, parsing: Parsing): Evaluate {
  const [first, second] = [compile(left, parsing), compile(right, parsing)];
  if (operator === "&&" || operator === "||") {
    const all = operator === "&&";
    return (lookup) => {
      const [one, other] = [claim(first(lookup), operator), claim(second(lookup), operator)];
      return all ? one && other : one || other;
    };
  }
  const compute = Object.hasOwn(ARITHMETIC, operator) ? ARITHMETIC[operator] : undefined;
  if (!compute) throw new ExpressionError(`The expression uses ${operator}, which has no meaning here.`);
  return (lookup) => compute(number(first(lookup), operator), number(second(lookup), operator));
}

function call({ callee, arguments: given }: jsep.CallExpression, parsing: Parsing): Evaluate {
  const name = nameOf(callee);
  const names = Object.keys(FUNCTIONS);
  if (!Object.hasOwn(FUNCTIONS, name))
    throw new ExpressionError(
      `There is no function "${name}"; there are ${names.join(", ")}.${didYouMean(name, names)}`,
    );
  const compute = FUNCTIONS[name]!;
  if (given.length === 0) throw new ExpressionError(`${name} needs at least one number.`);
  const values = given.map((argument) => compile(argument, parsing));
  return (lookup) => compute(...values.map((value) => number(value(lookup), name)));
}

function number(value: Value, operator: string): number {
  if (typeof value === "number") return value;
  throw new ExpressionError(
    `${operator} takes numbers, but stands beside a comparison. Join comparisons by &&.`,
  );
}

function claim(value: Value, operator: string): boolean {
  if (typeof value === "boolean") return value;
  throw new ExpressionError(`${operator} joins comparisons, but stands beside a number.`);
}
