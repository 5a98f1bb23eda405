import * as z from "zod";
import { OrreryError } from "../../errors.ts";
import { isPlain, visible } from "../../text/visible.ts";
import { type RunIdentity, runName } from "./columns.ts";
import { FORMATS } from "./formats.ts";

/** What every name of a scenario is: text on one line. */
export const name = z.string().refine((text) => isPlain(text) && text !== "__proto__", {
  error: "Expected a name without control characters.",
});
export const count = z.number().int().min(0);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, { error: "Expected a sha256, 64 hexadecimal digits." });
/** The stem of a file: it becomes the name of a folder. */
export const stem = name.refine((text) => text !== "" && !/^\.|[/\\]/.test(text), {
  error: "Expected the name of a scenario: no path.",
});
/** Of a file of the folder itself, or of its charts. */
const fileName = name.regex(/^(?:charts\/)?[^/\\.][^/\\]*$/, {
  error: "Expected the name of a file in the folder: no path to elsewhere.",
});
/** Names that reach a prototype are none of ours. */
const record = <T extends z.ZodType>(key: z.ZodType<string, string>, value: T) => z.record(key, value);

const run = z.looseObject({
  run: name,
  design: name,
  replication: count,
  point: z.number().int().min(-1),
  branch: name,
  scenarioHash: sha256,
  seed: count,
  events: count,
  digest: z.string().regex(/^[0-9a-f]{16}$/, { error: "Expected a digest, 16 hexadecimal digits." }),
});

/** `manifest.json` field by field; what it says of runs and points is in `contradictions`. */
export const MANIFEST = z.looseObject({
  resultsVersion: count,
  // Results before 0.4 do not say this.
  command: z.enum(["run", "compare", "sweep"]).optional(),
  // Nor do those before 0.6 say this.
  arguments: z.array(z.string()).optional(),
  scenario: stem,
  title: z.string(),
  scenarioHash: sha256,
  code: sha256,
  version: name,
  engine: z.looseObject({ node: name, v8: name, platform: name }),
  origin: z.looseObject({ path: z.string(), code: z.enum(["data", "module"]) }),
  started: z.iso.datetime(),
  finished: z.iso.datetime(),
  format: z.enum(FORMATS as [string, ...string[]]),
  designs: z.array(name).min(1),
  replications: z.number().int().min(1),
  runs: z.array(run),
  points: z.array(z.looseObject({ index: count, settings: record(name, z.unknown()) })),
  failures: z.array(z.looseObject({ run: name, message: z.string() })),
  measures: record(
    name,
    z.looseObject({
      unit: z.string(),
      kind: z.enum(["level", "ratio", "flow", "duration"]),
      doc: z.string(),
      publisher: name,
      own: z.looseObject({ words: z.string(), better: z.enum(["more", "less", "neither"]) }).optional(),
    }),
  ),
  assumptions: z.array(z.string()),
  resolved: z.unknown(),
  files: record(fileName, z.looseObject({ sha256, bytes: count })),
});

/** More would not be read. */
const MOST_TOLD = 12;

/**
 * The value as a schema says it is.
 *
 * @param what the file, as its reader knows it
 * @throws OrreryError with every field that is missing or odd, by its path
 */
export function checked<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value, { error: sentenceOf });
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    ({ path, message }) => `${visible(path.map(String).join(" › ")) || "The whole"}: ${message}`,
  );
  throw new NotAsWritten(what, problems);
}

/** A file that Orrery writes and somebody changed, or another version wrote. */
export class NotAsWritten extends OrreryError {
  /** Field by field. */
  readonly problems: readonly string[];

  constructor(what: string, problems: readonly string[]) {
    const more = problems.length - MOST_TOLD;
    const told = [...problems.slice(0, MOST_TOLD), ...(more > 0 ? [`… and ${more} more.`] : [])];
    super(
      `${what} is not as Orrery writes it: it was changed or cut, or is of another version.`,
      told,
      "Run the scenario again for results that can be read.",
    );
    this.name = "OrreryError";
    this.problems = told;
  }
}

function sentenceOf(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === "invalid_type") return `Expected ${issue.expected}, got ${kindOf(issue.input)}.`;
  if (issue.code === "invalid_value")
    return `Expected ${issue.values.map((value) => JSON.stringify(value)).join(" or ")}.`;
  if (issue.code === "too_small") return `Expected at least ${issue.minimum}.`;
  if (issue.code === "invalid_key") return "Expected another name.";
  return undefined;
}

const kindOf = (value: unknown): string => {
  if (value === undefined) return "nothing";
  if (value === null || typeof value === "number" || typeof value === "boolean") return String(value);
  return Array.isArray(value) ? "a list" : typeof value === "string" ? "text" : `an ${typeof value}`;
};

/** What a manifest says of its runs that cannot be: runs listed twice, of no design or no point, called otherwise. */
export function contradictions({ runs, designs, points, started, finished, failures }: Listed): string[] {
  const seen = new Set<string>();
  const known = new Set(designs);
  return [
    ...(known.size < designs.length ? ["designs: one is listed twice."] : []),
    ...(Date.parse(started) > Date.parse(finished) ? ["finished: this is before the start."] : []),
    ...points.flatMap(({ index }, at) => (index === at ? [] : [`points › ${at} › index: Expected ${at}.`])),
    ...runs.flatMap((each, at) => {
      const where = `runs › ${at}`;
      const twice = seen.has(each.run);
      seen.add(each.run);
      return [
        ...(twice ? [`${where} › run: ${each.run} is listed twice.`] : []),
        ...(each.run === runName(each)
          ? []
          : [`${where} › run: Expected ${runName(each)}, got ${each.run}.`]),
        ...(known.has(each.design)
          ? []
          : [`${where} › design: There is no design ${JSON.stringify(each.design)}.`]),
        ...(each.point < points.length && each.point < 0 === (points.length === 0)
          ? []
          : [`${where} › point: There is no point ${each.point}.`]),
      ];
    }),
    ...failures.flatMap(({ run: failed }, at) =>
      seen.has(failed) ? [`failures › ${at} › run: ${failed} is among the runs.`] : [],
    ),
  ];
}

interface Listed {
  readonly runs: readonly (RunIdentity & { readonly run: string })[];
  readonly designs: readonly string[];
  readonly points: readonly { readonly index: number }[];
  readonly failures: readonly { readonly run: string }[];
  readonly started: string;
  readonly finished: string;
}
