/** What a record says, as the parameters scale and repeat it. */

import { isPart, nearestSize } from "../../../gpus.ts";
import type { Index } from "../../../indexed.ts";
import type { Recorded } from "../../../model/mechanism.ts";
import type { Values } from "../../../schema/fields.ts";
import { numberColumn, type Table, textColumn } from "../../../schema/table.ts";
import { instant, type Seconds } from "../../../units.ts";
import type { params } from "./params.ts";

type Given = Values<typeof params>;

/** Instant of the `at`-th job of a copy. A copy that begins later in the record comes to the part before it at the end. */
export function timeOf(params: Given, copy: number, at: number): number {
  const { trace, copies, rateScale } = params;
  const period = periodOf(params);
  const shift = (copy * period) / copies;
  const row = firstRow(params, shift) + at;
  const time =
    row < trace.rows ? timeIn(params, row) - shift : timeIn(params, row - trace.rows) + period - shift;
  return instant(time / rateScale);
}

/** Seconds of a row in a record that is played as it stands. */
function timeIn({ trace, origin }: Given, row: Index): number {
  const submitted = numberColumn(trace, "submitted");
  return origin === "start" ? submitted[row] : submitted[row] - submitted[0];
}

/** A record's length: to its last job, and the mean gap after it. */
function periodOf(params: Given): number {
  const { rows } = params.trace;
  const last = rows > 0 ? timeIn(params, rows - 1) : 0;
  return rows > 1 ? (last * rows) / (rows - 1) : last;
}

/** The first row that was submitted at `time` or later. */
const firstRow = (params: Given, time: number): number =>
  countUntil(params.trace.rows, (row) => timeIn(params, row) >= time);

/** How many of `count` come before the first for which it is `over`; once over, all are. */
function countUntil(count: number, over: (at: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (over(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** How many of all copies' jobs come up to a time. */
export function recordedWithin(params: Given, until: number): Recorded[] {
  const { rows } = params.trace;
  if (rows === 0) return [];
  let within = 0;
  let first = Number.POSITIVE_INFINITY;
  for (let copy = 0; copy < params.copies; copy++) {
    within += countUntil(rows, (at) => timeOf(params, copy, at) > until);
    first = Math.min(first, timeOf(params, copy, 0));
  }
  const remedy =
    'Set origin to "first job", so that the record begins with its first job, or write seconds since the start of the run.';
  return [{ param: "trace", rows: rows * params.copies, within, first, remedy }];
}

/** The row of the `at`-th job of a copy. */
export function rowAt(params: Given, copy: number, at: number): number {
  const { trace, copies } = params;
  return (firstRow(params, (copy * periodOf(params)) / copies) + at) % trace.rows;
}

export function widthOf({ trace, sizeScale }: Given, row: Index): number {
  const gpus = numberColumn(trace, "gpus")[row];
  return isPart(gpus) ? nearestSize(gpus * sizeScale) : Math.max(1, Math.round(gpus * sizeScale));
}

/** How long a job runs on the GPU that jobs are measured on; NaN where the record does not know. */
export const secondsOf = ({ trace, speedUp }: Given, row: Index): Seconds =>
  numberColumn(trace, "seconds")[row] / speedUp;

/** Details of a job by the columns that hold them. */
const NUMBER_DETAILS = [
  ["customer", "customer"],
  ["memory", "memory_gb"],
  ["checkpoint", "checkpoint"],
  ["priority", "priority"],
  ["recordedWait", "wait"],
] as const;
const TEXT_DETAILS = [
  ["class", "class"],
  ["region", "region"],
  ["recordId", "id"],
] as const;

/**
 * What the record says beyond size and time. `done`: work of the job that has been done before, which its customer knows
 * as well as how long it may take in all.
 */
export function details({ trace, speedUp }: Given, row: Index, deadline: number, done = 0) {
  const said: Record<string, number | string> = {};
  for (const [name, column] of TEXT_DETAILS) {
    const value = textColumn(trace, column)[row]!;
    if (value !== "") said[name] = value;
  }
  for (const [name, column] of NUMBER_DETAILS) {
    const value = numberColumn(trace, column)[row];
    if (!Number.isNaN(value)) said[name] = value;
  }
  if (deadline < Number.POSITIVE_INFINITY) said["deadline"] = deadline;
  const requested = numberColumn(trace, "requested")[row];
  if (!Number.isNaN(requested)) said["requested"] = Math.max(0, requested / speedUp - done);
  return said;
}

export function known(trace: Table, name: string, row: Index): number | undefined {
  const value = numberColumn(trace, name)[row];
  return Number.isNaN(value) ? undefined : value;
}

/** Jobs that come until a horizon. */
export function recordedJobs(params: Given, horizon: Seconds): number {
  const { trace, copies, rateScale } = params;
  const period = periodOf(params);
  return copies * trace.rows * (period > 0 ? Math.min(1, (horizon * rateScale) / period) : 1);
}

/** Mean time that the network takes for a job whose time is known. */
export function meanSeconds({ trace, speedUp }: Given): Seconds {
  const known = numberColumn(trace, "seconds").filter((seconds) => !Number.isNaN(seconds));
  return known.reduce((sum, seconds) => sum + seconds, 0) / Math.max(1, known.length) / speedUp;
}
