import * as z from "zod";
import type { ResolvedScenario } from "../../scenario/scenario.ts";
import { checked, count, NotAsWritten, name, stem } from "./manifest-schema.ts";

/** Samples of a run, as a scenario's own checks have it, and points of a sweep. */
const MOST_SAMPLES = 1e6;
const MOST_POINTS = 1e6;
/** Seconds that the calendar counts: 285 years. */
const seconds = z.number().min(0).max(9_007_199_254);
const use = z.looseObject({
  mechanism: name,
  as: name,
  place: z.string(),
  id: name,
  params: z.record(name, z.unknown()),
});

/** `scenario.json` field by field; the parameters are checked by their mechanisms. */
const SCENARIO = z.looseObject({
  schemaVersion: count,
  name: stem,
  title: z.string(),
  question: z.string(),
  seed: count,
  until: seconds.gt(0),
  warmUp: seconds,
  sample: seconds.gt(0),
  replications: z.number().int().min(1),
  antithetic: z.boolean(),
  assets: z.array(z.looseObject({ name, decimals: count, place: z.string() })),
  designs: z.array(z.looseObject({ name, uses: z.array(use) })).min(1),
  control: name,
  sweep: z.nullable(
    z.looseObject({
      kind: z.enum(["grid", "zip", "list", "latinHypercube", "sobol"]),
      parameters: z.array(
        z.looseObject({
          path: name,
          values: z.array(z.unknown()),
          range: z.array(z.number()),
          whole: z.boolean(),
        }),
      ),
      points: count.max(MOST_POINTS),
    }),
  ),
  branches: z.nullable(
    z.looseObject({
      at: seconds,
      branches: z.array(z.looseObject({ name, set: z.record(name, z.unknown()) })).min(1),
    }),
  ),
  headline: z.array(z.looseObject({ name, cost: z.string(), gain: z.string() })),
  expect: z.array(z.looseObject({ claim: z.string(), expression: z.string() })),
  tolerance: z.record(name, z.number()),
  // Results of 0.2 do not say this yet.
  measures: z.array(z.string()).optional(),
  figures: z.array(z.string()),
  notes: z.array(z.string()),
  // Results of 0.5 do not say this yet.
  open: z.array(z.looseObject({ path: z.string(), message: z.string(), meant: z.string() })).default([]),
  // Results of 0.6 do not say this yet.
  whatIf: z
    .array(z.looseObject({ path: name, low: z.number(), high: z.number(), label: z.string() }))
    .default([]),
});

/**
 * A scenario of a results folder whose fields are what they are to be.
 *
 * @throws OrreryError with every field that is missing or odd
 */
export function checkedScenario(value: unknown, what: string): ResolvedScenario {
  const scenario = checked(SCENARIO, value, what) as unknown as ResolvedScenario;
  const { until, sample, sweep } = scenario;
  const crossed = sweep?.kind === "grid" ? product(sweep.parameters.map(({ values }) => values.length)) : 0;
  const problems = [
    ...(until / sample > MOST_SAMPLES
      ? [`sample: ${sample} s makes more than ${MOST_SAMPLES} samples.`]
      : []),
    ...(sweep?.kind === "grid" && crossed !== sweep.points
      ? [`sweep › points: Expected ${crossed}, got ${sweep.points}.`]
      : []),
  ];
  if (problems.length > 0) throw new NotAsWritten(what, problems);
  return scenario;
}

const product = (numbers: readonly number[]): number => numbers.reduce((all, each) => all * each, 1);
