import type { Outcomes } from "../../sim/comparison/outcomes.ts";
import type { Measure, Run } from "../../sim/run/result.ts";
import { runOf } from "../experiment/runs.ts";

/** Values by replication, by measure, by design. */
export type Table = Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;

const measure = (name: string): Measure => ({
  unit: /Margin|share/i.test(name) ? "ratio" : /usd/i.test(name) ? "USD" : "GPUs",
  kind: "level",
  doc: "Made by hand.",
  publisher: "test",
});

/** Runs whose summaries are a table, in one branch and at one point. */
export function runsOf(table: Table, more: Partial<Run> = {}): Run[] {
  return Object.entries(table).flatMap(([design, byMeasure]) => {
    const replications = Math.max(...Object.values(byMeasure).map(({ length }) => length));
    return Array.from({ length: replications }, (_, replication) => {
      const summary = Object.fromEntries(
        Object.entries(byMeasure).map(([name, values]) => [name, values[replication] ?? Number.NaN]),
      );
      const measures = Object.fromEntries(Object.keys(byMeasure).map((name) => [name, measure(name)]));
      return runOf(design, replication, [0], { summary, measures, series: {}, ...more });
    });
  });
}

/** Outcomes by hand; the first design is the control. */
export function outcomesOf(runs: readonly Run[], more: Partial<Outcomes["scenario"]> = {}): Outcomes {
  const designs = [...new Set(runs.map(({ design }) => design))].map((name) => ({ name, uses: [] }));
  const scenario = {
    designs,
    control: designs[0]!.name,
    antithetic: false,
    branches: null,
    headline: [],
    measures: [],
  };
  return { scenario: { ...scenario, ...more }, runs };
}

export const branched = (...names: string[]): NonNullable<Outcomes["scenario"]["branches"]> => ({
  at: 100,
  branches: names.map((name) => ({ name, set: {} })),
});
