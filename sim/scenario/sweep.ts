import type { Problem } from "../errors.ts";
import type { Field, Fields } from "../schema/fields.ts";
import { shown } from "../schema/shown.ts";
import { didYouMean } from "../schema/suggest.ts";
import type { Catalogue } from "./catalogue.ts";
import { isRecord } from "./named.ts";
import { overlaps, parametersOf } from "./overlaps.ts";
import { parsePath, usesOfPath } from "./paths.ts";
import type {
  ResolvedDesign,
  ResolvedSweep,
  SampledSweep,
  Settings,
  Sweep,
  SweptParameter,
} from "./scenario.ts";
import { settingProblems } from "./vary.ts";

type Designs = readonly ResolvedDesign[];
type Lists = Readonly<Record<string, readonly unknown[]>>;

const KINDS = ["grid", "zip", "list", "latinHypercube", "sobol"] as const;
/** A sweep of more points is a mistake, not a question. */
const MOST_POINTS = 1_000_000;

/** A sweep with every parameter known and every value accepted, or what is wrong with it. */
export function resolveSweep(
  given: Sweep | undefined,
  designs: Designs,
  catalogue: Catalogue,
): { sweep: ResolvedSweep | null; problems: Problem[] } {
  if (given === undefined) return { sweep: null, problems: [] };
  const entries = isRecord(given) ? Object.entries(given) : [];
  const [kind, content] = entries[0] ?? [];
  const refused = (message: string) => ({ sweep: null, problems: [{ path: "sweep", message }] });
  if (entries.length !== 1 || !(KINDS as readonly string[]).includes(kind!)) {
    const meant = entries.map(([name]) => didYouMean(name, KINDS)).find((words) => words !== "") ?? "";
    return refused(`Expected one of ${KINDS.join(", ")}, such as { grid: { "a/b.c": [1, 2] } }.${meant}`);
  }
  const path = `sweep › ${kind}`;
  const problems: Problem[] = [];
  const sweep = resolved(kind as ResolvedSweep["kind"], content, path, designs, catalogue, problems);
  if (sweep && sweep.points > MOST_POINTS)
    problems.push({ path, message: `${sweep.points} points; at most ${MOST_POINTS} are run.` });
  return { sweep: problems.length > 0 ? null : sweep, problems };
}

function resolved(
  kind: ResolvedSweep["kind"],
  content: unknown,
  path: string,
  designs: Designs,
  catalogue: Catalogue,
  problems: Problem[],
): ResolvedSweep | null {
  if (kind === "latinHypercube" || kind === "sobol") {
    const sampled = sampledSweep(content, path, designs, catalogue, problems);
    return sampled && { kind, ...sampled };
  }
  const lists = kind === "list" ? listed(content, path, problems) : columns(content, path, problems);
  if (!lists) return null;
  problems.push(
    ...valueProblems(lists, kind === "list", path, designs, catalogue),
    ...overlaps(designs, Object.keys(lists), `${path} › `),
  );
  const lengths = Object.values(lists).map((values) => values.length);
  if (kind === "zip" && new Set(lengths).size > 1)
    problems.push({
      path,
      message: `The lists of a zip have the same length; these have ${lengths.join(", ")} values. A grid crosses lists of any length.`,
    });
  const points = kind === "grid" ? lengths.reduce((product, length) => product * length, 1) : lengths[0]!;
  return {
    kind,
    parameters: Object.entries(lists).map(([path, values]) => ({ path, values, range: [], whole: false })),
    points,
  };
}

/** Values by path; none of the lists is empty. */
function columns(content: unknown, path: string, problems: Problem[]): Lists | undefined {
  const names = isRecord(content) ? Object.keys(content) : [];
  if (names.length === 0) {
    problems.push({ path, message: "There is nothing to sweep. Name a parameter with its values." });
    return undefined;
  }
  const wrong = names.filter(
    (name) => !Array.isArray((content as Lists)[name]) || (content as Lists)[name]!.length === 0,
  );
  for (const name of wrong)
    problems.push({ path: `${path} › ${name}`, message: "Expected a list of at least one value." });
  return wrong.length > 0 ? undefined : (content as Lists);
}

/** A list of points as columns: null where a point leaves a parameter as it is. */
function listed(content: unknown, path: string, problems: Problem[]): Lists | undefined {
  if (!Array.isArray(content) || content.length === 0 || !content.every(isRecord)) {
    problems.push({ path, message: 'Expected a list of at least one point, such as [{ "a/b.c": 1 }].' });
    return undefined;
  }
  const points = content as readonly Settings[];
  points.forEach((point, at) => {
    for (const name of Object.keys(point).filter((name) => point[name] === null))
      problems.push({
        path: `${path}[${at}] › ${name}`,
        message: "Expected a value, got null. Leave it out where the point keeps it as it is.",
      });
  });
  const names = [...new Set(points.flatMap((point) => Object.keys(point)))].sort();
  if (names.length === 0) {
    problems.push({ path, message: "No point of the list sets a parameter." });
    return undefined;
  }
  return Object.fromEntries(names.map((name) => [name, points.map((point) => point[name] ?? null)]));
}

