/*
 * Above 200 lines: every kind of parameter beside the others, so that an author finds all of them in one place. What they
 * are made of (bounds, names, tables) stands beside it in files of its own.
 */

import * as z from "zod";
import { exactDecimal, type Quantity, shortestForm } from "../exact-decimal.ts";
import { SMALLEST, sizeFlaw } from "../gpus.ts";
import { parseDuration, SHORTEST } from "../units.ts";
import { boundsOf, LARGEST_FORTUNE, LARGEST_WEIGHT } from "./bounds.ts";
import { nameFlaw, textFlaw } from "./names.ts";
import { shown } from "./shown.ts";
import {
  type ColumnSpec,
  type Columns,
  columnsOf,
  flawOf,
  flawOfRows,
  isTable,
  isUnknown,
  type Row,
  type Table,
  type TableFile,
  tableOfRows,
  withOptionalColumns,
} from "./table.ts";
import { noSourceFlaw, sourceOf, type TableSource } from "./table-source.ts";

/** What every parameter says of itself; the docs, the JSON Schema, validation and `describe` come from it. */
export interface Field<T = unknown> {
  readonly kind:
    | "number"
    | "integer"
    | "duration"
    | "amount"
    | "text"
    | "choice"
    | "flag"
    | "weights"
    | "list"
    | "places"
    | "table";
  /** Unit as text: `s`, `tokens`, `USD/GPU h`; empty where there is none. */
  readonly unit: string;
  /** Undefined: the author must give it. */
  readonly default: T | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly doc: string;
  /** Where the default comes from, or "assumed". */
  readonly source: string;
  /** Prior range of an assumption: the default's plausible low and high. */
  readonly range: readonly [number, number] | undefined;
  readonly options: readonly string[] | undefined;
  readonly columns: Columns | undefined;
  /** Of an amount: what its base units are counted in, and what becomes of it. */
  readonly amount: AmountUse | undefined;
  /** What a default that is no such thing itself stands for, in words: "no limit". */
  readonly standsFor: string | undefined;
  /** Of a choice: what each option fills in, by the names of parameters that are left as they are. */
  readonly fills: Presets | undefined;
  /** What a run has to reach before the parameter counts: its time, or so many blocks. */
  readonly reaches: "time" | "blocks" | undefined;
  /** Of such a time: the parameter that says how long before the run it began to pass. */
  readonly since: string | undefined;
  /** Checks a given value after `normalise`; its messages are whole sentences. */
  readonly schema: z.ZodType<T>;
  /** Brings loose input ("10m") to the form that the schema checks. */
  readonly normalise: (given: unknown) => unknown;
}

/**
 * `endowment`: is minted before the books open, and counts toward what an asset has; `rate`: comes due by and by, so
 * that it may have more decimals than the asset, and what is below a base unit is carried; `payment`: any other amount.
 */
export interface AmountUse {
  readonly asset: "usd" | "token";
  readonly role: "endowment" | "payment" | "rate";
  /** An endowment that reads as all there is at the start: others that add to it are told with the total. */
  readonly whole: boolean;
}

/** By option, values by parameter. */
export type Presets = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export type Fields = { readonly [name: string]: Field<any> };
export type Values<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never };
/** Parameters that are a number, or an amount that a number may stand for. */
export type NumericParam<F extends Fields> = {
  [K in keyof F]: F[K] extends Field<infer T> ? (number extends T ? K : never) : never;
}[keyof F];
/** What an author may write: every parameter optional, durations and tables also as text, amounts as bigint. */
export type Given<F extends Fields> = {
  readonly [K in keyof F]?: F[K] extends Field<infer T>
    ? T extends Table
      ? Table | string | TableSource | readonly Row[]
      : T extends number
        ? number | (F[K] extends DurationField ? string : F[K] extends AmountField ? bigint : never)
        : T
    : never;
};

interface Described<T> {
  default?: T;
  doc: string;
  source?: string;
  standsFor?: string;
}
interface Numeric extends Described<number> {
  min?: number;
  max?: number;
  reaches?: "time" | "blocks";
  since?: string;
  range?: readonly [number, number];
}
interface NumericAmount extends Numeric {
  role?: AmountUse["role"];
  whole?: boolean;
}

/** Files and settings bring a number with more digits than a double keeps as text (`scenario/digits.ts`): only amounts need them all. */
function nearestNumber(value: unknown): unknown {
  const decimal = typeof value === "string" ? exactDecimal(value) : undefined;
  return decimal && typeof shortestForm(decimal) === "string" ? Number(value) : value;
}

