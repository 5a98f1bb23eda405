import { quoted, UNPRINTABLE } from "./shown.ts";

const OF_PROTOTYPES: readonly string[] = ["__proto__", "constructor", "prototype"];
/** Longer names are texts: charts and tables have no room for them. */
const LONGEST = 200;

/** Whether a key would reach an object's prototype: no name is one of these. */
export const reachesPrototype = (name: string): boolean => OF_PROTOTYPES.includes(name);

/** What is wrong with a name that an author chose, as a sentence; undefined where it may stand. */
export function nameFlaw(name: string): string | undefined {
  if (name.trim() === "") return `Expected a name that is not empty, got ${quoted(name)}.`;
  if (reachesPrototype(name)) return `No name is "${name}": JavaScript has a meaning for it.`;
  if (name.length > LONGEST)
    return `Expected a name of at most ${LONGEST} characters, got one of ${name.length}: ${quoted(name)}.`;
  return textFlaw(name);
}

/** What is wrong with a text, as a sentence; `lines`: it may have several. */
export function textFlaw(text: string, { lines = false } = {}): string | undefined {
  const found = UNPRINTABLE.exec(lines ? text.replace(/[\t\n\r]/g, " ") : text);
  if (!found) return undefined;
  const code = found[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
  return `The character U+${code} at place ${found.index + 1} of ${quoted(text)} cannot be printed. Leave it out.`;
}
