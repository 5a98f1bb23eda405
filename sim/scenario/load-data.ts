import { parseDocument } from "yaml";
import { type Problem, ScenarioError } from "../errors.ts";
import type { Use } from "../model/mechanism.ts";
import type { Scenario } from "./scenario.ts";

/** YAML may repeat a part by alias; more repeats than this are a bomb, not a scenario. */
const MOST_ALIASES = 20;
const FORBIDDEN_KEYS = ["__proto__", "constructor", "prototype"];

/** A scenario from YAML or JSON text: data only. No tag constructs anything, no alias multiplies, no key reaches a prototype. */
export function parseScenario(text: string, name: string): Scenario {
  const problems: Problem[] = [];
  const value = parseData(text, problems);
  if (problems.length === 0) forbidKeys(value, "", problems);
  if (problems.length === 0 && (typeof value !== "object" || value === null || Array.isArray(value)))
    problems.push({ path: "", message: "Expected a scenario: fields such as title, until, world." });
  if (problems.length > 0) throw new ScenarioError(name, problems);
  const given = value as Record<string, unknown>;
  const designs = given["designs"];
  const scenario = {
    ...given,
    world: uses(given["world"] ?? []),
    ...(typeof designs === "object" && designs !== null
      ? { designs: Object.fromEntries(Object.entries(designs).map(([design, list]) => [design, uses(list)])) }
      : {}),
  };
  return scenario as unknown as Scenario;
}

function parseData(text: string, problems: Problem[]): unknown {
  const document = parseDocument(text, {
    schema: "core",
    merge: false,
    uniqueKeys: true,
    prettyErrors: true,
  });
  for (const { code, message, linePos } of [...document.errors, ...document.warnings]) {
    const first = message.split("\n")[0]!.replace(/( at line.*|:)$/, "");
    const sentence = code === "MULTIPLE_DOCS" ? "The file holds several scenarios. Keep one." : `${first}.`;
    problems.push({ path: linePos ? `line ${linePos[0].line}` : "", message: sentence });
  }
  if (problems.length > 0) return undefined;
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    problems.push({
      path: "",
      message: `The aliases cannot be resolved: ${(error as Error).message}. Write the parts out.`,
    });
    return undefined;
  }
}

function forbidKeys(
  value: unknown,
  path: string,
  problems: Problem[],
  within: readonly unknown[] = [],
): void {
  if (typeof value !== "object" || value === null) return;
  if (within.includes(value)) {
    problems.push({
      path,
      message: "This alias stands within the part that it repeats. Write the parts out.",
    });
    return;
  }
  for (const key of Object.keys(value)) {
    const here = path ? `${path} › ${key}` : key;
    if (FORBIDDEN_KEYS.includes(key))
      problems.push({ path: here, message: "A scenario has no field of this name." });
    else forbidKeys((value as Record<string, unknown>)[key], here, problems, [...within, value]);
  }
}

/** `- issuance/halving: { interval: 210000 }`, with `as:` beside it, or just `- issuance/halving`; `mechanism:` and `params:` apart. Anything else is left for `resolve` to refuse. */
function uses(list: unknown): readonly Use[] {
  if (!Array.isArray(list)) return list as readonly Use[];
  return list.map((item): Use => {
    if (typeof item === "string") return { mechanism: item, params: {} };
    if (typeof item !== "object" || item === null) return item;
    const { as, ...rest } = item as Record<string, unknown>;
    const names = Object.keys(rest);
    if (Object.hasOwn(rest, "mechanism")) return { params: {}, ...item } as Use;
    if (names.length !== 1) return item as Use;
    const use = { mechanism: names[0]!, params: (rest[names[0]!] ?? {}) as object };
    return as === undefined ? use : { ...use, as: as as string };
  });
}