const withUnit = (value: number, unit: string): string => (unit ? `${value} ${unit}` : String(value));

function common<T>(
  given: Described<T>,
): Pick<
  Field<T>,
  | "default"
  | "doc"
  | "source"
  | "min"
  | "max"
  | "range"
  | "options"
  | "columns"
  | "amount"
  | "standsFor"
  | "fills"
  | "reaches"
  | "since"
  | "normalise"
> {
  return {
    default: given.default,
    doc: given.doc,
    source: given.source ?? "assumed",
    min: undefined,
    max: undefined,
    range: undefined,
    options: undefined,
    columns: undefined,
    amount: undefined,
    standsFor: given.standsFor,
    fills: undefined,
    reaches: undefined,
    since: undefined,
    normalise: (value) => value,
  };
}

function numeric(kind: "number" | "integer" | "duration", unit: string, given: Numeric): Field<number> {
  const expected = kind === "integer" ? "a whole number" : unit ? `a number of ${unit}` : "a number";
  const wanted =
    kind === "duration" ? 'a duration in seconds, or text such as "10m", "6h", "30d", "2y"' : expected;
  const { min, max } = boundsOf(unit, given);
  const schema = once((): z.ZodType<number> => {
    const error = ({ input }: { input?: unknown }) => `Expected ${wanted}, got ${shown(input)}.`;
    const any = z.number({ error });
    const bounded = (kind === "integer" ? any.int({ error }) : any)
      .min(min, { error: ({ input }) => `Expected at least ${withUnit(min, unit)}, got ${shown(input)}.` })
      .max(max, { error: ({ input }) => `Expected at most ${withUnit(max, unit)}, got ${shown(input)}.` });
    return kind === "duration" ? countedByTheClock(bounded) : bounded;
  });
  return {
    ...common(given),
    kind,
    unit,
    min,
    max,
    range: given.range,
    reaches: given.reaches,
    since: given.since,
    get schema() {
      return schema();
    },
    normalise: (value) => {
      const loose =
        kind === "duration" && typeof value === "string"
          ? (parseDuration(value) ?? value)
          : nearestNumber(value);
      // −0 and 0 are one number to an author, and two to a digest.
      return loose === 0 ? 0 : loose;
    },
  };
}

/** Made when a value is first checked: most mechanisms stand in no design, and their schemas take as long as the rest. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** A duration that the clock can tell from none, or none. */
const countedByTheClock = (schema: z.ZodNumber): z.ZodType<number> =>
  schema.superRefine((value, { addIssue }) => {
    if (value > 0 && value < SHORTEST)
      addIssue({
        code: "custom",
        message: `The clock counts microseconds: expected 0 or at least ${SHORTEST} s, got ${value}.`,
      });
  });

/** A number with a unit of its own: `number("USD/GPU h", { default: 1.5, … })`. */
export const number = (unit: string, given: Numeric): Field<number> => numeric("number", unit, given);
export type DurationField = Field<number> & { readonly kind: "duration" };
/** A duration: seconds, or text such as "10m". */
export const seconds = (given: Numeric): DurationField =>
  numeric("duration", "s", { min: 0, ...given }) as DurationField;
export type AmountField = Field<Quantity> & { readonly kind: "amount" };

/** Kept as it is written, to the last digit; `baseUnits` of kit/issuance/emission.ts makes base units of it. */
function amount(
  unit: string,
  asset: AmountUse["asset"],
  { role = "payment", whole = false, ...given }: NumericAmount,
): AmountField {
  const { min = 0, max } = given;
  const bounded = (value: Quantity, add: (message: string) => void): void => {
    if (Number(value) < min || (Number(value) === 0 && String(value).startsWith("-")))
      add(`Expected at least ${withUnit(min, unit)}, got ${value}.`);
    if (max !== undefined && Number(value) > max)
      add(`Expected at most ${withUnit(max, unit)}, got ${value}.`);
  };
  return {
    ...common<Quantity>(given),
    kind: "amount",
    unit,
    min,
    max,
    range: given.range,
    amount: { asset, role, whole },
    schema: z
      .custom<Quantity>(
        (value) => typeof value !== "object" && exactDecimal(value as Quantity) !== undefined,
        {
          error: ({ input }) =>
            `Expected an amount of ${unit}, such as 1000000 or, with more digits than a number keeps, "1000000.000000000000000001", got ${shown(input)}.`,
          abort: true,
        },
      )
      .superRefine((value, { addIssue }) =>
        bounded(value, (message) => addIssue({ code: "custom", message })),
      ),
    normalise: (value) => {
      if (typeof value !== "number" && typeof value !== "string" && typeof value !== "bigint") return value;
      const decimal = exactDecimal(value);
      return decimal ? shortestForm(decimal) : value;
    },
  };
}

