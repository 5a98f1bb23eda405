import { betterText } from "../../metrics/known-measures.ts";
import { EVENTS, type EventSpec } from "../../model/events.ts";
import type { Metric } from "../../model/measures/metric.ts";
import { measureDoc, metricsListed } from "../../model/measures.ts";
import type { Mechanism, Read } from "../../model/mechanism.ts";
import { SIGNALS } from "../../model/signals.ts";
import type { Fields } from "../../schema/fields.ts";
import { accountDocs, assetDocs } from "../words/account-text.ts";
import { defaultText, tableRows } from "../words/default-text.ts";
import { boundsText, claimLines, presetTable, settableLines } from "../words/mechanism-text.ts";

/** One mechanism as a page of Markdown. */
export function mechanismPage(mechanism: Mechanism): string {
  const { name, summary, source, params, reads, after, emits, on, signals, invariants, example } = mechanism;
  const parts = [
    `# ${name}`,
    summary,
    `Source: ${source}.`,
    section("Parameters", parameterTable(params as Fields)),
    ...defaultSections(params as Fields),
    section(
      "May be set in the middle of a run",
      settableLines(mechanism).map(([param, range]) => `- \`${param}\`: ${range}`),
    ),
    section(
      "Handles",
      bullets(Object.keys(on), (event) => eventDoc(event, emits?.[event])),
    ),
    section(
      "Emits",
      bullets(Object.keys(emits ?? {}), (event) => eventDoc(event, emits?.[event])),
    ),
    section(
      "Reads",
      bullets(Object.keys(reads ?? {}), (signal) => readDoc(signal, reads[signal])),
    ),
    section("Comes after who publishes", bullets(after ?? [], signalDoc)),
    section("Accounts", docBullets(accountDocs(mechanism.accounts))),
    section("Assets", docBullets(assetDocs(mechanism.assets))),
    section("Publishes", bullets(Object.keys(signals ?? {}), signalDoc)),
    section("Measures", measureTable(metricsListed(mechanism))),
    section(
      "Claims",
      claimLines(invariants).map((claim) => `- ${claim}`),
    ),
    section("The smallest world it lives in", exampleBlock(example())),
  ];
  return `${parts.filter(Boolean).join("\n\n")}\n`;
}

const section = (title: string, lines: readonly string[]): string =>
  lines.length === 0 ? "" : [`## ${title}`, "", ...lines].join("\n");

const bullets = (names: readonly string[], describe: (name: string) => string): string[] =>
  names.map((name) => `- \`${name}\`: ${describe(name)}`);

const docBullets = (docs: Readonly<Record<string, string>>): string[] =>
  bullets(Object.keys(docs), (name) => docs[name]!);

function eventDoc(name: string, spec: EventSpec | "shared" | undefined): string {
  if (spec !== undefined && spec !== "shared") return spec.doc;
  return (EVENTS as Record<string, EventSpec>)[name]?.doc ?? "an event of another mechanism.";
}

function signalDoc(name: string): string {
  const signal = (SIGNALS as Record<string, { unit: string; doc: string }>)[name];
  return signal ? `${signal.doc} [${signal.unit}]` : "a signal of its own.";
}

const readDoc = (name: string, { otherwise, lagged, observed }: Read): string =>
  `${signalDoc(name)}${otherwise === undefined ? "" : ` ${otherwise} where nobody publishes it.`}${lagged ? " The value before the event." : ""}${observed ? " For measures only." : ""}`;

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");

const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;

function parameterTable(fields: Fields): string[] {
  const names = Object.keys(fields);
  if (names.length === 0) return [];
  return [
    "| parameter | unit | default | bounds | what | source |",
    "|---|---|---|---|---|---|",
    ...names.map((name) => parameterRow(name, fields)),
  ];
}

function parameterRow(name: string, fields: Fields): string {
  const field = fields[name]!;
  return row([
    `\`${name}\``,
    field.unit,
    defaultText(name, fields, { unit: false }),
    boundsText(field),
    field.doc,
    field.range ? `${field.source} (${field.range.join(" to ")})` : field.source,
  ]);
}

/** What a choice fills in, and tables that are given in place. */
const defaultSections = (fields: Fields): string[] =>
  Object.entries(fields).flatMap(([name, field]) => [
    tableSection(`What \`${name}\` fills in`, presetTable(field, fields)),
    tableSection(`\`${name}\` by default`, tableRows(field.default, field.columns)),
  ]);

const tableSection = (title: string, { heading, rows }: { heading: string[]; rows: string[][] }): string =>
  rows.length === 0
    ? ""
    : [`### ${title}`, "", row(heading), `|${"---|".repeat(heading.length)}`, ...rows.map(row)].join("\n");

function measureTable(metrics: Readonly<Record<string, Metric<any>>>): string[] {
  const names = Object.keys(metrics);
  if (names.length === 0) return [];
  return [
    "| measure | in words | unit | kind | better | what |",
    "|---|---|---|---|---|---|",
    ...names.map((name) => {
      const metric = metrics[name]!;
      return row([
        `\`${name}\``,
        metric.words,
        metric.unit,
        metric.kind,
        betterText(metric),
        measureDoc(metric),
      ]);
    }),
  ];
}

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
