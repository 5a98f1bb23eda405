import type { Problem } from "../errors.ts";
import { nameFlaw } from "../schema/names.ts";
import { shown } from "../schema/shown.ts";

/** Parts by the names that an author gave them, in the author's order: an object, or a Map where names are numbers. */
export type Named<T> = Readonly<Record<string, T>> | ReadonlyMap<string, T>;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Map);

/**
 * Names and parts in the author's order; those with a name that cannot be are left out. Where order has a meaning, an
 * object of JavaScript with a whole number among its names is refused: it puts numbers first, however it was written.
 *
 * @param inOrder whether order has a meaning
 */
export function namedParts(
  given: unknown,
  path: string,
  expected: string,
  problems: Problem[],
  inOrder = true,
): [name: string, part: unknown][] {
  if (given === undefined) return [];
  if (!isRecord(given) && !(given instanceof Map)) {
    problems.push({ path, message: `Expected ${expected}, got ${shown(given)}.` });
    return [];
  }
  const entries: [unknown, unknown][] = given instanceof Map ? [...given] : Object.entries(given);
  const number = given instanceof Map || !inOrder ? undefined : Object.keys(given).find(isPlace);
  if (number !== undefined && entries.length > 1)
    problems.push({
      path,
      message: `"${number}" is a number, and JavaScript puts numbers first among the names of an object: the order that you wrote is lost. Write new Map([["${number}", …], …]), or a name that is no number.`,
    });
  return entries.flatMap(([given, part]): [string, unknown][] => {
    const name = nameOf(given);
    const flaw = name === undefined ? `Expected a name, got ${shown(given)}.` : nameFlaw(name);
    if (flaw === undefined) return [[name!, part]];
    problems.push({ path: `${path} › ${shown(given)}`, message: flaw });
    return [];
  });
}

/** The names alone, of a scenario that may still be malformed. */
export const namesOf = (given: unknown): string[] =>
  given instanceof Map ? [...given.keys()].map(String) : isRecord(given) ? Object.keys(given) : [];

/** The parts alone, of a scenario that may still be malformed. */
export const partsOf = (given: unknown): unknown[] =>
  given instanceof Map ? [...given.values()] : isRecord(given) ? Object.values(given) : [];

/** What stands at a name; undefined where there is nothing. */
export const partOf = (given: unknown, name: string): unknown =>
  given instanceof Map
    ? given.get(name)
    : isRecord(given) && Object.hasOwn(given, name)
      ? given[name]
      : undefined;

/** Names that objects of JavaScript take for places in a list. */
const isPlace = (name: string): boolean => /^(0|[1-9]\d{0,9})$/.test(name) && Number(name) < 2 ** 32 - 1;

/** A name as an author may write it where it is asked for: in YAML `control: 10` means "10". */
export const nameOf = (given: unknown): string | undefined =>
  typeof given === "string"
    ? given
    : typeof given === "number" && Number.isFinite(given)
      ? String(given)
      : undefined;

/** The same names with other parts; what has no names stays as it is. */
export function eachPart<T, U>(given: Named<T>, change: (part: T, name: string) => U): Named<U> {
  if (given instanceof Map)
    return new Map([...given].map(([name, part]) => [name, change(part, String(name))]));
  if (!isRecord(given)) return given as Named<never>;
  return Object.fromEntries(
    Object.entries(given).map(([name, part]) => [name, change(part as T, name)] as const),
  );
}
