import type { Problem } from "../errors.ts";
import { quoted } from "../schema/shown.ts";
import { didYouMean, nearOrAll } from "../schema/suggest.ts";
import { digitsBeyondDouble } from "./digits.ts";
import { parsePath } from "./paths.ts";

/** `--set family/kind.param=value`, or `--set [design].family/kind.param=value`, taken apart. */
export interface Setting {
  readonly text: string;
  /** Of this design alone; empty: of all. */
  readonly design: string;
  /** A mechanism's or an instance's name. */
  readonly target: string;
  readonly param: string;
  readonly value: unknown;
}

const EXPECTED = "Expected family/kind.parameter=value, such as issuance/halving.interval=4320.";
const OF_A_DESIGN = "Of one design alone it is [design].family/kind.parameter=value.";

/** @param designs the names of all designs: what begins with one of them in brackets is of that design */
export function parseSettings(
  texts: readonly string[],
  designs: readonly string[],
): { settings: Setting[]; problems: Problem[] } {
  const settings: Setting[] = [];
  const problems: Problem[] = [];
  for (const text of texts) {
    const setting = ofDesign(text, designs) ?? parsed(text, "", text);
    const strange = setting?.target.match(/^\[([^\]]*)\]\./)?.[1];
    if (setting === undefined)
      problems.push({
        path: `--set ${text}`,
        message: text.startsWith("[") ? `${EXPECTED} ${OF_A_DESIGN}` : EXPECTED,
      });
    else if (strange !== undefined)
      problems.push({
        path: `--set ${text}`,
        message: `There is no design ${quoted(strange)}.${nearOrAll(strange, designs)}`,
      });
    else settings.push(setting);
  }
  return { settings, problems };
}

/** A setting of one design; of two whose names fit, the longer. */
function ofDesign(text: string, designs: readonly string[]): Setting | undefined {
  const fitting = designs.filter((design) => text.startsWith(`[${design}].`));
  const design = fitting.sort((one, other) => other.length - one.length)[0];
  return design === undefined ? undefined : parsed(text, design, text.slice(design.length + 3));
}

function parsed(text: string, design: string, rest: string): Setting | undefined {
  const match = /^(.+?\.[A-Za-z_]\w*)=(.*)$/s.exec(rest);
  const path = match ? parsePath(match[1]!) : undefined;
  return path && { text, design, ...path, value: parseValue(match![2]!) };
}

/** Whether a setting is about a design. */
export const isOf = ({ design }: Setting, name: string): boolean => design === "" || design === name;

/** JSON where it is JSON (numbers, true, lists, objects), else text. A number that a double does not keep stays text. */
export function parseValue(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "number" ? (digitsBeyondDouble(text.trim()) ?? value) : value;
  } catch {
    return text;
  }
}

/**
 * Settings that matched no use at all, where the path is wrong, and those of a design that is not run.
 *
 * @param targets what uses are called, by design
 * @param run the designs that are run; undefined: all
 */
export function unmatched(
  settings: readonly Setting[],
  used: ReadonlySet<Setting>,
  targets: ReadonlyMap<string, ReadonlySet<string>>,
  run: readonly string[] | undefined,
): Problem[] {
  return settings.flatMap((setting) => {
    const { text, design, target } = setting;
    const path = `--set ${text}`;
    if (!used.has(setting)) {
      const names = [...targets].flatMap(([name, own]) => (isOf(setting, name) ? [...own] : []));
      const where = design === "" ? "here" : `in ${quoted(design)}`;
      return [
        {
          path,
          message: `No mechanism or instance ${where} is called "${target}".${didYouMean(target, names.sort())}`,
        },
      ];
    }
    if (design === "" || run === undefined || run.includes(design)) return [];
    return [{ path, message: `--design leaves out ${quoted(design)}: the setting would change nothing.` }];
  });
}