/** Tokens of the asset that the parameter `asset` names. */
export const tokens = (given: NumericAmount): AmountField => amount("tokens", "token", given);
/** An amount of USD that is paid as it is, exact as tokens are; where it is computed with, `usd` is a number. */
export const usdAmount = (given: NumericAmount): AmountField =>
  amount("USD", "usd", { max: LARGEST_FORTUNE, ...given });
export const usd = (given: Numeric): Field<number> => numeric("number", "USD", { min: 0, ...given });
export const usdPerGpuHour = (given: Numeric): Field<number> =>
  numeric("number", "USD/GPU h", { min: 0, ...given });
export const watts = (given: Numeric): Field<number> => numeric("number", "W", { min: 0, ...given });
/** A share: 0 to 1 unless other bounds are given, never percent. */
export const ratio = (given: Numeric): Field<number> =>
  numeric("number", "ratio", { min: 0, max: 1, ...given });
export const count = (given: Numeric): Field<number> =>
  numeric("integer", "", { min: 0, max: Number.MAX_SAFE_INTEGER, ...given });

/** Sizes of jobs in GPUs: whole cards, or a part of one in hundredths. */
export function gpuSizes(given: Described<readonly number[]>): Field<readonly number[]> {
  const field = numbers("GPUs", { min: SMALLEST, ...given });
  const schema = field.schema.superRefine((sizes, { addIssue }) => {
    for (const size of sizes) {
      const message = sizeFlaw(size);
      if (message) addIssue({ code: "custom", message });
    }
  });
  return { ...field, schema };
}

/** Words; `lines`: they may fill several. */
export const text = (given: Described<string> & { readonly lines?: true }): Field<string> => ({
  ...common(given),
  kind: "text",
  unit: "",
  schema: z
    .string({ error: ({ input }) => `Expected text, got ${shown(input)}.` })
    .min(1, { error: "Expected text that is not empty." })
    .superRefine((value, { addIssue }) => {
      const flaw = textFlaw(value, given);
      if (flaw) addIssue({ code: "custom", message: flaw });
    }),
  // YAML's folded text ends with a line break.
  normalise: (value) => (typeof value === "string" ? value.replace(/\n+$/, "") : value),
});

export const flag = (given: Described<boolean>): Field<boolean> => ({
  ...common(given),
  kind: "flag",
  unit: "",
  schema: z.boolean({ error: ({ input }) => `Expected true or false, got ${shown(input)}.` }),
});

export function choice<const T extends string>(
  options: readonly T[],
  { fills, ...given }: Described<T> & { fills?: Presets },
): Field<T> {
  const listed = options.map((option) => JSON.stringify(option)).join(", ");
  return {
    ...common(given),
    kind: "choice",
    unit: "",
    options,
    fills,
    schema: z.enum(options as readonly [T, ...T[]], {
      error: ({ input }) => `Expected one of ${listed}, got ${shown(input)}.`,
    }) as unknown as z.ZodType<T>,
  };
}

/** Relative weights by name: `{ alice: 60, bob: 40 }`; at least one is positive. */
export const weights = (
  given: Described<Readonly<Record<string, number>>> & { unit?: string },
): Field<Readonly<Record<string, number>>> => ({
  ...common(given),
  kind: "weights",
  unit: given.unit ?? "",
  schema: z
    .record(
      z.string(),
      z
        .number({ error: ({ input }) => `Expected a weight, got ${shown(input)}.` })
        .min(0, { error: ({ input }) => `Expected a weight of at least 0, got ${shown(input)}.` })
        .max(LARGEST_WEIGHT, {
          error: ({ input }) => `Expected a weight of at most ${LARGEST_WEIGHT}, got ${shown(input)}.`,
        }),
      {
        error: ({ input }) =>
          `Expected weights by name, such as { alice: 60, bob: 40 }, got ${shown(input)}.`,
      },
    )
    .refine((entries) => Object.values(entries).some((weight) => weight > 0), {
      error: "Expected at least one weight above 0.",
    }),
});

