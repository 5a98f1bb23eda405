import { type Preset, partsOf } from "../../presets/define-preset.ts";
import { PRESETS } from "../../presets/presets.ts";

/** The networks that are known, as a page of Markdown. */
export function presetsPage(): string {
  const presets = PRESETS.map(({ preset }) => preset);
  const page = [
    "# Presets: known networks",
    "Written by `npm run docs` from `sim/presets`. A preset is a network's token as a design of a few parts, in the state of a stated day: its opening supply, its chain on a fast model, its issuance, what it burns, in the network's own base unit. It brings no price and no use: these are the scenario's.",
    EXAMPLE,
    "Parameters of its parts are set by path, in the preset or by `--set`; `asset` names its token where the scenario calls it otherwise, `in` puts it into a place. Where a scenario leaves decimals out, each design counts as its network does. `inStatedWorld` of the package puts a network into a world that is the same for all (a given price path, providers as one sector, customers who spend a given sum): `scenarios/presets.ts` compares all of them so. `orrery list presets` and `orrery explain preset/filecoin` say the same in the terminal.",
    "The integer rules are exact in closed sums over the step: what one event stands for.",
    table(presets),
    ...presets.map(section),
  ];
  return `${page.join("\n\n")}\n`;
}

const EXAMPLE = `\`\`\`yaml
title: Filecoin while its storage grows
until: 10y
world: [supply/aggregate]            # those who are paid
designs:
  as it is: [preset/filecoin]
  growing:
    - preset/filecoin: { issuance/simple-and-baseline.growth: 0.2 }
\`\`\``;

const table = (presets: readonly Preset[]): string =>
  [
    "| preset | token | decimals | as of | opening supply | one event stands for |",
    "|---|---|---|---|---|---|",
    ...presets.map(
      ({ name, token, decimals, asOf, supply, step }) =>
        `| [\`${name}\`](#${anchorOf(name)}) | ${token} | ${decimals} | ${asOf} | ${supply} | ${step} |`,
    ),
  ].join("\n");

const anchorOf = (name: string): string => name.replace("/", "");

function section(preset: Preset): string {
  const parts = partsOf(preset).map(({ mechanism, params }) => {
    const values = Object.entries(params).map(([param, value]) => `${param}: ${JSON.stringify(value)}`);
    return `- [\`${mechanism}\`](mechanisms/${mechanism}.md)${values.length === 0 ? "" : `: \`${values.join(", ")}\``}`;
  });
  return [
    `## ${preset.name}`,
    "",
    `${preset.network}. ${preset.summary}`,
    "",
    ...parts,
    "",
    `Sources: ${preset.sources.join("; ")}.`,
    ...(preset.unverified.length === 0
      ? []
      : ["", `Not verified, or taken to be so: ${preset.unverified.join(" ")}`]),
  ].join("\n");
}
