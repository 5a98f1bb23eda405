import { OrreryError } from "../../../errors.ts";
import type { Index } from "../../../indexed.ts";
import { didYouMean } from "../../../schema/suggest.ts";
import { numberColumn, type Table, textColumn } from "../../../schema/table.ts";
import { instant } from "../../../units.ts";

export const USES = ["mining", "serving", "volunteering"] as const;
export type OtherUse = (typeof USES)[number];

/** What a use brings at a time: its last row up to then, or `before` where there is none yet. */
export function valueAt(series: Table, use: OtherUse, now: number, before: number): number {
  const times = numberColumn(series, "t");
  const uses = textColumn(series, "use");
  let value = before;
  for (let row: Index = 0; row < series.rows && instant(times[row]) <= now; row++)
    if (uses[row] === use) value = numberColumn(series, "usd_per_gpu_hour")[row];
  return value;
}

/** Refuses uses that there are not. */
export function usableSeries(series: Table): void {
  textColumn(series, "use").forEach((use, row) => {
    if (!(USES as readonly string[]).includes(use))
      throw new OrreryError(
        `pricing/other-uses knows no use "${use}".${didYouMean(use, USES)}`,
        [`Row ${row + 1} of ${series.path}`],
        `Uses: ${USES.join(", ")}.`,
      );
  });
}
