import type { z } from "zod";
import type { Problem } from "../errors.ts";
import type { Field, Fields } from "./fields.ts";
import { nameFlaw } from "./names.ts";
import { didYouMean } from "./suggest.ts";

/**
 * Fills defaults and checks every given parameter. All problems at once; the values are complete where there are
 * none. `path` is where the parameters stand, such as `world[0] consensus/nakamoto`.
 *
 * @param called what an author calls one of the fields
 * @param others names beside the fields that may have been meant
 */
export function checkFields(
  fields: Fields,
  given: unknown,
  path: string,
  {
    called = "parameter",
    others = [],
  }: { readonly called?: string; readonly others?: readonly string[] } = {},
): { values: Record<string, unknown>; problems: Problem[] } {
  const problems: Problem[] = [];
  const values: Record<string, unknown> = {};
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    return {
      values,
      problems: [{ path, message: "Expected parameters by name, such as { interval: 210000 }." }],
    };
  }
  const names = Object.keys(fields);
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(fields, name))
      problems.push({
        path: `${path} › ${name}`,
        message: `There is no such ${called}.${didYouMean(name, [...names, ...others])}`,
      });
  }
  for (const name of names) {
    const field = fields[name]!;
    const value = (given as Record<string, unknown>)[name];
    if (value === undefined) {
      if (field.default === undefined)
        problems.push({ path: `${path} › ${name}`, message: `This must be given. ${field.doc}` });
      else values[name] = field.default;
      continue;
    }
    const here = `${path} › ${name}`;
    const result = field.schema.safeParse(field.normalise(value));
    const flaws = field.kind === "weights" ? nameFlaws(value, here) : [];
    if (value === null) problems.push({ path: here, message: nullMessage(field) });
    else if (!result.success) problems.push(...firstIssues(result.error.issues, here));
    else if (flaws.length === 0) values[name] = result.data;
    problems.push(...flaws);
  }
  return { values, problems };
}

/** Null is no value: whoever wants the default leaves the parameter out. */
const nullMessage = (field: Field): string =>
  `Expected a value, got null.${field.default === undefined ? ` ${field.doc}` : " Leave it out to take the default."}`;

/** What is wrong with the names that an author gave to weights; zod looks at their values only. */
const nameFlaws = (weights: unknown, path: string): Problem[] =>
  Object.keys(typeof weights === "object" ? (weights ?? {}) : {}).flatMap((name) => {
    const message = nameFlaw(name);
    return message === undefined ? [] : [{ path: `${path} › ${name}`, message }];
  });

/** One issue for each part of a value; what is wrong with the whole is said only where its parts are right. */
function firstIssues(issues: readonly z.core.$ZodIssue[], path: string): Problem[] {
  const inParts = issues.filter((issue) => issue.path.length > 0);
  const told = new Map<string, string>();
  for (const issue of inParts.length > 0 ? inParts : issues) {
    const where = [path, ...issue.path.map(String)].join(" › ");
    if (!told.has(where)) told.set(where, issue.message);
  }
  return [...told].map(([where, message]) => ({ path: where, message }));
}
