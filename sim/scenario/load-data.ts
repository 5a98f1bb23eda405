import { type Document, isAlias, isScalar, LineCounter, type Pair, parseDocument, visit } from "yaml";
import { type Problem, ScenarioError } from "../errors.ts";
import type { Use } from "../model/mechanism.ts";
import { reachesPrototype } from "../schema/names.ts";
import { quoted, shown } from "../schema/shown.ts";
import { keepDigits } from "./digits.ts";
import { isRecord } from "./named.ts";
import type { Scenario } from "./scenario.ts";

/** YAML may repeat a part by alias; more repeats than this are a bomb, not a scenario. */
const MOST_ALIASES = 20;
/** Parts within parts; a scenario has eight. */
const DEEPEST = 50;
/** Where the order of names has a meaning: they stay Maps, which keep numbers where they were written. */
const ORDERED: readonly string[] = ["designs", "branches", "headline", "expect", "whatIf"];

/** A scenario from YAML or JSON text: data only. No tag constructs anything, no alias multiplies, no key reaches a prototype. */
export function parseScenario(text: string, name: string): Scenario {
  const problems: Problem[] = [];
  const value = parseData(text, problems);
  if (problems.length === 0 && !(value instanceof Map))
    problems.push({ path: "", message: "Expected a scenario: fields such as title, until, world." });
  const given =
    problems.length === 0 ? scenarioOf(value as ReadonlyMap<unknown, unknown>, problems) : undefined;
  if (problems.length > 0) throw new ScenarioError(name, problems);
  return given as unknown as Scenario;
}

function scenarioOf(given: ReadonlyMap<unknown, unknown>, problems: Problem[]): Record<string, unknown> {
  const fields = Object.fromEntries(
    [...given].map(([key, part]) => {
      const name = String(key);
      const forbidden = keyProblem(name, name, problems);
      return [forbidden ? "" : name, plain(part, name, problems, [given], ORDERED.includes(name))];
    }),
  );
  const { world, designs } = fields;
  return {
    ...fields,
    ...(Object.hasOwn(fields, "world") ? { world: uses(world, "world", problems) } : {}),
    ...(designs instanceof Map
      ? {
          designs: new Map(
            [...designs].map(([design, list]) => [
              design,
              uses(list, `designs[${quoted(design)}]`, problems),
            ]),
          ),
        }
      : {}),
  };
}

const TOO_DEEP = `Parts lie at most ${DEEPEST} deep in each other.`;
/** What the parser says of itself, not of the file. */
const IN_WORDS: Readonly<Record<string, string>> = {
  MULTIPLE_DOCS: "The file holds several scenarios. Keep one.",
  RESOURCE_EXHAUSTION: TOO_DEEP,
};

function parseData(text: string, problems: Problem[]): unknown {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, {
    schema: "core",
    merge: false,
    resolveKnownTags: false,
    uniqueKeys: false,
    prettyErrors: true,
    lineCounter,
  });
  const flaws = [...document.errors, ...document.warnings];
  // Where the parser gave up, what it says of the rest is noise.
  const end = flaws.find(({ code }) => code === "RESOURCE_EXHAUSTION");
  for (const { code, message, linePos } of end ? [end] : flaws) {
    const first = message.split("\n")[0]!.replace(/( at line.*|:)$/, "");
    const sentence = IN_WORDS[code] ?? `${first}.`;
    problems.push({ path: linePos ? `line ${linePos[0].line}` : "", message: sentence });
  }
  if (problems.length > 0) return undefined;
  problems.push(...keyProblems(document, lineCounter));
  if (problems.length > 0) return undefined;
  keepDigits(document);
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES, mapAsMap: true });
  } catch (error) {
    problems.push({
      path: "",
      message: `The aliases cannot be resolved: ${(error as Error).message}. Write the parts out.`,
    });
    return undefined;
  }
}

/** Names that stand twice, 1 and "1" being one; and those that would read otherwise than they are written. */
function keyProblems(document: Document, lines: LineCounter): Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Map: (_, { items }) => {
      const seen = new Set<string>();
      for (const { key } of items as Pair[]) {
        const tell = (message: string) => problems.push({ path: placeOf(key, lines), message });
        if (!isScalar(key) || key.value === null) {
          const what = isAlias(key) ? "an alias" : isScalar(key) ? "nothing" : "a part of its own";
          tell(`Expected a name, got ${what}.`);
          continue;
        }
        const name = String(key.value);
        if (typeof key.value !== "string" && key.source !== undefined && key.source !== name)
          tell(`YAML reads the name ${key.source} as ${name}. Write "${key.source}", in quotes.`);
        if (seen.has(name))
          tell(
            `The name ${quoted(name)} stands here twice.${Number.isFinite(Number(name)) ? " A number and the same in quotes are one name." : ""}`,
          );
        seen.add(name);
      }
    },
  });
  return problems;
}

function placeOf(key: unknown, lines: LineCounter): string {
  const start = (key as { range?: readonly number[] | null } | null)?.range?.[0];
  return start === undefined ? "" : `line ${lines.linePos(start).line}`;
}

/** Maps as plain objects, but for those whose order has a meaning; no key reaches a prototype, and nothing holds itself. */
function plain(
  value: unknown,
  path: string,
  problems: Problem[],
  within: readonly unknown[],
  ordered = false,
): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (within.includes(value) || within.length > DEEPEST) {
    const message = within.includes(value)
      ? "This alias stands within the part that it repeats. Write the parts out."
      : TOO_DEEP;
    problems.push({ path, message });
    return undefined;
  }
  const inside = [...within, value];
  if (Array.isArray(value)) return value.map((part, at) => plain(part, `${path} › ${at}`, problems, inside));
  const entries = [...(value as ReadonlyMap<unknown, unknown>)].flatMap(([key, part]) => {
    const name = String(key);
    const here = `${path} › ${name}`;
    return keyProblem(name, here, problems) ? [] : [[name, plain(part, here, problems, inside)] as const];
  });
  return ordered ? new Map(entries) : Object.fromEntries(entries);
}

/** Whether a key is one that no scenario has. */
function keyProblem(key: string, path: string, problems: Problem[]): boolean {
  if (reachesPrototype(key)) problems.push({ path, message: "A scenario has no field of this name." });
  return reachesPrototype(key);
}

/** `- issuance/halving: { interval: 210000 }`, with `as:` and `in:` beside it, or just `- issuance/halving`; `mechanism:` and `params:` apart. Anything else is left for `resolve` to refuse. */
function uses(list: unknown, path: string, problems: Problem[]): unknown {
  if (!Array.isArray(list)) return list;
  return list.map((item: unknown, at): unknown => {
    if (typeof item === "string") return { mechanism: item, params: {} };
    if (!isRecord(item)) return item;
    const { as: _, in: __, ...rest } = item;
    const names = Object.keys(rest);
    if (Object.hasOwn(rest, "mechanism")) {
      // A mechanism itself is code, which data never brings.
      if (typeof rest["mechanism"] !== "string")
        problems.push({
          path: `${path}[${at}] › mechanism`,
          message: `Expected the name of a mechanism, such as issuance/halving, got ${shown(rest["mechanism"])}.`,
        });
      return { params: {}, ...item };
    }
    if (names.length !== 1) return item;
    const named = Object.fromEntries(Object.entries(item).filter(([key]) => key === "as" || key === "in"));
    return { mechanism: names[0]!, params: rest[names[0]!] ?? {}, ...named };
  }) as readonly Use[];
}
