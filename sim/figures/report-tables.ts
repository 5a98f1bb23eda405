/*
 * Above 200 lines: the tables of a report one after another; what their cells say stands elsewhere.
 */

import { betterTextOf } from "../metrics/known-measures.ts";
import type { Run } from "../run/result.ts";
import { spreadOf } from "../statistics/spread.ts";
import { replicationCount, type Spread, summarySpreads } from "./comparison.ts";
import { changeText } from "./effect-words.ts";
import type { FigureInput } from "./figure.ts";
import { type Cell, tableHtml } from "./html.ts";
import { definitionOf, measuresOf, phraseIn } from "./measure-catalogue.ts";
import { flowBetween, netFlow, sectorsOf, wholeUnits } from "./net-flows.ts";
import { numberText, unitScale } from "./number-text.ts";
import { sweptFuture, sweptMeasures, sweptValues } from "./sweep-values.ts";
import { parameterLabel, pathsOf, settingText } from "./sweep-words.ts";

const heading = (text: string): Cell => ({ text, isHeading: true });
const figureCell = (text: string): Cell => ({ text, isNumber: true });
const NONE = figureCell("–");

function designCell(
  own: Spread | undefined,
  control: Spread | undefined,
  unit: string,
  factor: number,
): Cell {
  if (!own) return NONE;
  const text = (value: number) => numberText(value / factor);
  const { mean, low, high, count } = own;
  const range = count > 1 ? { note: `${text(low)} to ${text(high)}` } : {};
  const change =
    control && own !== control ? { aside: changeText(mean - control.mean, control.mean, unit, factor) } : {};
  return { ...figureCell(text(mean)), ...range, ...change };
}

function measureRow(input: FigureInput, measure: string, unit: string): Cell[] {
  const rows = summarySpreads(input, measure);
  const spreadsByDesign = new Map(rows.map((row) => [row.design, row]));
  const scale = unitScale(
    unit,
    rows.reduce((most, row) => Math.max(most, Math.abs(row.mean)), 0),
  );
  const control = spreadsByDesign.get(input.scenario.control);
  const cells = input.scenario.designs.map(({ name }) =>
    designCell(spreadsByDesign.get(name), control, unit, scale.factor),
  );
  const { label } = phraseIn(input, measure);
  return [
    { ...heading(label), aside: scale.unit, ...(label === measure ? {} : { note: measure }) },
    ...cells,
    { text: betterTextOf(measure, definitionOf(input, measure)) },
  ];
}

/** Every measure by design, beside it the difference from the control, below it the range. */
export function findingTable(input: FigureInput): string {
  const rows = [...measuresOf(input)].map(([measure, { unit }]) => measureRow(input, measure, unit));
  const { control, designs } = input.scenario;
  const beside =
    designs.length > 1 ? `, beside it the difference from ${control}, of shares in percentage points` : "";
  const caption =
    replicationCount(input) > 1
      ? `Measures by design: mean over replications${beside}; below it the 10–90 % range of replications`
      : `Measures by design${beside}`;
  return tableHtml(caption, ["Measure", ...input.scenario.designs.map(({ name }) => name), "Better"], rows);
}

/** Means of books balance, as medians do not. */
const meanOf = (values: readonly number[]): number => spreadOf(values).mean;

const overRuns = (own: readonly Run[]): string => (own.length > 1 ? ", means over replications" : "");

function stock(run: Run, asset: string, sector: string, side: "opening" | "closing"): number {
  const row = run.balances.find((balance) => balance.asset === asset && balance.sector === sector);
  return row ? wholeUnits(row[side], row.decimals) : 0;
}

const unique = (names: readonly string[]): string[] => [...new Set(names)].sort();

/** Assets of the rows, in the scenario's order. */
function assetsOf({ scenario }: FigureInput, rows: readonly { readonly asset: string }[]): string[] {
  const present = new Set(rows.map(({ asset }) => asset));
  return scenario.assets.map(({ name }) => name).filter((name) => present.has(name));
}

/** Balance sheet of one design: a row a sector and asset, means over replications. */
export function balanceTable(input: FigureInput, design: string): string {
  const own = input.runs.filter((run) => run.design === design);
  const balances = own.flatMap((run) => run.balances);
  const rows = assetsOf(input, balances).flatMap((asset) => {
    const sectors = unique(balances.filter((row) => row.asset === asset).map(({ sector }) => sector));
    return sectors.map((sector) => {
      const at = (side: "opening" | "closing") => meanOf(own.map((run) => stock(run, asset, sector, side)));
      const net = meanOf(own.map((run) => netFlow(run, asset, sector)));
      const values = [at("opening"), net, at("closing")].map((value) => figureCell(numberText(value, 4)));
      return [heading(sector), { text: asset }, ...values];
    });
  });
  if (rows.length === 0) return "";
  return tableHtml(
    `Balance sheet, ${design}${overRuns(own)}`,
    ["Sector", "Asset", "Opening", "Net inflow", "Closing"],
    rows,
  );
}

