import { UsageError } from "../errors.ts";
import type { Catalogue } from "../scenario/catalogue.ts";
import { type Expression, parseExpression } from "../scenario/expression.ts";
import { measureNames } from "../scenario/measure-names.ts";
import { measuresOfDesign } from "../scenario/measures-of-design.ts";
import type { ResolvedScenario } from "../scenario/scenario.ts";

/** What to solve: vary one parameter so that two numbers are equal. */
export interface Equation {
  /** The parameter, `family/kind.param`, and the ends between which its value is searched. */
  readonly path: string;
  readonly low: number;
  readonly high: number;
  /** `left == right`: each side over means of summaries, `[design].measure` or the measure alone, and `x` the parameter. */
  readonly soThat: string;
}

/** An equation over the measures of designs. */
export interface Sides {
  readonly left: Expression;
  readonly right: Expression;
  /** What a name in the expressions stands for. */
  readonly names: ReadonlyMap<string, { readonly design: string; readonly measure: string }>;
  /** Designs that have to be run. */
  readonly designs: readonly string[];
}

/** What expressions call the parameter that varies. */
export const VARIED = "x";

/**
 * Reads an equation.
 *
 * @param only the design that measures without one are of
 * @throws UsageError or ExpressionError with a sentence that says what is wrong
 */
export function readEquation(
  resolved: ResolvedScenario,
  catalogue: Catalogue,
  soThat: string,
  only: string | undefined,
): Sides {
  const [left, right, ...more] = soThat.split("==").map((side) => side.trim());
  if (!left || !right || more.length > 0)
    throw new UsageError(
      `"${soThat}" is no equation.`,
      [],
      'Write two sides with == between them, such as "[a].emission.usd == [b].emission.usd".',
    );
  const names = namesOf(resolved, catalogue, only);
  const read = (side: string): Expression => {
    const expression = parseExpression(side, [...names.keys(), VARIED, ...withoutDesigns(names)]);
    const stray = expression.measures.find((name) => name !== VARIED && !names.has(name));
    if (stray !== undefined)
      throw new UsageError(
        `"${stray}" of which design?`,
        [],
        `Write [${resolved.designs[0]!.name}].${stray}, for instance, or name one design for all.`,
      );
    if (typeof expression.evaluate(() => 1) === "number") return expression;
    throw new UsageError(`"${side}" is true or false, not a number: an equation has one ==, and numbers.`);
  };
  const sides = { left: read(left), right: read(right) };
  const measured = [...sides.left.measures, ...sides.right.measures].filter((name) => name !== VARIED);
  if (measured.length === 0) throw new UsageError(`"${soThat}" names no measure: there is nothing to run.`);
  return { ...sides, names, designs: [...new Set(measured.map((name) => names.get(name)!.design))] };
}

/** `[design].measure` of every design, and the measure alone where one design is meant. */
function namesOf(resolved: ResolvedScenario, catalogue: Catalogue, only: string | undefined): Sides["names"] {
  const all = resolved.designs.map(({ name }) => name);
  const alone = only ?? (all.length === 1 ? all[0] : undefined);
  const names = new Map<string, { design: string; measure: string }>();
  for (const each of resolved.designs)
    for (const [name, measure] of measureNames(measuresOfDesign(resolved.assets, catalogue, each))) {
      names.set(`[${each.name}].${name}`, { design: each.name, measure });
      if (each.name === alone) names.set(name, { design: each.name, measure });
    }
  return names;
}

/** The names of measures without their designs. */
const withoutDesigns = (names: Sides["names"]): string[] => [
  ...new Set([...names.keys()].map((name) => name.replace(/^\[[^\]]*\]\./, ""))),
];
