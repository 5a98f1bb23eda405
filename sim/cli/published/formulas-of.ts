import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "../../scenario/load-bundle.ts";
import type { Formula } from "../../site/mechanism-page.ts";

const SIM = path.join(ROOT, "sim");
const IMPORT = /import \{([^}]*)\} from "(?:\.\.\/)+formulas\/([\w-]+\.ts)"/g;

/** Arithmetic that is no rule of economics: it stands in the code alone. */
const ARITHMETIC = [
  "decimal.ts",
  "distribution.ts",
  "exact-product.ts",
  "fraction.ts",
  "histogram.ts",
  "integer-square-root.ts",
  "integers.ts",
  "running-average.ts",
  "sum.ts",
  "whole-units.ts",
];

/** The functions of `sim/formulas` that the code of one of Orrery's mechanisms imports, its parts included. */
export function formulasOf(mechanism: string): Formula[] {
  const found = new Map<string, Formula>();
  for (const file of filesOf(mechanism))
    for (const [, names, from] of readFileSync(file, "utf8").matchAll(IMPORT)) {
      if (ARITHMETIC.includes(from!)) continue;
      for (const name of names!.split(",").map((imported) => imported.trim().split(" as ")[0]!)) {
        const formula = /^[a-z]\w*$/.test(name)
          ? declaredIn(path.join(SIM, "formulas", from!), name)
          : undefined;
        if (formula) found.set(name, formula);
      }
    }
  return [...found.values()];
}

/** Its file, and those of the folder of its name. */
function filesOf(mechanism: string): string[] {
  const folder = path.join(SIM, "mechanisms", mechanism);
  const parts = existsSync(folder) ? readdirSync(folder).sort() : [];
  return [`${folder}.ts`, ...parts.map((part) => path.join(folder, part))].filter(
    (file) => file.endsWith(".ts") && existsSync(file),
  );
}

/** Undefined where the name is no function. */
function declaredIn(file: string, name: string): Formula | undefined {
  const source = readFileSync(file, "utf8");
  const found = new RegExp(
    `^(/\\*\\*(?:(?!\\*/)[\\s\\S])*\\*/\\n)?export (function|const) ${name}\\b`,
    "m",
  ).exec(source);
  if (!found) return undefined;
  const [head, comment = "", kind] = found;
  const rest = source.slice(found.index + comment.length);
  // A function ends with its bracket; anything else with the semicolon after which the next statement begins.
  const end = (kind === "function" ? /^\}$/m : /;(?=\n\n?[^\s})\]]|\s*$)/).exec(rest);
  const code = rest.slice(0, end!.index + end![0].length);
  if (kind === "const" && !code.includes("=>")) return undefined;
  // Words on top of a file that are not those of its first statement.
  const about = /^\/\*\*([\s\S]*?)\*\/\n(?!export|const|function)/.exec(source)?.[1] ?? "";
  const [words = "", ...tags] = linesOf(head.startsWith("/**") ? comment.slice(3, -3) : "").split(/\n@/);
  return { name, words: joined(words), facts: tags.map(factOf), about: joined(linesOf(about)), code };
}

/** `param shares of the hashrate` is about `shares`, `throws RangeError …` about what it throws. */
function factOf(tag: string): Formula["facts"][number] {
  const [, kind = "", name = "", text = ""] = /^(\w+)\s+(?:(\S+)\s+)?([\s\S]*)$/.exec(tag) ?? [];
  return kind === "param" ? { name, text: joined(text) } : { name: kind, text: joined(`${name} ${text}`) };
}

const linesOf = (comment: string): string =>
  comment
    .split("\n")
    .map((line) => line.replace(/^\s*\*\/? ?/, ""))
    .join("\n");

const joined = (lines: string): string => lines.split(/\s+/).join(" ").trim();
