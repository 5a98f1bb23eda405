import { betterText } from "../../metrics/known-measures.ts";
import { type KnownMeasure, knownMeasures, namesOf } from "../../words/measures.ts";

/** The vocabulary of measures as a page of Markdown: a table for each first part of a name. */
export function measuresPage(): string {
  const measures = knownMeasures();
  const firsts = [...new Set(measures.map(firstOf))];
  const parts = firsts.map((first) =>
    table(
      first,
      measures.filter((measure) => firstOf(measure) === first),
    ),
  );
  const page = [
    "# Measures",
    "Written by `npm run docs` from `sim/model/measures`: a name has one meaning, whoever measures it. What stands in brackets is a key: `gpu.supply[region]` is recorded as `gpu.supply[US]`, `gpu.supply[DE]`, … The better end is everybody's, all else being equal, or that of the side that is named; a dash: it depends on whom one asks. The summary of a level or a ratio is its mean over time, that of a flow its total, that of a duration its quantile.",
    ...parts,
  ];
  return `${page.join("\n\n")}\n`;
}

const firstOf = ({ name }: KnownMeasure): string => name.split(".", 1)[0]!;

const table = (first: string, measures: readonly KnownMeasure[]): string =>
  [
    `## ${first}`,
    "",
    "| measure | in words | unit | kind | better | what |",
    "|---|---|---|---|---|---|",
    ...measures.map((measure) =>
      row([
        namesOf(measure)
          .map((name) => `\`${name}\``)
          .join("<br>"),
        measure.words,
        measure.unit || "1",
        measure.kind,
        betterText(measure),
        measure.doc,
      ]),
    ),
  ].join("\n");

const row = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
