import { energyAndCarbon } from "./energy-and-carbon.ts";
import type { Figure, FigureInput, NamedDrawing } from "./figure.ts";
import { gpusOnline } from "./gpus-online.ts";
import { jobsWaiting } from "./jobs-waiting.ts";
import { fullName, hasValues } from "./measure-catalogue.ts";
import { measures } from "./measures.ts";
import { overview } from "./overview.ts";
import { pricePerGpuHour } from "./price-per-gpu-hour.ts";
import { securityBudget } from "./security-budget.ts";
import { supplyAndEmission } from "./supply-and-emission.ts";
import { whoPays } from "./who-pays.ts";

/** All figures, in the order of a report. */
export const figures: readonly Figure[] = [
  overview,
  measures,
  gpusOnline,
  pricePerGpuHour,
  jobsWaiting,
  whoPays,
  supplyAndEmission,
  securityBudget,
  energyAndCarbon,
];

/** Whether the runs have a value of every measure that the figure needs. */
function canDraw(figure: Figure, input: FigureInput): boolean {
  const hasAll = figure.needs.every((need) => {
    const measure = fullName(input, need);
    return measure !== undefined && hasValues(input, measure);
  });
  return hasAll && (figure.applies?.(input) ?? true);
}

/** The figures that the scenario names, or all where it names none, as far as the runs allow them. */
export function drawings(input: FigureInput): NamedDrawing[] {
  const { figures: named } = input.scenario;
  const chosen = named.length === 0 ? figures : figures.filter((figure) => named.includes(figure.name));
  return chosen
    .filter((figure) => canDraw(figure, input))
    .map((figure) => ({ name: figure.name, drawing: figure.plot(input) }));
}