function matrixTable(own: readonly Run[], asset: string, design: string): string {
  const sectors = sectorsOf(own, asset);
  const flow = (from: string, to: string) => meanOf(own.map((run) => flowBetween(run, asset, from, to)));
  const cell = (value: number): Cell => figureCell(value === 0 ? "" : numberText(value, 4));
  const rows = sectors.map((from) => {
    const paid = sectors.map((to) => flow(from, to));
    return [heading(from), ...paid.map(cell)];
  });
  const net = sectors.map((sector) => cell(meanOf(own.map((run) => netFlow(run, asset, sector)))));
  return tableHtml(
    `Flows of ${asset}, ${design}: from the sector of the row to that of the column${overRuns(own)}`,
    ["From \\ to", ...sectors],
    [...rows, [heading("net inflow"), ...net]],
  );
}

/** Transaction-flow matrices of one design, one an asset, over the whole run. */
export function flowTables(input: FigureInput, design: string): string {
  const own = input.runs.filter((run) => run.design === design);
  const flows = own.flatMap((run) => run.flows);
  return assetsOf(input, flows)
    .map((asset) => matrixTable(own, asset, design))
    .join("\n");
}

/** Rows of a table that a page can bear; the rest is in the results' tables. */
const MOST_ROWS = 2_000;

const cut = (rows: readonly Cell[][], caption: string): string =>
  rows.length <= MOST_ROWS ? caption : `${caption}: the first ${MOST_ROWS} of ${rows.length}`;

/** What identifies each run: point and branch where there are any, seed, digest, events. */
export function runTable({ scenario, runs, points }: FigureInput): string {
  const swept = points.length > 0;
  const branched = runs.some(({ branch }) => branch !== "");
  const order = new Map(scenario.designs.map(({ name }, index) => [name, index]));
  const rows = [...runs]
    .sort(
      (a, b) =>
        order.get(a.design)! - order.get(b.design)! || a.point - b.point || a.replication - b.replication,
    )
    .map((run) => [
      heading(run.design),
      ...(swept ? [figureCell(run.point < 0 ? "" : String(run.point))] : []),
      figureCell(String(run.replication)),
      ...(branched ? [{ text: run.branch }] : []),
      figureCell(String(run.seed)),
      { text: run.digest },
      figureCell(numberText(run.events, 15)),
    ]);
  const columns = [
    "Design",
    ...(swept ? ["Point"] : []),
    "Replication",
    ...(branched ? ["Branch"] : []),
    "Seed",
    "Digest",
    "Events",
  ];
  return tableHtml(cut(rows, "Runs"), columns, rows.slice(0, MOST_ROWS));
}

/** Means of the measures at each point of a sweep, design by design. */
export function sweepTable(input: FigureInput): string {
  const future = sweptFuture(input);
  const measures = future.runs.length === 0 ? [] : sweptMeasures(future);
  if (measures.length === 0) return "";
  const paths = pathsOf(input.points);
  const columns = measures.map((measure) => {
    const values = sweptValues(future, measure);
    const most = values.reduce((largest, { mean }) => Math.max(largest, Math.abs(mean)), 0);
    const scale = unitScale(definitionOf(future, measure)?.unit ?? "", most);
    return {
      measure,
      scale,
      values: new Map(values.map((value) => [placeOf(value.point.index, value.design), value])),
    };
  });
  const { designs } = input.scenario;
  const rows = input.points.flatMap((point) =>
    designs.map(({ name }) => [
      heading(paths.map((path) => settingText(input, path, point.settings[path])).join(", ")),
      ...(designs.length > 1 ? [{ text: name }] : []),
      ...columns.map(({ scale, values }) =>
        designCell(values.get(placeOf(point.index, name)), undefined, "", scale.factor),
      ),
    ]),
  );
  const replications = columns[0]!.values.values().next().value?.count ?? 1;
  const means = replications > 1 ? ", means over replications; below it their 10–90 % range" : "";
  const headings = columns.map(({ measure, scale }) => {
    const { label } = phraseIn(future, measure);
    return scale.unit === "" ? label : `${label} (${scale.unit})`;
  });
  return tableHtml(
    cut(rows, `Summaries at each point${means}`),
    [
      paths.map((path) => parameterLabel(input, path)).join(", "),
      ...(designs.length > 1 ? ["Design"] : []),
      ...headings,
    ],
    rows.slice(0, MOST_ROWS),
  );
}

const placeOf = (point: number, design: string): string => JSON.stringify([point, design]);

/** What the sweep sets at each of its points. */
export function pointTable(input: FigureInput): string {
  const { points } = input;
  const paths = pathsOf(points);
  const rows = points.map(({ index, settings }) => [
    heading(String(index)),
    ...paths.map((path) => ({
      text: settingText(input, path, settings[path]),
      isNumber: typeof settings[path] === "number",
    })),
  ]);
  return tableHtml(cut(rows, "Points"), ["Point", ...paths], rows.slice(0, MOST_ROWS));
}
