import { OrreryError } from "../../../errors.ts";
import { numberColumn, type Table } from "../../../schema/table.ts";

/** So that what a request is charged is a whole number of pico-USD. */
const MOST_USD_PER_MILLION = 1_000;

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
  for (const column of ["usd_per_million_in", "usd_per_million_out"]) {
    const row = numberColumn(table, column).findIndex((usd) => !(usd >= 0 && usd <= MOST_USD_PER_MILLION));
    if (row !== -1)
      throw new OrreryError(`A million tokens cost 0 to ${MOST_USD_PER_MILLION} USD.`, [
        `${table.path}:${row + 2} › ${column}: ${numberColumn(table, column)[row]}`,
      ]);
  }
  for (const column of ["gpus", "slots", "queue", "fewest", "replicas", "most"]) {
    const row = numberColumn(table, column).findIndex((value) => !Number.isSafeInteger(value));
    if (row !== -1)
      throw new OrreryError(`Endpoints need whole numbers of ${column}.`, [
        `${table.path}:${row + 2} › ${column}: ${numberColumn(table, column)[row]}`,
      ]);
  }
  const [fewest, replicas, most] = ["fewest", "replicas", "most"].map((name) => numberColumn(table, name));
  const row = replicas!.findIndex((count, at) => count < fewest![at]! || count > most![at]!);
  if (row !== -1)
    throw new OrreryError("An endpoint starts with at least its fewest and at most its most replicas.", [
      `${table.path}:${row + 2}: fewest ${fewest![row]}, replicas ${replicas![row]}, most ${most![row]}`,
    ]);
}
