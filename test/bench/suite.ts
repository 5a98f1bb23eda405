/** What a file <name>.bench.ts exports. */
export interface Suite {
  readonly name: string;
  readonly run: () => readonly Row[] | Promise<readonly Row[]>;
}

/** One figure, with the target it should reach where there is one; or why it could not be taken. */
export type Row =
  | {
      readonly measure: string;
      readonly value: number;
      readonly unit: string;
      readonly atLeast?: number;
      readonly atMost?: number;
    }
  | { readonly measure: string; readonly skipped: string };

export function atTarget(row: Row): boolean {
  return (
    "skipped" in row || (row.value >= (row.atLeast ?? -Infinity) && row.value <= (row.atMost ?? Infinity))
  );
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((x, y) => x - y);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
