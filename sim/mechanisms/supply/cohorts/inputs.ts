import { OrreryError } from "../../../errors.ts";
import type { Index } from "../../../indexed.ts";
import type { Values } from "../../../schema/fields.ts";
import { didYouMean } from "../../../schema/suggest.ts";
import { numberColumn, type Table, textColumn } from "../../../schema/table.ts";
import type { params } from "./params.ts";

/** Refuses tables that no supply can live on; their cells have been checked one by one. */
export function refuseUnusable(given: Values<typeof params>): void {
  const { regions, generations, residuals, foresight, expectations, gpu } = given;
  if (regions.rows === 0)
    throw new OrreryError("supply/cohorts has no region for its providers.", [regions.path]);
  if (!numberColumn(regions, "weight").some((weight) => weight > 0))
    throw new OrreryError("supply/cohorts has no region with a weight above 0 for its providers.", [
      regions.path,
    ]);
  textColumn(generations, "name").forEach((name, row: Index) => {
    if (numberColumn(generations, "throughput")[row] <= 0)
      throw new OrreryError(`supply/cohorts expects ${name} to do some work: its throughput is 0.`, [
        generations.path,
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

export function thermalDesignPower(hardware: Table, gpu: string): number {
  const models = textColumn(hardware, "model");
  const watts = numberColumn(hardware, "tdp_watts")[models.indexOf(gpu)];
  if (watts !== undefined && watts > 0) return watts;
  throw new OrreryError(
    `supply/cohorts finds no thermal design power of "${gpu}" in ${hardware.path}.${didYouMean(gpu, models)}`,
    [`${hardware.rows} kinds of GPU are listed.`],
  );
}
