import type { ResultDifference } from "../../comparison/results.ts";
import type { FirstDifference } from "../../experiment/lockstep.ts";
import { numberText } from "../../figures/number-text.ts";
import { nameIn, WORLD } from "../../model/place.ts";
import { shown } from "../../run/claims.ts";
import type { Happening } from "../../run/simulation.ts";
import type { ResolvedDesign, ResolvedScenario } from "../../scenario/scenario.ts";
import { durationText } from "../../units.ts";
import type { DifferingRun, Folder, FolderDifference } from "../folders/diff-folders.ts";
import colors from "../terminal/colors.ts";
import { tableText, wrapped } from "../terminal/terminal.ts";
import { differenceText as cellText, rowScale } from "./effect-table.ts";

/** The first event that differs in a run, or why it is not known; undefined where the runs, made again, are the same. */
export interface EventsFound {
  readonly run: string;
  readonly found: FirstDifference | string | undefined;
}

const WIDTH = 110;
/** Rows of a list that is read. */
const LONGEST = 24;
const LONGEST_LIST = 8;

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;

/** What differs between two results folders: inputs, measures, checkpoints, the first event. */
export function differenceText(
  found: FolderDifference,
  event: EventsFound | undefined,
  all: boolean,
): string {
  const { first, second, shared, identical } = found;
  if (identical)
    return `${first.folder} and ${second.folder} are identical: ${counted(shared, "run")} with the same digests and measures.`;
  const blocks = [
    [describe(first), describe(second)].join("\n"),
    runsText(found),
    listText("Inputs that differ", inputChanges(first, second)),
    measuresText(found, all),
    listText("First checkpoint that differs", found.differing.map(checkpointText)),
    event ? eventText(event) : "",
  ];
  return blocks.filter((block) => block !== "").join("\n\n");
}

const describe = ({ folder, manifest }: Folder): string =>
  `${folder}: ${manifest.scenario}, ${counted(manifest.runs.length, "run")}, version ${manifest.version}, code ${manifest.code.slice(0, 12)}, scenario ${manifest.scenarioHash.slice(0, 12)}`;

function runsText({ first, second, shared, differing, onlyFirst, onlySecond }: FolderDifference): string {
  const same = shared - differing.length;
  const only = (runs: readonly string[], { folder }: Folder): string[] =>
    runs.length === 0 ? [] : [`${counted(runs.length, "run")} only in ${folder}`];
  const parts = [
    `${counted(shared, "run")} in both, ${same} of them with the same digest`,
    ...only(onlyFirst, first),
    ...only(onlySecond, second),
  ];
  return `${parts.join("; ")}.`;
}

function listText(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return "";
  const more = lines.length > LONGEST_LIST ? [`  and ${lines.length - LONGEST_LIST} more`] : [];
  return [colors.bold(title), ...lines.slice(0, LONGEST_LIST).map((line) => `  ${line}`), ...more].join("\n");
}

/** Fields and parameters that the scenarios have at different values. */
function inputChanges({ resolved: one }: Folder, { resolved: other }: Folder): string[] {
  const fields = [
    "seed",
    "until",
    "warmUp",
    "sample",
    "antithetic",
    "control",
    "assets",
    "branches",
    "sweep",
  ] as const;
  const text = (value: unknown): string => shown(value);
  const header = fields
    .filter((field) => JSON.stringify(one[field]) !== JSON.stringify(other[field]))
    .map((field) => `${field}: ${text(one[field])} → ${text(other[field])}`);
  const designs = one.designs.filter(({ name }) => other.designs.some((design) => design.name === name));
  const byChange = new Map<string, string[]>();
  for (const design of designs)
    for (const change of designChanges(design, other))
      byChange.set(change, [...(byChange.get(change) ?? []), design.name]);
  const gone = (from: ResolvedScenario, to: ResolvedScenario): string[] =>
    from.designs.map(({ name }) => name).filter((name) => to.designs.every((design) => design.name !== name));
  return [
    ...header,
    ...gone(one, other).map((name) => `design ${JSON.stringify(name)} only in the first`),
    ...gone(other, one).map((name) => `design ${JSON.stringify(name)} only in the second`),
    ...[...byChange].map(([change, names]) =>
      names.length === designs.length ? change : `${change} (${names.join(", ")})`,
    ),
  ];
}

function designChanges({ name, uses }: ResolvedDesign, { designs }: ResolvedScenario): string[] {
  const other = designs.find((design) => design.name === name);
  if (!other) return [];
  const own = new Map(uses.map((use) => [use.id, use]));
  const theirs = new Map(other.uses.map((use) => [use.id, use]));
  const instances = [...new Set([...own.keys(), ...theirs.keys()])];
  return instances.flatMap((id) => {
    const [before, after] = [own.get(id), theirs.get(id)];
    if (!before || !after) return [`${id} only in the ${before ? "first" : "second"}`];
    const params = [...new Set([...Object.keys(before.params), ...Object.keys(after.params)])];
    return params
      .filter((param) => JSON.stringify(before.params[param]) !== JSON.stringify(after.params[param]))
      .map((param) => `${id}.${param}: ${shown(before.params[param])} → ${shown(after.params[param])}`);
  });
}

