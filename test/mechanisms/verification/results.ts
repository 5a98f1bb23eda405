import type { Happening } from "../scripted-events.ts";
import { machine, scriptedEvents, stretch } from "../scripted-events.ts";

/** Each of `machines` finishes `jobs` jobs of an hour on one GPU at 1 USD. */
export function finishedJobs(machines: number, jobs: number) {
  const happenings: Happening[] = [];
  for (let number = 0; number < machines; number++) {
    happenings.push([0, "machineOffered", machine(number)]);
    for (let k = 0; k < jobs; k++)
      happenings.push([3600 * (k + 1), "jobFinished", stretch(number * jobs + k, 3600, { machine: number })]);
  }
  return scriptedEvents(happenings);
}

/** Whether a count is within 3.3 standard errors of what `trials` of a probability give. */
export function isBinomial(count: number, trials: number, probability: number): boolean {
  const error = Math.sqrt(trials * probability * (1 - probability));
  return Math.abs(count - trials * probability) <= 3.3 * error + 1e-9;
}
