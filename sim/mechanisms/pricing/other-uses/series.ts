import { OrreryError } from "../../../errors.ts";
import { didYouMean } from "../../../schema/suggest.ts";
import { numberColumn, type Table, textColumn } from "../../../schema/table.ts";

export const USES = ["mining", "serving", "volunteering"] as const;
export type OtherUse = (typeof USES)[number];

/** What a use brings at a time: its last row up to then, or `before` where there is none yet. */
export function valueAt(series: Table, use: OtherUse, now: number, before: number): number {
  const times = numberColumn(series, "t");
  const uses = textColumn(series, "use");
  let value = before;
  for (let row = 0; row < series.rows && times[row]! <= now; row++)
    if (uses[row] === use) value = numberColumn(series, "usd_per_gpu_hour")[row]!;
  return value;
}

/** Refuses a series that was not read from a file, whose cells would have been checked there, and uses that there are not. */
export function usableSeries(series: Table): void {
  const times = numberColumn(series, "t");
  const values = numberColumn(series, "usd_per_gpu_hour");
  textColumn(series, "use").forEach((use, row) => {
    const where = `Row ${row + 1} of ${series.path}`;
    if (!(USES as readonly string[]).includes(use))
      throw new OrreryError(
        `pricing/other-uses knows no use "${use}".${didYouMean(use, USES)}`,
        [where],
        `Uses: ${USES.join(", ")}.`,
      );
    if (!(values[row]! >= 0 && values[row]! < Number.POSITIVE_INFINITY))
      throw new OrreryError(`pricing/other-uses expects what a use brings, got ${values[row]}.`, [where]);
    if (!(times[row]! >= (times[row - 1] ?? 0)))
      throw new OrreryError("pricing/other-uses expects times in ascending order, in seconds from 0.", [
        where,
      ]);
  });
}
