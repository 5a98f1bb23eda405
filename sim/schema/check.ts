import type { Problem } from "../errors.ts";
import type { Fields } from "./fields.ts";
import { didYouMean } from "./suggest.ts";

/**
 * Fills defaults and checks every given parameter. All problems at once; the values are complete where there are
 * none. `path` is where the parameters stand, such as `world[0] consensus/nakamoto`.
 */
export function checkFields(fields: Fields, given: unknown, path: string): { values: Record<string, unknown>; problems: Problem[] } {
  const problems: Problem[] = [];
  const values: Record<string, unknown> = {};
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    return { values, problems: [{ path, message: "Expected parameters by name, such as { interval: 210000 }." }] };
  }
  const names = Object.keys(fields);
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(fields, name))
      problems.push({ path: `${path} › ${name}`, message: `There is no such parameter.${didYouMean(name, names)}` });
  }
  for (const name of names) {
    const field = fields[name]!;
    const value = (given as Record<string, unknown>)[name];
    if (value === undefined || value === null) {
      if (field.default === undefined) problems.push({ path: `${path} › ${name}`, message: `This parameter has no default: ${field.doc}` });
      else values[name] = field.default;
      continue;
    }
    const result = field.schema.safeParse(field.normalise(value));
    if (result.success) values[name] = result.data;
    else
      for (const issue of result.error.issues)
        problems.push({ path: [`${path} › ${name}`, ...issue.path.map(String)].join(" › "), message: issue.message });
  }
  return { values, problems };
}
