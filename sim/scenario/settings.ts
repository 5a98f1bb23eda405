import type { Problem } from "../errors.ts";
import { didYouMean } from "../schema/suggest.ts";
import { digitsBeyondDouble } from "./digits.ts";
import { parsePath } from "./paths.ts";

/** `--set family/kind.param=value`, taken apart. */
export interface Setting {
  readonly text: string;
  /** A mechanism's or an instance's name. */
  readonly target: string;
  readonly param: string;
  readonly value: unknown;
}

export function parseSettings(texts: readonly string[]): { settings: Setting[]; problems: Problem[] } {
  const settings: Setting[] = [];
  const problems: Problem[] = [];
  for (const text of texts) {
    const match = /^(.+?\.[A-Za-z_]\w*)=(.*)$/s.exec(text);
    const path = match ? parsePath(match[1]!) : undefined;
    if (path) settings.push({ text, ...path, value: parseValue(match![2]!) });
    else
      problems.push({
        path: `--set ${text}`,
        message: "Expected family/kind.parameter=value, such as issuance/halving.interval=4320.",
      });
  }
  return { settings, problems };
}

/** JSON where it is JSON (numbers, true, lists, objects), else text. A number that a double does not keep stays text. */
function parseValue(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "number" ? (digitsBeyondDouble(text.trim()) ?? value) : value;
  } catch {
    return text;
  }
}

/** Settings that matched no use at all: the path is wrong. */
export function unmatched(
  settings: readonly Setting[],
  used: ReadonlySet<Setting>,
  targets: readonly string[],
): Problem[] {
  return settings
    .filter((setting) => !used.has(setting))
    .map(({ text, target }) => ({
      path: `--set ${text}`,
      message: `No mechanism or instance here is called "${target}".${didYouMean(target, targets)}`,
    }));
}
