/** What a record says, as the parameters scale and repeat it. */
import type { Values } from "../../../schema/fields.ts";
import { numberColumn, type Table, textColumn } from "../../../schema/table.ts";
import { instant } from "../../../units.ts";
import type { params } from "./params.ts";

type Given = Values<typeof params>;

/** Instant of the `at`-th job of a copy. A copy that begins later in the record comes to the part before it at the end. */
export function timeOf(params: Given, copy: number, at: number): number {
  const { trace, copies, rateScale } = params;
  const submitted = numberColumn(trace, "submitted");
  const period = periodOf(trace);
  const shift = (copy * period) / copies;
  const row = firstRow(trace, shift) + at;
  const time = row < trace.rows ? submitted[row]! - shift : submitted[row - trace.rows]! + period - shift;
  return instant(time / rateScale);
}

/** A record's length: to its last job, and the mean gap after it. */
function periodOf(trace: Table): number {
  const last = numberColumn(trace, "submitted")[trace.rows - 1] ?? 0;
  return trace.rows > 1 ? (last * trace.rows) / (trace.rows - 1) : last;
}

/** The first row that was submitted at `time` or later. */
function firstRow(trace: Table, time: number): number {
  const submitted = numberColumn(trace, "submitted");
  let low = 0;
  let high = trace.rows;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (submitted[middle]! < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The row of the `at`-th job of a copy. */
export function rowAt({ trace, copies }: Given, copy: number, at: number): number {
  return (firstRow(trace, (copy * periodOf(trace)) / copies) + at) % trace.rows;
}

export const widthOf = (params: Given, row: number): number =>
  Math.max(1, Math.round(numberColumn(params.trace, "gpus")[row]! * params.sizeScale));

/** Details of a job by the columns that hold them. */
const NUMBER_DETAILS = [
  ["customer", "customer"],
  ["memory", "memory_gb"],
  ["checkpoint", "checkpoint"],
  ["priority", "priority"],
] as const;
const TEXT_DETAILS = ["class", "region"] as const;

/** What the record says beyond size and time. */
export function details({ trace }: Given, row: number, deadline: number) {
  const said: Record<string, number | string> = {};
  for (const name of TEXT_DETAILS) {
    const value = textColumn(trace, name)[row]!;
    if (value !== "") said[name] = value;
  }
  for (const [name, column] of NUMBER_DETAILS) {
    const value = numberColumn(trace, column)[row]!;
    if (!Number.isNaN(value)) said[name] = value;
  }
  if (deadline < Number.POSITIVE_INFINITY) said["deadline"] = deadline;
  return said;
}

export function known(trace: Table, name: string, row: number): number | undefined {
  const value = numberColumn(trace, name)[row]!;
  return Number.isNaN(value) ? undefined : value;
}
