import type { Field, Fields } from "../schema/fields.ts";
import { isTable, isUnknown, type Table } from "../schema/table.ts";
import { durationText } from "../units.ts";

/** Of a longer table no more rows are shown. */
const MOST_ROWS = 12;
/** From so many equal entries on, a list says how many there are. */
const MANY = 4;

/** What a parameter is where a scenario leaves it out: the value that counts, and where it comes from. */
export interface Effective {
  readonly value: unknown;
  /** The parameter whose choice fills it in. */
  readonly filledBy: string | undefined;
}

/** The default of a parameter; where a choice fills it in, what it fills in by default. */
export function effectiveDefault(name: string, fields: Fields): Effective {
  for (const [filledBy, { fills, default: option }] of Object.entries(fields)) {
    const filled = fills?.[option as string];
    if (filled !== undefined && Object.hasOwn(filled, name)) return { value: filled[name], filledBy };
  }
  return { value: fields[name]!.default, filledBy: undefined };
}

/** A default as people read it: the value that counts. `unit`: whether it stands behind it. */
export function defaultText(name: string, fields: Fields, { unit = true } = {}): string {
  const field = fields[name]!;
  if (field.default === undefined) return "must be given";
  if (field.standsFor !== undefined) return field.standsFor;
  const { value, filledBy } = effectiveDefault(name, fields);
  const text = valueText(value, field, unit);
  return filledBy === undefined ? text : `${text}, by \`${filledBy}\``;
}

/** A value of a parameter as people read it. */
export function valueText(value: unknown, { kind, unit }: Field, withUnit = true): string {
  if (kind === "duration") return durationText(value as number);
  if (isTable(value))
    return `${value.path} (${value.rows} rows${0 < value.rows && value.rows <= MOST_ROWS ? ", below" : ""})`;
  const text = Array.isArray(value)
    ? listText(value)
    : typeof value === "object"
      ? JSON.stringify(value)
      : String(value);
  return unit && withUnit ? `${text} ${unit}` : text;
}

function listText(values: readonly unknown[]): string {
  const [first] = values;
  return values.length >= MANY && values.every((value) => value === first)
    ? `${values.length} times ${first}`
    : JSON.stringify(values);
}

/** What each option of a choice fills in, a row an option: the option, then the values by parameter. */
export function presetRows({ fills = {} }: Field, fields: Fields): { heading: string[]; rows: string[][] } {
  const params = Object.keys(Object.values(fills)[0] ?? {});
  const heading = params.map((param) => {
    const { unit } = fields[param]!;
    return unit ? `${param} (${unit})` : param;
  });
  const rows = Object.entries(fills).map(([option, values]) => [
    option,
    ...params.map((param) => filledText(values[param])),
  ]);
  return { heading, rows };
}

const filledText = (value: unknown): string => (Array.isArray(value) ? value.join(", ") : String(value));

/** The rows of a default that is a small table given in place; columns that say nothing are left out. */
export function tableRows(
  value: unknown,
  columns: Field["columns"] = {},
): { heading: string[]; rows: string[][] } {
  if (!isTable(value) || value.rows > MOST_ROWS) return { heading: [], rows: [] };
  const known = Object.keys(columns).filter((name) => cells(value, name).some((cell) => !isUnknown(cell)));
  return {
    heading: known.map((name) => {
      const { unit } = columns[name]!;
      return unit ? `${name} (${unit})` : name;
    }),
    rows: Array.from({ length: value.rows }, (_, row) =>
      known.map((name) => {
        const cell = cells(value, name)[row];
        return isUnknown(cell) ? "" : String(cell);
      }),
    ),
  };
}

const cells = ({ columns }: Table, name: string): readonly unknown[] =>
  Array.from<unknown>(columns[name] ?? []);
