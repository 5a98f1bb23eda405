import type { Problem } from "../errors.ts";
import { checkFields } from "../schema/check.ts";
import { count, flag, seconds, text } from "../schema/fields.ts";
import { shown } from "../schema/shown.ts";
import { DAY, durationText, LONGEST, parseDuration, type Seconds, SHORTEST } from "../units.ts";
import { SCHEMA_VERSION, type Scenario } from "./scenario.ts";

/** What a scenario says besides its mechanisms. */
export const HEADER = {
  schemaVersion: count({ default: SCHEMA_VERSION, min: 1, doc: "Version of the file format." }),
  title: text({ doc: "What the scenario is called." }),
  question: text({ default: "", lines: true, doc: "What the comparison is to answer." }),
  seed: count({
    default: 1,
    doc: "Seed of all chance; a replication's seed is a hash of it and the replication's number.",
  }),
  until: seconds({ min: SHORTEST, max: LONGEST, doc: "Horizon: seconds, or 12s, 10m, 6h, 30d, 2y." }),
  warmUp: seconds({ default: 0, doc: "Left out of summaries." }),
  sample: seconds({
    default: 0,
    doc: "Period of the series; by default a day, or a hundredth of a horizon below 100 days.",
  }),
  replications: count({ default: 1, min: 1, max: 1_000_000, doc: "Replications of a run that names none." }),
  antithetic: flag({ default: false, doc: "Replications come in pairs whose luck is mirrored." }),
};
const OTHER = [
  "assets",
  "world",
  "designs",
  "control",
  "sweep",
  "branches",
  "headline",
  "expect",
  "tolerance",
  "measures",
  "figures",
  "meant",
  "whatIf",
] as const;

export interface Header {
  readonly title: string;
  readonly question: string;
  readonly seed: number;
  readonly until: Seconds;
  /** The scenario's own horizon. */
  readonly own: Seconds;
  readonly warmUp: Seconds;
  readonly sample: Seconds;
  readonly replications: number;
  readonly antithetic: boolean;
  readonly notes: readonly string[];
}

/** Checks the scenario's own fields; `until` and `seed` of the command line replace the author's. */
export function resolveHeader(
  scenario: Scenario,
  override: { until?: number | string; seed?: number; sample?: number | string; antithetic?: boolean },
): { header: Header; problems: Problem[] } {
  const given = Object.fromEntries(
    Object.entries(scenario).filter(([name]) => !(OTHER as readonly string[]).includes(name)),
  );
  const { values, problems: found } = checkFields(HEADER, given, "scenario", {
    called: "field",
    others: OTHER,
  });
  const problems = found.map(({ path, message }) => ({ path: path.replace("scenario › ", ""), message }));
  if ((values["schemaVersion"] as number) > SCHEMA_VERSION)
    problems.push({
      path: "schemaVersion",
      message: `This file is of format ${values["schemaVersion"]}; this Orrery reads formats up to ${SCHEMA_VERSION}. Update Orrery.`,
    });
  const own = values["until"] as number;
  const { duration: until, problem } = overridden(own, "--until", override.until);
  if (problem) problems.push(problem);
  if (override.seed !== undefined && !(Number.isSafeInteger(override.seed) && override.seed >= 0))
    problems.push({
      path: "--seed",
      message: `Expected a whole number of at least 0, got ${override.seed}.`,
    });
  const { warmUp, notes } = shortened(own, until, (values["warmUp"] as number) ?? 0);
  if (warmUp >= until)
    problems.push({
      path: "warmUp",
      message: `Expected less than the horizon of ${durationText(until)}, got ${durationText(warmUp)}.`,
    });
  const period = (values["sample"] as number) || (until >= 100 * DAY ? DAY : until / 100);
  const { duration: sample, problem: unsampled } = overridden(period, "--sample", override.sample);
  if (unsampled) problems.push(unsampled);
  if (until / sample > 1e6)
    problems.push({
      path: "sample",
      message: `A sample every ${sample} s makes ${Math.floor(until / sample)} samples; at most 1000000 are kept. Take a longer period.`,
    });
  return {
    header: {
      ...(values as unknown as Header),
      until,
      own,
      warmUp,
      sample,
      antithetic: override.antithetic ?? (values["antithetic"] as boolean),
      seed: override.seed ?? (values["seed"] as number),
      notes,
    },
    problems,
  };
}

/** The scenario's own duration, or the one that the command line gives in its place. */
function overridden(
  own: Seconds,
  option: string,
  given: number | string | undefined,
): { duration: Seconds; problem?: Problem } {
  if (given === undefined) return { duration: own };
  const duration = typeof given === "number" ? given : parseDuration(given);
  if (duration !== undefined && duration >= SHORTEST && duration <= LONGEST) return { duration };
  const message =
    duration !== undefined && duration > 0
      ? `Expected a duration from ${SHORTEST} s (a microsecond) to ${LONGEST} s (285 years), got ${shown(given)}.`
      : `Expected a duration above 0 such as 90d, got ${shown(given)}.`;
  return { duration: own, problem: { path: option, message } };
}

/** A horizon below the scenario's own cuts the run short; a warm-up that no longer fits keeps its share of it. */
function shortened(own: Seconds, until: Seconds, warmUp: Seconds): { warmUp: Seconds; notes: string[] } {
  if (until >= own) return { warmUp, notes: [] };
  const cut = `The run ends at ${durationText(until)} of the scenario's ${durationText(own)}: later shocks do not happen.`;
  if (warmUp < until) return { warmUp, notes: [cut] };
  const kept = Math.round((warmUp / own) * until);
  return {
    warmUp: kept,
    notes: [
      cut,
      `The warm-up of ${durationText(warmUp)} no longer fits; it keeps its share of the horizon, ${durationText(kept)}.`,
    ],
  };
}
