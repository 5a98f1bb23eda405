import { coverage } from "../experiment/coverage.ts";
import type { Row } from "./suite.ts";

/** How often 95 % intervals of ten replications contain the truth: 1,000 experiments with M/M/1. */
export const name = "coverage";

const EXPERIMENTS = 1_000;

export async function run(): Promise<Row[]> {
  const { wait, inSystem } = await coverage(EXPERIMENTS, 2);
  const row = (measure: string, share: number): Row => ({
    measure: `95 % intervals that contain the true ${measure}`,
    value: 100 * share,
    unit: "%",
    atLeast: 93,
    atMost: 97,
  });
  return [row("mean wait", wait), row("mean number in the system", inSystem)];
}
