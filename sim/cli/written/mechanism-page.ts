import type { Mechanism } from "../../model/mechanism.ts";
import { type Fact, type FactSection, type FactTable, mechanismFacts } from "../../words/mechanism-facts.ts";

/** One mechanism as a page of Markdown. */
export function mechanismPage(mechanism: Mechanism): string {
  const { name, summary, source, example } = mechanism;
  const parts = [
    `# ${name}`,
    summary,
    `Source: ${source}.`,
    ...mechanismFacts(mechanism).map(sectionText),
    ["## The smallest world it lives in", "", ...exampleBlock(example())].join("\n"),
  ];
  return `${parts.join("\n\n")}\n`;
}

const sectionText = ({ kind, title, facts }: FactSection): string =>
  [
    `${kind === "table" ? "###" : "##"} ${title}`,
    "",
    ...("rows" in facts ? tableLines(facts) : facts.map(factLine)),
  ].join("\n");

const factLine = ({ name, text }: Fact): string => (name === "" ? `- ${text}` : `- \`${name}\`: ${text}`);

const tableLines = ({ heading, rows, isNamed }: FactTable): string[] => [
  row(heading),
  `|${"---|".repeat(heading.length)}`,
  ...rows.map(([first = "", ...rest]) => row([isNamed ? `\`${first}\`` : first, ...rest])),
];

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");

const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;

function exampleBlock({ world, until }: ReturnType<Mechanism["example"]>): string[] {
  const uses = world.map(({ mechanism, params, as }) => {
    const name = typeof mechanism === "string" ? mechanism : mechanism.name;
    return `  - ${name}: ${inlineYaml(params)}${as === undefined ? "" : `\n    as: ${as}`}`;
  });
  return ["```yaml", `until: ${until ?? "10d"}`, "world:", ...uses, "```"];
}

/** Parameters on one line; a table given in place is named, not written out. */
function inlineYaml(params: object): string {
  const entries = Object.entries(params).map(
    ([name, value]) => `${name}: ${isPlain(value) ? JSON.stringify(value) : "table.csv"}`,
  );
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

const isPlain = (value: unknown): boolean =>
  typeof value !== "object" || value === null || !("rows" in value);
