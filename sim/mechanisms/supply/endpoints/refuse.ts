import { OrreryError } from "../../../errors.ts";
import type { Index } from "../../../indexed.ts";
import { numberColumn, type Table } from "../../../schema/table.ts";

/** Observations of a season beyond which a forecast says nothing that a season of this many does not. */
const MOST_OBSERVATIONS = 100_000;

/** Observations of a season, at least one. */
export function observationsOf(season: number, period: number): number {
  const observations = Math.max(1, Math.round(season / period));
  if (observations <= MOST_OBSERVATIONS) return observations;
  throw new OrreryError("A season has too many periods of the autoscaler.", [
    `season ${season} s`,
    `period ${period} s`,
    `at most ${MOST_OBSERVATIONS} periods`,
  ]);
}

export function refuseUnusable(table: Table): void {
  const [fewest, replicas, most] = ["fewest", "replicas", "most"].map((name) => numberColumn(table, name));
  const row = replicas!.findIndex((count, at: Index) => count < fewest![at] || count > most![at]);
  if (row !== -1)
    throw new OrreryError("An endpoint starts with at least its fewest and at most its most replicas.", [
      `${table.path}:${row + 2}: fewest ${fewest![row]}, replicas ${replicas![row]}, most ${most![row]}`,
    ]);
}