/** A list of numbers of one unit; of a fixed length where one is given. */
export function numbers(
  unit: string,
  given: Described<readonly number[]> & { min?: number; max?: number; length?: number },
): Field<readonly number[]> {
  const { min, max } = boundsOf(unit, { min: given.min, max: given.max });
  return {
    ...common(given),
    kind: "list",
    unit,
    min,
    max,
    schema: z
      .array(
        z
          .number({ error: ({ input }) => `Expected a number, got ${shown(input)}.` })
          .min(min, {
            error: ({ input }) => `Expected at least ${withUnit(min, unit)}, got ${shown(input)}.`,
          })
          .max(max, {
            error: ({ input }) => `Expected at most ${withUnit(max, unit)}, got ${shown(input)}.`,
          }),
        { error: ({ input }) => `Expected a list of numbers, got ${shown(input)}.` },
      )
      .refine(({ length }) => given.length === undefined || length === given.length, {
        error: ({ input }) => `Expected ${given.length} numbers, got ${(input as number[]).length}.`,
      }),
  };
}

/**
 * Places that a mechanism of the world joins: it hears, reads and emits in each of them. It is the parameter `places`;
 * with none of them the mechanism stands where it is put, as any other does.
 */
export const places = (given: { doc: string }): Field<readonly string[]> => ({
  ...common<readonly string[]>({ default: [], source: "Orrery: for the scenario to set", ...given }),
  kind: "places",
  unit: "",
  schema: z
    .array(
      z
        .string({ error: ({ input }) => `Expected the name of a place, got ${shown(input)}.` })
        .superRefine((value, { addIssue }) => {
          const flaw = nameFlaw(value);
          if (flaw) addIssue({ code: "custom", message: flaw });
        }),
      { error: ({ input }) => `Expected a list of places, such as ["btc", "eth"], got ${shown(input)}.` },
    )
    .refine((names) => new Set(names).size === names.length, { error: "A place stands here twice." }),
});

/** A file beside the scenario (a path; docs/traces.md lists the formats), or the same rows given in place. */
export function table(
  columns: Columns,
  given: Omit<Described<Table>, "default"> & { default?: Table },
): Field<Table> {
  const needed = Object.keys(columns).filter((name) => !columns[name]!.optional);
  const schema = z
    .custom<Table | TableFile>(
      (value) => isTable(value) && needed.every((name) => Object.hasOwn(value.columns, name)),
      {
        error: ({ input }) => noTable(input, columns),
        abort: true,
      },
    )
    .superRefine((value, { addIssue }) => {
      for (const { row, name, message } of flaws(value as Table, columns))
        addIssue({ code: "custom", path: [`row ${row + 1}`, name], message });
    })
    .transform((value) => columnsOf(value as Table, columns));
  return {
    ...common(given as Described<Table>),
    default: given.default && columnsOf(withOptionalColumns(given.default, columns), columns),
    kind: "table",
    unit: "",
    columns,
    schema: schema as unknown as z.ZodType<Table>,
    normalise: (value) =>
      isTable(value)
        ? withOptionalColumns(value, columns)
        : Array.isArray(value) && flawOfRows(value, columns) === undefined
          ? tableOfRows(value as Row[], columns)
          : value,
  };
}

/** What makes something that was given no table. */
function noTable(given: unknown, columns: Columns): string | undefined {
  if (Array.isArray(given)) return flawOfRows(given, columns);
  const source = sourceOf(given);
  if (source !== undefined)
    return `The file ${JSON.stringify(source.file)} is not read here: --set, sweeps and branches change other parameters. Give each file a design of its own.`;
  if (typeof given === "object" && given !== null && !("rows" in given)) return noSourceFlaw(given);
  const needed = Object.keys(columns).filter((name) => !columns[name]!.optional);
  return `Expected the path of a CSV file with the columns ${needed.join(", ")}, { file, columns } where it has other names, or a list of rows with those cells.`;
}

/** What is wrong with the cells of a table, wherever they come from. */
function* flaws(given: Table, specs: Columns): Generator<{ row: number; name: string; message: string }> {
  for (const [name, spec] of Object.entries(specs)) {
    const cells: ArrayLike<unknown> = given.columns[name]!;
    let before = Number.NEGATIVE_INFINITY;
    for (let row = 0; row < given.rows; row++) {
      const cell = cells[row];
      const message =
        spec.type !== "text"
          ? numberFlaw(name, spec, cell, before)
          : typeof cell === "string"
            ? undefined
            : `Expected text, got ${shown(cell)}.`;
      if (message) yield { row, name, message };
      if (Number.isFinite(cell)) before = cell as number;
    }
  }
}

function numberFlaw(name: string, spec: ColumnSpec, cell: unknown, before: number): string | undefined {
  if ((spec.optional || spec.unknown) && isUnknown(cell)) return undefined;
  const value = typeof cell === "number" ? cell : Number.NaN;
  // Text of every cell would cost more than the check.
  return flawOf(name, spec, value, before, "") && flawOf(name, spec, value, before, shown(cell));
}
