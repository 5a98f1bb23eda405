import { OrreryError } from "../../../errors.ts";
import type { Values } from "../../../schema/fields.ts";
import { didYouMean } from "../../../schema/suggest.ts";
import { numberColumn, type Table, textColumn } from "../../../schema/table.ts";
import type { params } from "./params.ts";

/** Refuses tables that no supply can live on; cells of files have been checked when they were read, those given in place have not. */
export function refuseUnusable(given: Values<typeof params>): void {
  const { regions, generations, residuals, foresight, expectations, gpu } = given;
  if (regions.rows === 0)
    throw new OrreryError("supply/cohorts has no region for its providers.", [regions.path]);
  requireNumbers(regions, "usd_per_kwh", "electricity price", "region");
  requireNumbers(regions, "gco2e_per_kwh", "carbon intensity", "region");
  requireNumbers(regions, "weight", "share of providers", "region");
  if (!numberColumn(regions, "weight").some((weight) => weight > 0))
    throw new OrreryError("supply/cohorts has no region with a weight above 0 for its providers.", [
      regions.path,
    ]);
  requireNumbers(generations, "usd_per_gpu", "price", "name");
  requireNumbers(generations, "tdp_watts", "thermal design power", "name");
  requireNumbers(generations, "release", "release", "name");
  requireNumbers(generations, "throughput", "throughput", "name");
  textColumn(generations, "name").forEach((name, row) => {
    if (numberColumn(generations, "throughput")[row]! <= 0)
      throw new OrreryError(`supply/cohorts expects ${name} to do some work: its throughput is 0.`, [
        generations.path,
      ]);
    if (numberColumn(generations, "release")[row]! < (numberColumn(generations, "release")[row - 1] ?? 0))
      throw new OrreryError("supply/cohorts expects generations in the order of their release.", [
        `${name} stands after a later one in ${generations.path}.`,
      ]);
    if (name === gpu)
      throw new OrreryError(`supply/cohorts has ${gpu} from the start; it cannot come out later, too.`);
  });
  if (residuals.rows === 0)
    throw new OrreryError("supply/cohorts needs at least one age in its residual values.", [residuals.path]);
  if (expectations === "perfect" && foresight.rows === 0)
    throw new OrreryError(
      "supply/cohorts is to foresee perfectly, but no path is given.",
      [],
      "Find one with perfectForesight, or set expectations to adaptive.",
    );
}

function requireNumbers(given: Table, column: string, what: string, named: string): void {
  const values = numberColumn(given, column);
  for (let row = 0; row < given.rows; row++) {
    if (values[row]! >= 0 && values[row]! < Number.POSITIVE_INFINITY) continue;
    throw new OrreryError(
      `supply/cohorts has no ${what} of ${textColumn(given, named)[row]}: expected at least 0, got ${values[row]}.`,
      [`Column ${column} of ${given.path}.`],
    );
  }
}

export function thermalDesignPower(hardware: Table, gpu: string): number {
  const models = textColumn(hardware, "model");
  const watts = numberColumn(hardware, "tdp_watts")[models.indexOf(gpu)];
  if (watts !== undefined && watts > 0) return watts;
  throw new OrreryError(
    `supply/cohorts finds no thermal design power of "${gpu}" in ${hardware.path}.${didYouMean(gpu, models)}`,
    [`${hardware.rows} kinds of GPU are listed.`],
  );
}