const isChanged = ({ difference: { mean, low, high } }: ResultDifference): boolean =>
  mean !== 0 && !Number.isNaN(mean) ? true : low !== high && Number.isFinite(low);

function measuresText({ measures, first, second }: FolderDifference, all: boolean): string {
  const changed = measures.filter(isChanged);
  const rows = all ? measures : changed.slice(0, LONGEST);
  const names = (one: Folder, other: Folder): string[] =>
    Object.keys(one.manifest.measures).filter((name) => !Object.hasOwn(other.manifest.measures, name));
  const only = [
    ...names(first, second).map((name) => `${name} only in the first`),
    ...names(second, first).map((name) => `${name} only in the second`),
  ];
  const head = `${changed.length} of ${measures.length} measures by design differ.`;
  if (rows.length === 0) return [head, listText("Measures of one alone", only)].filter(Boolean).join("\n\n");
  const tested = rows[0]!.difference;
  const more = changed.length > rows.length ? ` ${changed.length - rows.length} more: --all-measures.` : "";
  const how = tested.paired ? "paired by seed" : "with independent luck";
  const legend = Number.isFinite(tested.low)
    ? `Second less first, ${how}, simultaneous ${tested.confidence * 100} % intervals (${tested.family} ${tested.family === 1 ? "comparison" : "comparisons"}), the clearest first. * clear, ? undecided. Shares differ by percentage points.`
    : `Second less first. One replication has no interval${tested.paired ? ": with the same seed, this is what changed in it" : ": any of it may be luck"}.`;
  return [
    `${head}${more}`,
    "",
    measureTable(rows),
    wrapped(legend, WIDTH),
    ...(only.length > 0 ? ["", listText("Measures of one alone", only)] : []),
  ].join("\n");
}

function measureTable(rows: readonly ResultDifference[]): string {
  const branched = rows.some(({ branch }) => branch !== "");
  const swept = rows.some(({ point }) => point >= 0);
  const where = ({ branch, point }: ResultDifference): string[] => [
    ...(branched ? [branch] : []),
    ...(swept ? [String(point)] : []),
  ];
  return tableText(
    [
      "measure",
      "unit",
      "design",
      ...(branched ? ["branch"] : []),
      ...(swept ? ["point"] : []),
      "first",
      "second",
      "difference",
    ],
    rows.map((row) => {
      const scale = rowScale(row.unit, [row.first, row.second], [row.difference]);
      const { factor, unit } = scale;
      const [first, second] = [row.first, row.second].map((value) => numberText(value / factor, 4));
      return [row.measure, unit, row.design, ...where(row), first!, second!, cellText(row.difference, scale)];
    }),
    ["left", "left", "left", ...where(rows[0]!).map(() => "left" as const), "right", "right", "right"],
  );
}

function checkpointText({ run, parting, first, second }: DifferingRun): string {
  if (parting) {
    const { last, first: block } = parting;
    const since = last
      ? `; block ${last.height} at ${durationText(last.t)} is the same`
      : "; it is the first block";
    const where = block.place === "" ? "" : ` of ${block.place}`;
    return `${run}: block ${block.height}${where} at ${durationText(block.t)}${since}`;
  }
  const events =
    first.events === second.events
      ? `${first.events} events each`
      : `${first.events} and ${second.events} events`;
  return `${run}: no block that both kept differs, the digests at the end do (${events})`;
}

function eventText({ run, found }: EventsFound): string {
  const title = colors.bold("First event that differs");
  if (typeof found === "string") return `${title}\n  not looked for: ${found}`;
  if (found === undefined)
    return `${title}\n  none in ${run}: made again by the code at hand, both are the same`;
  const { event, first, second } = found;
  const [one, other] = [happeningText(first), happeningText(second)];
  const lines =
    one === other
      ? [`  ${run}, event #${event}: ${one}`, "  in both; what it did to the ledger differs"]
      : [`  ${run}, event #${event}`, `  first   ${one}`, `  second  ${other}`];
  return [title, ...lines].join("\n");
}

const happeningText = (happening: Happening | undefined): string =>
  happening
    ? `at ${durationText(happening.t)} ${nameIn(happening.place ?? WORLD, happening.name)} ${shown(happening.payload)}`
    : "nothing: the run had ended";

/** The machine-readable difference. */
export function differenceJson(found: FolderDifference, event: EventsFound | undefined): object {
  const { first, second, shared, identical, differing, onlyFirst, onlySecond, measures } = found;
  const side = ({ folder, manifest }: Folder): object => ({
    folder,
    scenario: manifest.scenario,
    scenarioHash: manifest.scenarioHash,
    code: manifest.code,
    version: manifest.version,
  });
  return {
    identical,
    first: side(first),
    second: side(second),
    inputs: inputChanges(first, second),
    shared,
    onlyFirst,
    onlySecond,
    differing: differing.map(({ run, parting, first, second }) => ({
      run,
      digests: [first.digest, second.digest],
      events: [first.events, second.events],
      checkpoint: parting ?? null,
    })),
    measures,
    firstEvent: event ?? null,
  };
}
