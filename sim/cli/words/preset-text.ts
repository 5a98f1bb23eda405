import { type Preset, partsOf } from "../../presets/define-preset.ts";
import { ORRERY } from "../../scenario/catalogue.ts";
import type { Fields } from "../../schema/fields.ts";
import { valueText } from "../../words/default-text.ts";
import colors from "../terminal/colors.ts";
import { wrapped } from "../terminal/terminal.ts";

/** A preset, for people: what it is, from when, of which parts, and what is not known. */
export function presetText(preset: Preset): string {
  const { name, network, token, decimals, asOf, summary, sources, unverified, step } = preset;
  return [
    colors.bold(name),
    wrapped(`${network} (${token}, ${decimals} decimals), as of ${asOf}. ${summary}`),
    section(
      "Parts, and what it sets of them",
      partsOf(preset).map(({ mechanism, params }) =>
        [
          mechanism,
          ...Object.keys(params).map((param) => `    ${setting(mechanism, param, params[param])}`),
        ].join("\n"),
      ),
    ),
    section("One event stands for", [step]),
    section("Sources", sources),
    ...(unverified.length === 0 ? [] : [section("Not verified, or taken to be so", unverified)]),
    "",
    wrapped(
      `In a scenario: - ${name}, or with parameters of its parts by path: - ${name}: { ${examplePath(preset)} }. It brings no price and no use.`,
    ),
  ].join("\n");
}

/** The same as data. */
export const presetJson = (preset: Preset): object => ({ ...preset, parts: partsOf(preset) });

const section = (title: string, lines: readonly string[]): string =>
  [
    "",
    colors.bold(title),
    ...lines.map((line) => (line.includes("\n") ? `  ${line}` : wrapped(line, 100, "  "))),
  ].join("\n");

const setting = (mechanism: string, param: string, value: unknown): string =>
  `${param}: ${valueText(value, (ORRERY.get(mechanism)!.params as Fields)[param]!)}`;

function examplePath(preset: Preset): string {
  const { mechanism, params } = partsOf(preset).at(-1)!;
  const [param] = Object.keys(params);
  if (param !== undefined) return `${mechanism}.${param}: ${JSON.stringify(params[param])}`;
  const [first, field] = Object.entries(ORRERY.get(mechanism)!.params as Fields).find(
    ([name, { kind }]) => name !== "asset" && kind !== "table",
  )!;
  return `${mechanism}.${first}: ${JSON.stringify(field.default)}`;
}
