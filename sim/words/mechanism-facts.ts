import { betterText } from "../metrics/known-measures.ts";
import { EVENTS, type EventSpec } from "../model/events.ts";
import type { Metric } from "../model/measures/metric.ts";
import { measureDoc, metricsListed } from "../model/measures.ts";
import { claimOf, type Mechanism, type Read } from "../model/mechanism.ts";
import { SIGNALS } from "../model/signals.ts";
import { boundsOf } from "../schema/bounds.ts";
import type { Field, Fields } from "../schema/fields.ts";
import type { ColumnSpec } from "../schema/table.ts";
import { durationText } from "../units.ts";
import { accountDocs, assetDocs } from "./account-text.ts";
import { defaultText, presetRows, tableRows } from "./default-text.ts";

/** What is said of something by its name; a sentence that stands alone has an empty name. */
export interface Fact {
  readonly name: string;
  readonly text: string;
}

export interface FactTable {
  readonly heading: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Whether the first column holds names of parameters or measures. */
  readonly isNamed: boolean;
}

/** What a mechanism declares of one kind. In its texts, names of code stand between backticks. */
export interface FactSection {
  readonly kind: FactKind;
  readonly title: string;
  readonly facts: readonly Fact[] | FactTable;
}

export type FactKind =
  | "parameters"
  | "table"
  | "settable"
  | "handles"
  | "emits"
  | "reads"
  | "after"
  | "accounts"
  | "assets"
  | "publishes"
  | "measures"
  | "claims";

/** All that a mechanism declares, in the order of its page; what it has nothing of is left out. */
export function mechanismFacts(mechanism: Mechanism): FactSection[] {
  const { params, reads, after, emits, on, signals, invariants, accounts, assets } = mechanism;
  const section = (kind: FactKind, title: string, facts: FactSection["facts"]): FactSection => ({
    kind,
    title,
    facts,
  });
  const all = [
    section("parameters", "Parameters", parameterTable(params as Fields)),
    ...defaultSections(params as Fields),
    section(
      "settable",
      "May be set in the middle of a run",
      settableLines(mechanism).map(([name, text]) => ({ name, text })),
    ),
    section(
      "handles",
      "Handles",
      told(Object.keys(on), (event) => eventDoc(event, emits?.[event])),
    ),
    section(
      "emits",
      "Emits",
      told(Object.keys(emits ?? {}), (event) => eventDoc(event, emits?.[event])),
    ),
    section(
      "reads",
      "Reads",
      told(Object.keys(reads ?? {}), (signal) => readDoc(signal, reads[signal])),
    ),
    section("after", "Comes after who publishes", told(after ?? [], signalDoc)),
    section("accounts", "Accounts", documented(accountDocs(accounts))),
    section("assets", "Assets", documented(assetDocs(assets))),
    section("publishes", "Publishes", told(Object.keys(signals ?? {}), signalDoc)),
    section("measures", "Measures", measureTable(metricsListed(mechanism))),
    section(
      "claims",
      "Claims",
      claimLines(invariants).map((text) => ({ name: "", text })),
    ),
  ];
  return all.filter(({ facts }) => ("rows" in facts ? facts.rows : facts).length > 0);
}

const told = (names: readonly string[], describe: (name: string) => string): Fact[] =>
  names.map((name) => ({ name, text: describe(name) }));

const documented = (docs: Readonly<Record<string, string>>): Fact[] =>
  Object.entries(docs).map(([name, text]) => ({ name, text }));

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

function parameterTable(fields: Fields): FactTable {
  return {
    heading: ["parameter", "unit", "default", "bounds", "what", "source"],
    rows: Object.entries(fields).map(([name, field]) => [
      name,
      field.unit,
      defaultText(name, fields, { unit: false }),
      boundsText(field),
      field.doc,
      field.range ? `${field.source} (${field.range.join(" to ")})` : field.source,
    ]),
    isNamed: true,
  };
}

/** What a choice fills in, and tables that are given in place. */
const defaultSections = (fields: Fields): FactSection[] =>
  Object.entries(fields).flatMap(([name, field]) => [
    tableSection(`What \`${name}\` fills in`, presetTable(field, fields)),
    tableSection(`\`${name}\` by default`, tableRows(field.default, field.columns)),
  ]);

const tableSection = (title: string, table: { heading: string[]; rows: string[][] }): FactSection => ({
  kind: "table",
  title,
  facts: { ...table, isNamed: false },
});

const measureTable = (metrics: Readonly<Record<string, Metric<any>>>): FactTable => ({
  heading: ["measure", "in words", "unit", "kind", "better", "what"],
  rows: Object.entries(metrics).map(([name, metric]) => [
    name,
    metric.words,
    metric.unit,
    metric.kind,
    betterText(metric),
    measureDoc(metric),
  ]),
  isNamed: true,
});

/** What may be given: bounds, options or columns; empty where anything of the kind may. */
export function boundsText({ min: least, max: most, options, columns, kind, unit }: Field): string {
  if (options) return options.map((option) => JSON.stringify(option)).join(" | ");
  if (columns) return columnsText(columns);
  // What is beyond all sense for the unit is refused, and not worth a line.
  const usual = boundsOf(unit, {});
  const min = least === usual.min ? undefined : least;
  const max = most === usual.max ? undefined : most;
  const bound = (value: number): string => (kind === "duration" ? durationText(value) : String(value));
  if (min !== undefined && max !== undefined && max < Number.MAX_SAFE_INTEGER)
    return `${bound(min)} to ${bound(max)}`;
  if (min !== undefined) return `at least ${bound(min)}`;
  return max === undefined ? "" : `at most ${bound(max)}`;
}

/** Parameters that may be set in the middle of a run, each with its range. */
export const settableLines = ({ settable = {}, params }: Mechanism): [name: string, range: string][] =>
  Object.entries<readonly [number, number] | undefined>(settable).map(([name, range]) => {
    const { unit } = (params as Fields)[name]!;
    return [name, `${range![0]} to ${range![1]}${unit ? ` ${unit}` : ""}`];
  });

/** Claims, and when they hold where that is not after every event. */
export const claimLines = (invariants: Mechanism["invariants"] = {}): string[] =>
  Object.entries(invariants).map(([claim, invariant]) =>
    claimOf(invariant).when === "instant" ? `${claim} (when an instant is over)` : claim,
  );

/** What the options of a choice fill in, with the options in the first column. */
export function presetTable(field: Field, fields: Fields): { heading: string[]; rows: string[][] } {
  const { heading, rows } = presetRows(field, fields);
  return rows.length === 0 ? { heading, rows } : { heading: ["", ...heading], rows };
}

function columnsText(columns: Readonly<Record<string, ColumnSpec>>): string {
  const named = (optional: boolean): string =>
    Object.keys(columns)
      .filter((name) => (columns[name]!.optional ?? false) === optional)
      .join(", ");
  const more = named(true);
  return `CSV with ${named(false)}${more === "" ? "" : `; may have ${more}`}`;
}
