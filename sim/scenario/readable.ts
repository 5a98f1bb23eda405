import type { Problem } from "../errors.ts";
import { didYouMean } from "../schema/suggest.ts";
import { type Claim, parseClaim, parseExpression } from "./expression.ts";
import { ExpressionError, type Lookup } from "./expression-tree.ts";
import { measureNames } from "./measure-names.ts";
import type { ResolvedExpectation } from "./scenario.ts";

/** The measures of each design, by its name. */
export type Measured = ReadonlyMap<string, readonly string[]>;

/** An expectation's expression over the measures that there are, their full names put in. */
export interface Readable {
  readonly text: string;
  readonly measures: readonly string[];
  /** True or false; of `monotone`, which has a number, always true. */
  readonly claim: Claim;
  /** The number of `monotone`; NaN elsewhere. */
  readonly number: (lookup: Lookup) => number;
}

/** Reads an expectation's expression over the measures of the designs that it is about, or says what is wrong with it. */
export function readable(expectation: ResolvedExpectation, measured: Measured): Readable | Problem {
  const path = `expect › ${JSON.stringify(expectation.claim)} › ${expectation.kind}`;
  try {
    return expectation.kind === "compare"
      ? readComparison(expectation, measured)
      : readOfDesign(expectation, measured);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { path, message: error.message };
  }
}

export const isProblem = (read: Readable | Problem): read is Problem => "message" in read;

function readOfDesign({ expression, kind }: ResolvedExpectation, measured: Measured): Readable {
  const names = measureNames(allOf(measured));
  const read = kind === "monotone" ? readNumber(expression, names) : readClaim(expression, names);
  if (![...measured.values()].some((own) => read.measures.every((measure) => own.includes(measure))))
    throw new ExpressionError(
      `No design has all of ${read.measures.join(", ")}. Measures of several designs stand in a compare.`,
    );
  return read;
}

const allOf = (measured: Measured): string[] => [...new Set([...measured.values()].flat())];

/** `[design].measure`, of every design. */
function readComparison({ expression, design }: ResolvedExpectation, measured: Measured): Readable {
  if (design !== "")
    throw new ExpressionError(
      `A comparison names its designs itself; leave out design: ${JSON.stringify(design)}.`,
    );
  const designs = [...measured.keys()];
  for (const [, name] of expression.matchAll(/(?<![\w.\]])\[([^[\]]*)\]\./g))
    if (!designs.includes(name!))
      throw new ExpressionError(`There is no design "${name}".${didYouMean(name!, designs)}`);
  const names = new Map(
    designs.flatMap((name) =>
      [...measureNames(measured.get(name)!)].map(
        ([short, full]) => [qualified(name, short), qualified(name, full)] as const,
      ),
    ),
  );
  const plain = measureNames(allOf(measured)).keys();
  const stray = parseExpression(expression, [...names.keys(), ...plain]).measures.find(
    (name) => !names.has(name),
  );
  if (stray !== undefined)
    throw new ExpressionError(`"${stray}" of which design? Write [${designs[0]}].${stray}, for instance.`);
  const read = readClaim(expression, names);
  if (read.measures.length === 0)
    throw new ExpressionError(
      `"${expression}" compares no measure. Write [${designs[0]}].measure, for instance.`,
    );
  return read;
}

export const qualified = (design: string, measure: string): string => `[${design}].${measure}`;

function readClaim(text: string, names: ReadonlyMap<string, string>): Readable {
  const claim = parseClaim(text, [...names.keys()]);
  const full =
    (lookup: Lookup): Lookup =>
    (name) =>
      lookup(names.get(name)!);
  const { comparison } = claim;
  return {
    text,
    measures: [...new Set(claim.measures.map((name) => names.get(name)!))],
    number: () => Number.NaN,
    claim: {
      ...claim,
      evaluate: (lookup) => claim.evaluate(full(lookup)),
      comparison: comparison && {
        ...comparison,
        difference: (lookup) => comparison.difference(full(lookup)),
      },
    },
  };
}

function readNumber(text: string, names: ReadonlyMap<string, string>): Readable {
  const expression = parseExpression(text, [...names.keys()]);
  if (typeof expression.evaluate(() => 1) !== "number")
    throw new ExpressionError(
      `"${text}" is a claim, not a number. Leave out the comparison: a number rises or falls.`,
    );
  const measures = [...new Set(expression.measures.map((name) => names.get(name)!))];
  return {
    text,
    measures,
    number: (lookup) => expression.evaluate((name) => lookup(names.get(name)!)) as number,
    claim: { text, measures, evaluate: () => true, comparison: undefined },
  };
}
