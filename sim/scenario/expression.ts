import jsep from "jsep";
import { quoted } from "../schema/shown.ts";
import { compile, ExpressionError, type Lookup, number, type Parsing } from "./expression-tree.ts";
import { leftInBrackets, meantMeasure, replaceMeasures } from "./measure-names.ts";

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
  /** What it compares, where it says that one number is at most, at least, below or above another. */
  readonly comparison: Comparison | undefined;
}

/** `left <= right`, taken apart. */
export interface Comparison {
  readonly relation: "<" | "<=" | ">" | ">=";
  /** `left − right`, as text: `customers.wait − theory.wait`. */
  readonly subject: string;
  /** left − right. */
  readonly difference: (lookup: Lookup) => number;
}

/**
 * Parses an expression over measures. Nothing is ever handed to the engine's own evaluation.
 *
 * @param text such as `ledger.supply[token] <= 21e6 && gpu.utilisation > 0.6`
 * @param known names of measures; dots and brackets belong to a name
 * @throws ExpressionError with a sentence that says what is wrong
 */
export function parseExpression(text: string, known: readonly string[]): Expression {
  const { tree, parsing } = parsed(text, known);
  return expressionOf(text, tree, parsing);
}

const expressionOf = (text: string, tree: jsep.Expression, parsing: Parsing): Expression => ({
  text,
  measures: [...new Set(parsing.placeholders.values())],
  evaluate: compile(tree, parsing),
});

/** Parser and compiler call themselves for each of them. */
const MOST_OPERATORS = 1_000;

function parsed(text: string, known: readonly string[]): { tree: jsep.Expression; parsing: Parsing } {
  if (text.includes("$"))
    throw new ExpressionError(`${quoted(text)} is no expression: $ has no meaning here.`);
  const { plain, placeholders } = replaceMeasures(text, known);
  const operators = plain.match(/[-+*/%^~!<>=&|?:,.()[\]{}]/g)?.length ?? 0;
  if (operators > MOST_OPERATORS)
    throw new ExpressionError(
      `The expression has ${operators} operators and brackets; at most ${MOST_OPERATORS} are read.`,
    );
  const stranger = leftInBrackets(plain);
  if (stranger !== undefined)
    throw new ExpressionError(`There is no measure ${quoted(stranger)}.${meantMeasure(stranger, known)}`);
  try {
    return { tree: jsep(plain), parsing: { known, placeholders, plain } };
  } catch (error) {
    const { description } = error as { description?: string };
    throw new ExpressionError(
      `${quoted(text)} is no expression: ${description ?? (error as Error).message}.`,
    );
  }
}

/** The expression as a claim: what it yields must be true or false. */
export function parseClaim(text: string, known: readonly string[]): Claim {
  const { tree, parsing } = parsed(text, known);
  const expression = expressionOf(text, tree, parsing);
  // The kind of a result does not depend on the values, so one trial tells it.
  if (typeof expression.evaluate(() => 1) !== "boolean")
    throw new ExpressionError(
      `${quoted(text)} is a number, not a claim. Compare it with something, such as ${quoted(`${text} >= 0`)}.`,
    );
  const evaluate = expression.evaluate as Claim["evaluate"];
  return { ...expression, evaluate, comparison: comparisonOf(tree, parsing) };
}

function comparisonOf(tree: jsep.Expression, parsing: Parsing): Comparison | undefined {
  const { type, operator, left, right } = tree as jsep.BinaryExpression;
  if (type !== "BinaryExpression" || !/^[<>]=?$/.test(operator)) return undefined;
  const [first, second] = [compile(left, parsing), compile(right, parsing)];
  return {
    relation: operator as Comparison["relation"],
    subject: subjectOf(operator, parsing),
    difference: (lookup) => number(first(lookup), operator) - number(second(lookup), operator),
  };
}

/** Both sides are numbers, so no other comparison stands in the text. */
function subjectOf(operator: string, { plain, placeholders }: Parsing): string {
  const [left = "", right = ""] = plain
    .split(operator)
    .map((side) => side.trim().replace(/\$\d+/g, (placeholder) => placeholders.get(placeholder)!));
  if (Number(right) === 0) return left;
  return `${left} − ${/[-+]/.test(right) ? `(${right})` : right}`;
}
