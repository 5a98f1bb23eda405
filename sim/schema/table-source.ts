import { quoted, shown } from "./shown.ts";
import { didYouMean } from "./suggest.ts";
import type { ColumnSpec, Columns } from "./table.ts";

/**
 * Where a column's cells come from: a column of the file, under the name that it has there, in a unit of its own, times
 * another column (GPUs of an instance times instances); or the time between two columns, which a record often has in
 * place of a duration.
 */
export type ColumnSource =
  | string
  | { readonly column: string; readonly unit?: string; readonly times?: string }
  | { readonly from: string; readonly to: string; readonly unit?: string };
export type ColumnSources = Readonly<Record<string, ColumnSource>>;

/** A file whose columns have other names or units than a mechanism's table, or that has no header line. */
export interface TableSource {
  readonly file: string;
  readonly columns?: ColumnSources;
  /** Names of the columns of a file that has no header line. */
  readonly header?: readonly string[];
}

/** A text of a table that is not read yet, as an author gives it: a path, or a path and what its columns are. */
export function sourceOf(given: unknown): TableSource | undefined {
  if (typeof given === "string") return { file: given };
  if (typeof given !== "object" || given === null || Array.isArray(given)) return undefined;
  return typeof (given as TableSource).file === "string" ? (given as TableSource) : undefined;
}

/** Factors to a column's unit, each as [times, over], so that thousandths are divided and not multiplied. */
type Factor = readonly [times: number, over: number];
const BINARY = 1024;
const UNITS: Readonly<Record<string, Readonly<Record<string, Factor>>>> = {
  s: {
    ns: [1, 1e9],
    us: [1, 1e6],
    ms: [1, 1e3],
    s: [1, 1],
    min: [60, 1],
    h: [3_600, 1],
    d: [86_400, 1],
  },
  // Of 1024 each, as the Standard Workload Format counts them and as memory is sold.
  GB: {
    B: [1, BINARY * BINARY * BINARY],
    KB: [1, BINARY * BINARY],
    MB: [1, BINARY],
    MiB: [1, BINARY],
    GB: [1, 1],
    GiB: [1, 1],
    TB: [BINARY, 1],
  },
  GPUs: { GPUs: [1, 1], percent: [1, 100], milli: [1, 1_000] },
  W: { W: [1, 1], kW: [1_000, 1] },
  "": { "": [1, 1], percent: [1, 100] },
};

/** Units that a column may be given in; of most only its own. */
const unitsFor = ({ type, unit = "" }: ColumnSpec): Readonly<Record<string, Factor>> =>
  type === "text" ? {} : (UNITS[type === "timestamp" ? "s" : unit] ?? { [unit]: [1, 1] });

/** A number of a unit in the column's own: the text that it is, where it is none. */
export function inUnit(cell: string, unit: string | undefined, spec: ColumnSpec): string {
  const [times, over] = (unit === undefined ? undefined : unitsFor(spec)[unit]) ?? [1, 1];
  const value = cell === "" ? Number.NaN : Number(cell);
  return (times === 1 && over === 1) || !Number.isFinite(value) ? cell : String((value * times) / over);
}

/** What a table is given as, where it is neither a path nor rows: which of its fields is missing or none. */
export function noSourceFlaw(given: object): string {
  const strange = Object.keys(given).find((field) => !FIELDS.includes(field));
  const said =
    strange === undefined ? "" : ` There is no field ${quoted(strange)}.${didYouMean(strange, FIELDS)}`;
  return `Expected { file, columns }, with the path of a file as file.${said}`;
}

const FIELDS = ["file", "columns", "header"];
const FORMS =
  "Expected the name of a column of the file, { column, unit, times }, or { from, to, unit } for the time between two";

/** What is wrong with a source of a table, as whole sentences, before its file is looked at. */
export function sourceFlaws(source: TableSource, specs: Columns): string[] {
  const flaws = Object.keys(source)
    .filter((field) => !FIELDS.includes(field))
    .map((field) => `A table's file has no field ${quoted(field)}.${didYouMean(field, FIELDS)}`);
  const { header, columns = {} } = source;
  if (header !== undefined && !isNames(header))
    flaws.push("Expected header to be the names of the file's columns, in their order, each once.");
  if (typeof columns !== "object" || columns === null || Array.isArray(columns))
    return [...flaws, `Expected columns to be names of the file's columns by ours, got ${shown(columns)}.`];
  const names = Object.keys(specs);
  for (const [name, each] of Object.entries(columns)) {
    const spec = Object.hasOwn(specs, name) ? specs[name]! : undefined;
    if (spec) flaws.push(...flawsOfColumn(name, each, spec));
    else
      flaws.push(
        `The mapping fills a column ${quoted(name)}, and there is no such.${didYouMean(name, names)} There are ${names.join(", ")}.`,
      );
  }
  return flaws.length > 0 ? flaws : readTwice(columns);
}

const isNames = (given: unknown): boolean =>
  Array.isArray(given) &&
  given.length > 0 &&
  given.every((name) => typeof name === "string") &&
  new Set(given).size === given.length;

const SHAPES = [["column"], ["from", "to"]];

function flawsOfColumn(name: string, given: unknown, spec: ColumnSpec): string[] {
  if (typeof given === "string") return [];
  const parts = (typeof given === "object" && given !== null ? given : {}) as Readonly<
    Record<string, unknown>
  >;
  const shape = SHAPES.find((needed) => needed.every((part) => typeof parts[part] === "string"));
  const allowed = shape?.includes("column") ? ["column", "unit", "times"] : ["from", "to", "unit"];
  const strange = Object.entries(parts).find(
    ([part, value]) => !allowed.includes(part) || typeof value !== "string",
  );
  if (!shape || strange) return [`${FORMS}, for ${quoted(name)}, got ${described(given)}.`];
  if (spec.type === "text" && !(shape.length === 1 && Object.keys(parts).length === 1))
    return [`The column ${quoted(name)} is text: it has no unit and is no difference.`];
  const unit = parts["unit"] as string | undefined;
  const units = Object.keys(unitsFor(spec)).filter(Boolean);
  if (unit === undefined || units.includes(unit)) return [];
  return [
    units.length === 0
      ? `The column ${quoted(name)} has no unit, got ${quoted(unit)}.`
      : `The column ${quoted(name)} knows no unit ${quoted(unit)}: expected one of ${units.join(", ")}.${didYouMean(unit, units)}`,
  ];
}

const described = (given: unknown): string =>
  typeof given === "object" && given !== null ? quoted(JSON.stringify(given)) : shown(given);

/** One column of a file cannot be two things as it stands. */
function readTwice(columns: ColumnSources): string[] {
  const first = new Map<string, string>();
  return Object.entries(columns).flatMap(([name, source]) => {
    const plain =
      typeof source === "string" ? source : "column" in source && !source.times ? source.column : "";
    if (typeof plain !== "string" || plain === "") return [];
    const other = first.get(plain);
    first.set(plain, other ?? name);
    return other === undefined
      ? []
      : [
          `The column ${quoted(plain)} of the file is read twice, as ${quoted(other)} and as ${quoted(name)}.`,
        ];
  });
}
