import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Taken } from "./experiments.ts";
import type { Row } from "./suite.ts";

/*
 * What an experiment of many short runs costs beyond its simulations: threads, messages, kept files, tables. Two
 * workers are as much as two cores let one see; on a machine that is busy with something else they are not two.
 */
export const name = "experiments";

const MANY = 1_000;
const FEW = 200;
const PROGRAM = fileURLToPath(new URL("experiments.ts", import.meta.url));

/** In a Node of its own, for its memory. */
const experiment = (runs: number, workers: number): Taken =>
  JSON.parse(
    execFileSync(process.execPath, ["--import", "tsx", PROGRAM, String(runs), String(workers)], {
      encoding: "utf8",
    }),
  );

export function run(): Row[] {
  const few = experiment(FEW, 2);
  const [one, two] = [experiment(MANY, 1), experiment(MANY, 2)];
  const overhead = ({ wall, simulation }: Taken, workers: number): number =>
    ((wall * workers - simulation.wall) / MANY) * 1_000;
  const busy = ({ processor, simulation }: Taken): number =>
    ((processor - simulation.processor) / MANY) * 1_000;
  return [
    { measure: "simulation of a run, by itself", value: (one.simulation.wall / MANY) * 1_000, unit: "ms" },
    { measure: `${MANY} runs on one worker`, value: one.wall, unit: "s" },
    { measure: `${MANY} runs on two workers`, value: two.wall, unit: "s" },
    { measure: "efficiency of two workers", value: one.wall / (2 * two.wall), unit: "ratio", atLeast: 0.9 },
    { measure: "overhead a run, one worker", value: overhead(one, 1), unit: "ms", atMost: 2 },
    { measure: "overhead a run, two workers", value: overhead(two, 2), unit: "ms", atMost: 2 },
    { measure: "processor time beyond simulation a run, one worker", value: busy(one), unit: "ms" },
    { measure: "processor time beyond simulation a run, two workers", value: busy(two), unit: "ms" },
    { measure: `memory at most, ${FEW} runs`, value: few.memory, unit: "MB", atMost: 500 },
    { measure: `memory at most, ${MANY} runs`, value: two.memory, unit: "MB", atMost: 500 },
  ];
}