/** A list may have holes, which are null; elsewhere null is no value. */
function valueProblems(
  lists: Lists,
  holes: boolean,
  path: string,
  designs: Designs,
  catalogue: Catalogue,
): Problem[] {
  return Object.entries(lists).flatMap(([name, values]) => {
    const problems = values.flatMap((value) => {
      if (value !== null && value !== undefined)
        return settingProblems(designs, catalogue, path, name, value);
      return holes ? [] : [{ path: `${path} › ${name}`, message: `Expected a value, got ${value}.` }];
    });
    return [...new Map(problems.map((problem) => [problem.message, problem])).values()];
  });
}

const FIELDS_OF_SAMPLE = ["points", "ranges", "assumed", "except"];
const A_SAMPLE =
  'Expected ranges by parameter, such as { points: 64, ranges: { "a/b.c": [1, 2] } }, or assumed: true.';

function sampledSweep(
  content: unknown,
  path: string,
  designs: Designs,
  catalogue: Catalogue,
  problems: Problem[],
): { parameters: SweptParameter[]; points: number } | null {
  const given = isRecord(content) ? content : {};
  for (const field of Object.keys(given).filter((name) => !FIELDS_OF_SAMPLE.includes(name)))
    problems.push({
      path: `${path} › ${field}`,
      message: `There is no such field.${didYouMean(field, FIELDS_OF_SAMPLE)}`,
    });
  const { points, ranges = {}, assumed = false, except = [] } = given as Partial<SampledSweep>;
  if (!Number.isInteger(points) || points! < 1)
    problems.push({
      path: `${path} › points`,
      message: `Expected a whole number of at least 1, got ${shown(points)}.`,
    });
  if (!isRecord(ranges) || typeof assumed !== "boolean") {
    problems.push({ path, message: A_SAMPLE });
    return null;
  }
  const own = Object.entries(ranges) as [string, readonly number[]][];
  problems.push(
    ...overlaps(
      designs,
      own.map(([name]) => name),
      `${path} › ranges › `,
    ),
  );
  const all = assumed ? assumedRanges(designs, catalogue) : [];
  const left = new Set(
    [...own.map(([name]) => name), ...excepted(except, designs, all, `${path} › except`, problems)].flatMap(
      (name) => parametersOf(designs, name),
    ),
  );
  const isLeft = (name: string) => parametersOf(designs, name).some((parameter) => left.has(parameter));
  const chosen = [...own, ...all.filter(([name]) => !isLeft(name))];
  if (chosen.length === 0)
    problems.push({ path: `${path} › ranges`, message: "There is no range to sample." });
  for (const [name, range] of chosen)
    problems.push(...rangeProblems(range, `${path} › ranges`, name, designs, catalogue));
  return {
    points: points!,
    parameters: chosen.map(([path, range]) => ({
      path,
      values: [],
      range,
      whole: isWhole(designs, catalogue, path),
    })),
  };
}

function rangeProblems(
  range: readonly number[],
  path: string,
  name: string,
  designs: Designs,
  catalogue: Catalogue,
): Problem[] {
  const isRange =
    Array.isArray(range) && range.length === 2 && range.every(Number.isFinite) && range[0]! < range[1]!;
  if (!isRange) return [{ path: `${path} › ${name}`, message: "Expected [low, high] with low below high." }];
  const problems = range.flatMap((end) => settingProblems(designs, catalogue, path, name, end));
  return [...new Map(problems.map((problem) => [problem.message, problem])).values()];
}

/** Every parameter that keeps a default which no source backs, and says in which range the truth is thought to lie. */
export function assumedRanges(designs: Designs, catalogue: Catalogue): [string, readonly number[]][] {
  const ranges = new Map<string, readonly number[]>();
  for (const { as, mechanism, params } of designs.flatMap(({ uses }) => uses))
    for (const [name, field] of Object.entries<Field>(catalogue.get(mechanism)!.params as Fields))
      if (field.range && field.source.startsWith("assumed") && params[name] === field.default)
        ranges.set(`${as}.${name}`, field.range);
  return [...ranges].sort(([one], [other]) => (one < other ? -1 : 1));
}

/** What is left out must be there to leave out, by its instance's name or its mechanism's. */
function excepted(
  except: unknown,
  designs: Designs,
  all: readonly [string, readonly number[]][],
  path: string,
  problems: Problem[],
): string[] {
  if (!Array.isArray(except) || except.some((name) => typeof name !== "string")) {
    problems.push({ path, message: `Expected a list of parameters, got ${shown(except)}.` });
    return [];
  }
  const names = all.map(([name]) => name);
  const known = new Set(names.flatMap((name) => parametersOf(designs, name)));
  for (const name of except as string[])
    if (!parametersOf(designs, name).some((parameter) => known.has(parameter)))
      problems.push({
        path,
        message: `${name} is no assumed parameter with a range.${didYouMean(name, names)}`,
      });
  return except;
}

/** Whether a parameter takes whole numbers only. */
function isWhole(designs: Designs, catalogue: Catalogue, path: string): boolean {
  const [use] = usesOfPath(designs, path);
  const field = use && (catalogue.get(use.mechanism)!.params as Fields)[parsePath(path)!.param];
  return field?.kind === "integer";
}
