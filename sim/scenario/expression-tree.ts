import type jsep from "jsep";
import { OrreryError } from "../errors.ts";
import { quoted } from "../schema/shown.ts";
import { didYouMean } from "../schema/suggest.ts";
import { meantMeasure } from "./measure-names.ts";

/** Value of a measure by name. */
export type Lookup = (measure: string) => number;

/** An expression cannot be read; the message is a sentence, to be shown beside where the expression stands. */
export class ExpressionError extends OrreryError {}

type Value = number | boolean;
type Evaluate = (lookup: Lookup) => Value;

/** What the parser was given in place of the names of measures. */
export interface Parsing {
  readonly known: readonly string[];
  /** Measure by its placeholder. */
  readonly placeholders: ReadonlyMap<string, string>;
  /** The text with placeholders in it. */
  readonly plain: string;
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
 * Turns a parsed tree into a function of the values of measures.
 *
 * @throws ExpressionError where the tree holds what has no meaning here
 */
export function compile(node: { readonly type: string }, parsing: Parsing): Evaluate {
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
    throw new ExpressionError(`There is no measure ${quoted(name)}.${meantMeasure(name, known)}`);
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
      `There is no function ${quoted(name)}; there are ${names.join(", ")}.${didYouMean(name, names)}`,
    );
  const compute = FUNCTIONS[name]!;
  if (given.length === 0) throw new ExpressionError(`${name} needs at least one number.`);
  const values = given.map((argument) => compile(argument, parsing));
  return (lookup) => compute(...values.map((value) => number(value(lookup), name)));
}

/** The value as a number, for an operator that takes one. */
export function number(value: Value, operator: string): number {
  if (typeof value === "number") return value;
  throw new ExpressionError(
    `${operator} takes numbers, but stands beside a comparison. Join comparisons by &&.`,
  );
}

function claim(value: Value, operator: string): boolean {
  if (typeof value === "boolean") return value;
  throw new ExpressionError(`${operator} joins comparisons, but stands beside a number.`);
}
