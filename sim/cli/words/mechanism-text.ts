import { EVENTS, type EventSpec } from "../../model/events.ts";
import type { Metric } from "../../model/measures/metric.ts";
import { measureDoc, metricsListed } from "../../model/measures.ts";
import { claimOf, type Mechanism, type Read } from "../../model/mechanism.ts";
import { SIGNALS } from "../../model/signals.ts";
import type { Fields } from "../../schema/fields.ts";
import { isInPlace, isTable } from "../../schema/table.ts";
import { accountDocs, assetDocs } from "../../words/account-text.ts";
import { defaultText, effectiveDefault, tableRows } from "../../words/default-text.ts";
import { boundsText, claimLines, presetTable, settableLines } from "../../words/mechanism-facts.ts";
import colors from "../terminal/colors.ts";
import { tableText, wrapped } from "../terminal/terminal.ts";

const doc = (spec: EventSpec | "shared", name: string): string =>
  spec === "shared" ? ((EVENTS as Record<string, EventSpec>)[name]?.doc ?? "") : spec.doc;
const signalDoc = (name: string): string => {
  const signal = (SIGNALS as Record<string, { unit: string; doc: string }>)[name];
  return signal ? `${signal.doc} [${signal.unit}]` : "";
};

/** One mechanism, for people. */
export function mechanismText(mechanism: Mechanism): string {
  const { name, summary, source, params, reads, after, emits, on, signals, invariants } = mechanism;
  const measures = metricsListed(mechanism);
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ["", colors.bold(title), ...lines];
  return [
    colors.bold(name),
    wrapped(summary),
    `Source: ${source}`,
    ...section(
      "Parameters",
      Object.keys(params as Fields).flatMap((param) => parameterLines(param, params as Fields)),
    ),
    ...section(
      "May be set in the middle of a run",
      settableLines(mechanism).map(([param, range]) => `  ${param}: ${range}`),
    ),
    ...section(
      "Handles",
      named(Object.keys(on), (event) => (emits?.[event] ? doc(emits[event], event) : doc("shared", event))),
    ),
    ...section(
      "Emits",
      named(Object.keys(emits ?? {}), (event) => doc(emits[event], event)),
    ),
    ...section(
      "Reads",
      named(Object.keys(reads ?? {}), (signal) => `${signalDoc(signal)}${readText(reads[signal])}`),
    ),
    ...section("Comes after who publishes", named(after ?? [], signalDoc)),
    ...section("Accounts", documented(accountDocs(mechanism.accounts))),
    ...section("Assets", documented(assetDocs(mechanism.assets))),
    ...section("Publishes", named(Object.keys(signals ?? {}), signalDoc)),
    ...section(
      "Measures",
      named(Object.keys(measures), (measure) => measureText(measures[measure]!)),
    ),
    ...section(
      "Claims",
      claimLines(invariants).map((claim) => `  ${claim}`),
    ),
  ].join("\n");
}

const measureText = (metric: Metric<any>): string =>
  `${measureDoc(metric)} [${metric.unit || "1"}, ${metric.kind}]`;
const readText = ({ otherwise, lagged, observed, of }: Read): string =>
  `${otherwise === undefined ? "" : ` (${otherwise} where nobody publishes it)`}${lagged ? " (the value before)" : ""}${observed ? " (for measures only)" : ""}${of ? ` (of the instance named by ${of})` : ""}`;

function parameterLines(name: string, fields: Fields): string[] {
  const field = fields[name]!;
  const facts = [`default ${defaultText(name, fields)}`, boundsText(field), `source: ${field.source}`]
    .filter(Boolean)
    .join(" · ");
  return [
    `  ${name}`,
    wrapped(field.doc, 100, "      "),
    wrapped(facts, 100, "      "),
    ...indented(presetTable(field, fields)),
    ...indented(tableRows(field.default, field.columns)),
  ];
}

const indented = ({ heading, rows }: { heading: string[]; rows: string[][] }): string[] =>
  rows.length === 0
    ? []
    : tableText(heading, rows)
        .split("\n")
        .map((line) => `      ${line}`.trimEnd());

function named(names: readonly string[], describe: (name: string) => string): string[] {
  const width = Math.max(0, ...names.map((name) => name.length)) + 2;
  return names.map((name) => {
    const [first = "", ...rest] = wrapped(describe(name), 100 - width).split("\n");
    return [`  ${name.padEnd(width)}${first}`, ...rest.map((line) => " ".repeat(width + 2) + line)]
      .join("\n")
      .trimEnd();
  });
}

const documented = (docs: Readonly<Record<string, string>>): string[] =>
  named(Object.keys(docs), (name) => docs[name]!);

/** The same as data. */
export function mechanismJson(mechanism: Mechanism): object {
  const { name, summary, source, params, settable, reads, after, emits, on, signals, invariants } = mechanism;
  const fields = Object.entries(params as Fields).map(
    ([param, { kind, unit, default: value, min, max, range, options, fills, doc, source }]) => [
      param,
      {
        ...{ kind, unit, default: plain(value), min, max, range, options, doc, source },
        // What counts where a scenario says nothing, and what the options of a choice fill in.
        effective: plain(effectiveDefault(param, params as Fields).value),
        fills,
      },
    ],
  );
  return {
    name,
    summary,
    source,
    params: Object.fromEntries(fields),
    settable: settable ?? {},
    handles: Object.keys(on),
    emits: Object.fromEntries(Object.keys(emits ?? {}).map((event) => [event, doc(emits[event], event)])),
    reads: reads ?? {},
    after: after ?? [],
    accounts: accountDocs(mechanism.accounts),
    assets: assetDocs(mechanism.assets),
    signals: Object.keys(signals ?? {}),
    measures: Object.fromEntries(
      Object.entries(metricsListed(mechanism)).map(([measure, metric]) => [
        measure,
        { unit: metric.unit, kind: metric.kind, doc: measureDoc(metric) },
      ]),
    ),
    invariants: Object.keys(invariants ?? {}),
    claims: Object.entries(invariants ?? {}).map(([claim, invariant]) => ({
      claim,
      when: claimOf(invariant).when,
    })),
  };
}

/** A default as data: of a table its rows where they are in place, else its file. */
function plain(value: unknown): unknown {
  if (!isTable(value)) return value;
  return isInPlace(value)
    ? Object.fromEntries(
        Object.entries(value.columns).map(([name, cells]) => [name, Array.from<unknown>(cells)]),
      )
    : value.path;
}
