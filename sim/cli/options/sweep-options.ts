import { type Command, InvalidArgumentError } from "commander";
import { UsageError } from "../../errors.ts";
import type { SampledSweep, Sweep } from "../../scenario/scenario.ts";
import { parseDuration, parseNumber } from "../../units.ts";
import { collected, duration } from "./options.ts";

/** A sweep of more points is a mistake, not a question. */
const MOST_POINTS = 1_000_000;

/** How the command line says what to sweep. */
export interface SweepOptions {
  readonly grid?: readonly string[];
  readonly zip?: readonly string[];
  readonly sample?: string;
  readonly range?: readonly string[];
  readonly assumed?: boolean;
}

/** Adds them to a command that has the options of a run. */
export function addSweepOptions(command: Command): void {
  command
    .option(
      "--grid <path=v1,v2>",
      "values of a parameter, crossed with those of the others (repeat)",
      collected,
    )
    .option(
      "--zip <path=v1,v2>",
      "values of a parameter, in step with those of the others (repeat)",
      collected,
    )
    .option("--range <path=low:high>", "range of a parameter for --sample (repeat)", collected)
    .option("--assumed", "for --sample: also every parameter that keeps an assumed default with a range");
  const sample = command.options.find((option) => option.attributeName() === "sample")!;
  sample.description = `points spread over ranges, latin:64 or sobol:64, by default those of the scenario's sweep; or the ${sample.description}`;
  sample.argParser(sampleText);
}

/** `--sample` names points to sample, or the period of the series as everywhere else. */
const isDrawn = (text: string): boolean => /^[a-z]+:/i.test(text);

function sampleText(given: string): string {
  if (isDrawn(given)) return given;
  if ((parseDuration(given) ?? 0) > 0) return duration(given);
  throw new InvalidArgumentError("Expected latin:64 or sobol:64, or a period of the series such as 6h.");
}

/**
 * The sweep that the options describe; undefined where they name none: the scenario's own is meant.
 *
 * @param own the scenario's, whose ranges are meant where points are spread and no ranges named
 * @throws UsageError where they contradict each other or cannot be read
 */
export function sweepOf(
  { grid, zip, sample: given, range, assumed }: SweepOptions,
  own?: Sweep,
): Sweep | undefined {
  const sample = given !== undefined && isDrawn(given) ? given : undefined;
  const kinds = [grid && "--grid", zip && "--zip", sample && "--sample"].filter(Boolean);
  if (kinds.length > 1)
    throw new UsageError(
      `A sweep is of one kind, got ${kinds.join(" and ")}.`,
      [],
      "Run them one after the other.",
    );
  if (sample === undefined && (range || assumed))
    throw new UsageError(
      `${range ? "--range" : "--assumed"} says where to sample, but not how often.`,
      [],
      "Add --sample latin:64 or --sample sobol:64.",
    );
  if (grid) return { grid: lists("--grid", grid) };
  if (zip) return { zip: lists("--zip", zip) };
  if (sample === undefined) return undefined;
  const spread =
    range || assumed ? { ranges: rangesOf(range ?? []), assumed: assumed === true } : spreadOf(own);
  return sampled(sample, spread);
}

/** What a sweep draws points of; undefined where it draws none. */
function spreadOf(sweep: Sweep | undefined): Omit<SampledSweep, "points"> | undefined {
  if (sweep === undefined) return undefined;
  return "latinHypercube" in sweep ? sweep.latinHypercube : "sobol" in sweep ? sweep.sobol : undefined;
}

function sampled(sample: string, spread: Omit<SampledSweep, "points"> | undefined): Sweep {
  const [, kind, points] = /^(latin|sobol):(\d{1,7})$/.exec(sample) ?? [];
  if (!(Number(points) > 0 && Number(points) <= MOST_POINTS))
    throw new UsageError(
      `--sample takes a kind and a number of points, got ${JSON.stringify(sample)}.`,
      [`From 1 to ${MOST_POINTS} points.`],
      "Such as: --sample latin:64, or --sample sobol:64",
    );
  if (spread === undefined)
    throw new UsageError(
      "--sample needs to be told what to sample.",
      [],
      "Name ranges by --range family/kind.param=low:high, or take all assumed parameters by --assumed.",
    );
  const given: SampledSweep = { ...spread, points: Number(points) };
  return kind === "sobol" ? { sobol: given } : { latinHypercube: given };
}

/** The period of the series that the options name, if any. */
export const periodOf = ({ sample }: SweepOptions): string | undefined =>
  sample === undefined || isDrawn(sample) ? undefined : sample;

/** `a/b.c=low:high` by path. */
function rangesOf(texts: readonly string[]): Record<string, readonly [number, number]> {
  const entries = texts.map((text) => {
    const { path, low, high } = rangeOf("--range", text);
    return [path, [low, high] as const] as const;
  });
  refuseTwice(
    "--range",
    entries.map(([path]) => path),
    "Give it one range.",
  );
  return Object.fromEntries(entries);
}

function refuseTwice(option: string, paths: readonly string[], hint: string): void {
  const twice = paths.find((path, index) => paths.indexOf(path) < index);
  if (twice !== undefined) throw new UsageError(`${option} names ${twice} twice.`, [], hint);
}

/** Takes `family/kind.param=low:high` apart. Throws UsageError where it is none. */
export function rangeOf(option: string, text: string): { path: string; low: number; high: number } {
  const [, path, low, high] = /^(.+?)=([^:]+):([^:]+)$/s.exec(text) ?? [];
  const ends = [low, high].map((end) => parseNumber(end?.trim() ?? "") ?? Number.NaN);
  if (path !== undefined && ends.every(Number.isFinite) && ends[0]! < ends[1]!)
    return { path: path.trim(), low: ends[0]!, high: ends[1]! };
  throw new UsageError(
    `${option} takes a parameter and two numbers, the lower first; got ${JSON.stringify(text)}.`,
    [],
    `Such as: ${option} supply/cohorts.hurdle=0.05:0.3`,
  );
}

function lists(option: string, texts: readonly string[]): Record<string, readonly unknown[]> {
  const entries = texts.map((text): [string, readonly unknown[]] => {
    const [, path, list] = /^(.+?)=(.*)$/s.exec(text) ?? [];
    const values = list === undefined ? [] : valuesOf(list);
    if (path === undefined || values.length === 0)
      throw new UsageError(
        `${option} takes a parameter and a list of values, got ${JSON.stringify(text)}.`,
        [],
        `Such as: ${option} supply/cohorts.hurdle=0.1,0.15,0.2`,
      );
    return [path.trim(), values];
  });
  refuseTwice(
    option,
    entries.map(([path]) => path),
    "Put all its values in one list.",
  );
  const lengths = new Set(entries.map(([, values]) => values.length));
  if (option === "--zip" && lengths.size > 1)
    throw new UsageError(
      "The lists of a zip have the same length.",
      entries.map(
        ([path, values]) => `${path}  ${values.length} ${values.length === 1 ? "value" : "values"}`,
      ),
      "Cross lists of any length by --grid.",
    );
  return Object.fromEntries(entries);
}

/** Values between the commas that do not stand in brackets; each JSON where it is JSON, else text, as --set takes it. */
function valuesOf(list: string): unknown[] {
  if (list.trim() === "") return [];
  const texts = list.match(/(?:\[[^\]]*\]|\{[^}]*\}|"(?:[^"\\]|\\.)*"|[^,])+/g) ?? [];
  return texts.map((text) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      return text.trim();
    }
  });
}
