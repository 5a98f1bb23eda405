import type { FigureInput } from "./figure.ts";
import { fullName, hasSummary, measuresOf } from "./measure-catalogue.ts";

/** What people ask of a network first: how much of it there is, at what price, and who gains. */
const ASKED_FIRST = [
  "gpu.supply",
  "gpu.delivered",
  "gpu.usdPerGpuHour",
  "customers.surplusUsd",
  "providers.margin",
  "jobs.waitP95",
];

/**
 * Up to `most` measures that a comparison leads with: of those that people ask for first the ones that the control
 * has, else the first of all. Few, for what is read together needs wider intervals.
 */
export function headlineMeasures(input: FigureInput, most = ASKED_FIRST.length): string[] {
  const compared = (name: string) => hasSummary(input, name, input.scenario.control);
  const asked = ASKED_FIRST.flatMap((name) => fullName(input, name) ?? []).filter(compared);
  const all = asked.length > 0 ? asked : [...measuresOf(input).keys()].filter(compared);
  return all.slice(0, most);
}
