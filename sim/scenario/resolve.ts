/*
 * Above 200 lines: the one place that says in which order a scenario is read and what is refused when. Each thing that is
 * read (assets, places, branches, sweeps, …) has a file of its own.
 */

import { columnHash, hash } from "../codec.ts";
import { type Problem, ScenarioError } from "../errors.ts";
import type { Use } from "../model/mechanism.ts";
import { nameIn, WORLD } from "../model/place.ts";
import { checkFields } from "../schema/check.ts";
import { nameFlaw } from "../schema/names.ts";
import { quoted, shown } from "../schema/shown.ts";
import { didYouMean, nearOrAll } from "../schema/suggest.ts";
import { isTable } from "../schema/table.ts";
import { accountProblems, lackingAssets, unknownAssets, variedAccountProblems } from "./account-wiring.ts";
import { amountProblems, endowmentProblems, variedAmountProblems } from "./amounts.ts";
import { resolveHeadline, resolveMeasures, resolveTolerance } from "./asked-measures.ts";
import { type Assets, assetsIn, resolveAssets } from "./assets.ts";
import { resolveBranches } from "./branches.ts";
import { type Catalogue, catalogueOf, mechanismName } from "./catalogue.ts";
import { eventProblems, sharedEventProblems } from "./event-wiring.ts";
import { resolveExpectations } from "./expectations.ts";
import { resolveFigures } from "./figures.ts";
import { resolveHeader } from "./header.ts";
import { joinProblems, placeFlaw, strangePlaces } from "./joining.ts";
import { measuredBy } from "./measures-of-design.ts";
import { isRecord, namedParts, nameOf, namesOf, partOf } from "./named.ts";
import { resolveMeant } from "./open/meant.ts";
import { openPoints } from "./open/open-points.ts";
import { repeatedSettings } from "./overlaps.ts";
import { isTarget, targetsOf } from "./paths.ts";
import { ownAsset } from "./place-assets.ts";
import { type LocatedUse, withoutPresets } from "./preset-uses.ts";
import { type Horizons, recordedTold, tablesTold } from "./recorded.ts";
import {
  type Branch,
  type Duration,
  type ResolvedDesign,
  type ResolvedScenario,
  SCHEMA_VERSION,
  type Scenario,
  type Sweep,
} from "./scenario.ts";
import { setProblems } from "./settable.ts";
import { isOf, parseSettings, type Setting, unmatched } from "./settings.ts";
import { resolveSweep } from "./sweep.ts";
import { tooLarge } from "./too-large.ts";
import { resolveWhatIf } from "./what-if.ts";
import { deliveryOrder, type Placed, readProblems } from "./wiring.ts";

export interface ResolveOptions {
  /** What the scenario is called; the file's stem. */
  readonly name?: string;
  /** `family/kind.param=value`, or an instance's name in place of the mechanism's; `[design].` before it: of that design alone. */
  readonly set?: readonly string[];
  /** Replaces the horizon. */
  readonly until?: number | string;
  readonly seed?: number;
  /** Replaces the period of the series. */
  readonly sample?: number | string;
  /** Only these designs; the control stays what it is. */
  readonly designs?: readonly string[];
  /** Only these branches; the first of the scenario's that is kept is the reference. */
  readonly branches?: readonly string[];
  /** Replaces the scenario's sweep. */
  readonly sweep?: Sweep;
  readonly antithetic?: boolean;
  /** Whether the points of the sweep are run: what they vary is then not set by `set`. */
  readonly swept?: boolean;
  /** Takes a scenario, too, whose runs are expected to be longer or larger than `LIMITS` (estimate.ts). */
  readonly allowLong?: boolean;
}

/**
 * Fills defaults, checks every field, matches reads to signals, orders delivery, freezes.
 * Throws ScenarioError with all problems at once.
 */
export function resolve(
  scenario: Scenario,
  catalogue: Catalogue = catalogueOf(scenario),
  options: ResolveOptions = {},
): ResolvedScenario {
  const name = options.name ?? "scenario";
  const { header, problems } = resolveHeader(scenario, options);
  const names = namesOf(scenario.designs ?? { base: [] });
  const { settings, problems: unset } = parseSettings(options.set ?? [], names);
  problems.push(...unset);
  for (const design of options.designs ?? [])
    if (!names.includes(design))
      problems.push({
        path: "--design",
        message: `There is no design ${quoted(design)}.${nearOrAll(design, names)}`,
      });

  const told = problems.length;
  const assets = resolveAssets(scenario.assets, names, problems);
  const placement: Placement = {
    assets,
    assetsSound: problems.length === told,
    catalogue,
    settings,
    used: new Set(),
    targets: new Map(names.map((design) => [design, new Set()])),
    problems,
    notes: [],
    late: [],
    horizons: header,
  };
  const before = problems.length;
  const all = resolveDesigns(scenario, placement);
  problems.push(...strangePlaces(assets.all, all));
  const sound = problems.length === before;
  problems.push(...unmatched(settings, placement.used, placement.targets, options.designs));
  const designs = all.filter(({ name }) => options.designs?.includes(name) ?? true);
  const control = chosenControl(scenario.control, names, problems);
  const { sweep, problems: unswept } = resolveSweep(options.sweep ?? scenario.sweep, all, catalogue);
  const chosen = chosenBranches(scenario.branches, options.branches, problems);
  const { branches, problems: unbranched, notes } = resolveBranches(chosen, header, all, catalogue);
  problems.push(...unswept, ...unbranched);
  problems.push(...variedAmountProblems(sweep, branches, all, assets.all, catalogue));
  if (sound) problems.push(...variedAccountProblems(sweep, branches, all, assets.all, catalogue));
  problems.push(...repeatedSettings(all, settings, options.swept ? sweep : null));
  const measured = sound ? measuredBy(all, assets.all, catalogue, problems) : undefined;
  const { expect, problems: unexpected } = resolveExpectations(scenario.expect, {
    designs: names,
    branches: namesOf(scenario.branches).filter((branch) => branch !== "at"),
    until: header.own,
    end: header.until,
    measured,
  });
  problems.push(...unexpected);
  const headline = resolveHeadline(scenario.headline, measured, problems);
  const tolerance = resolveTolerance(scenario.tolerance, measured, problems);
  const measures = resolveMeasures(scenario.measures, measured, problems);
  const figures = resolveFigures(scenario.figures, problems);
  const meant = resolveMeant(scenario.meant, problems);
  const whatIf = resolveWhatIf(scenario.whatIf, all, catalogue, problems);
  if (problems.length > 0) throw new ScenarioError(name, unique(problems));

  const resolved: ResolvedScenario = {
    schemaVersion: SCHEMA_VERSION,
    name,
    title: header.title,
    question: header.question,
    seed: header.seed,
    until: header.until,
    warmUp: header.warmUp,
    sample: header.sample,
    replications: header.replications,
    antithetic: header.antithetic,
    assets: assets.all,
    designs,
    control,
    sweep,
    branches,
    headline,
    expect,
    tolerance,
    measures,
    figures,
    notes: [...header.notes, ...new Set(placement.notes), ...notes],
    open: [],
    whatIf,
  };
  const large = tooLarge(resolved, catalogue, options.allowLong);
  if (large.length > 0) throw new ScenarioError(name, unique(large));
  const open = openPoints(resolved, catalogue, {
    measured: measured!,
    found: unique(placement.late),
    assets: scenario.assets !== undefined,
    meant,
    whole: [options.set, options.until, options.designs, options.branches].every(
      (each) => each === undefined,
    ),
  });
  return freeze({ ...resolved, open });
}

const hashes = new WeakMap<ResolvedScenario, string>();

/** sha256 of a resolved scenario: its identity beside the code's. Resolved scenarios are frozen, so it is computed once. */
export function scenarioHash(resolved: ResolvedScenario): string {
  const known = hashes.get(resolved);
  if (known) return known;
  const { open: _, whatIf: __, ...identity } = resolved;
  const fresh = hash(withoutRows(identity));
  hashes.set(resolved, fresh);
  return fresh;
}

/** A table is known by its cells, whatever is said of it; each column is hashed once, and not anew for every run. */
function withoutRows(value: unknown): unknown {
  if (isTable(value))
    return {
      rows: value.rows,
      columns: Object.fromEntries(
        Object.entries(value.columns).map(([name, column]) => [name, knownHash(column)]),
      ),
    };
  if (Array.isArray(value)) return value.map(withoutRows);
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withoutRows(part)]));
}

const columnHashes = new WeakMap<object, string>();

function knownHash(column: Float64Array | readonly string[]): string {
  const known = columnHashes.get(column);
  if (known) return known;
  const fresh = columnHash(column);
  columnHashes.set(column, fresh);
  return fresh;
}

interface Placement {
  readonly assets: Assets;
  /** Where one is refused, who would move it is not told that it is missing. */
  readonly assetsSound: boolean;
  readonly catalogue: Catalogue;
  readonly settings: readonly Setting[];
  readonly used: Set<Setting>;
  /** What uses are called, by design. */
  readonly targets: ReadonlyMap<string, Set<string>>;
  readonly problems: Problem[];
  readonly notes: string[];
  /** Rows of records beyond the horizon. */
  readonly late: Problem[];
  readonly horizons: Horizons;
}

function resolveDesigns(scenario: Scenario, placement: Placement): ResolvedDesign[] {
  const { problems } = placement;
  const given = scenario.designs === undefined ? { base: [] } : scenario.designs;
  const designs = namedParts(given, "designs", "lists of mechanisms by the names of designs", problems);
  if (scenario.world !== undefined && !Array.isArray(scenario.world))
    problems.push({ path: "world", message: `Expected a list of mechanisms, got ${shown(scenario.world)}.` });
  if ((isRecord(given) || given instanceof Map) && namesOf(given).length === 0)
    problems.push({
      path: "designs",
      message: "There is no design to run. Name at least one, or leave the field out.",
    });
  return designs.map(([name, uses]) => resolvedDesign(name, scenario.world, uses, placement));
}

function resolvedDesign(name: string, world: unknown, own: unknown, placement: Placement): ResolvedDesign {
  const { problems, catalogue } = placement;
  const path = `designs[${quoted(name)}]`;
  const written = [...located(world, "world", problems), ...located(own, path, problems)];
  const { uses, decimals } = withoutPresets(written, name, placement);
  const assets = assetsIn(placement.assets.all, { decimals });
  const placed = uses.flatMap(([path, use]) => place(path, use, name, assets, placement));
  if (written.length === 0)
    problems.push({ path, message: "The world and the design are empty: there is nothing to simulate." });
  problems.push(...duplicateNames(placed), ...endowmentProblems(placed, assets));
  problems.push(...joinProblems(placed));
  if (placed.length === uses.length)
    problems.push(
      ...readProblems(placed, catalogue),
      ...accountProblems(placed, catalogue),
      ...eventProblems(placed, catalogue),
      ...sharedEventProblems(placed, catalogue),
      ...setProblems(placed, assets),
    );
  const { order, problems: cycles } = deliveryOrder(placed);
  problems.push(...cycles);
  const counted = Object.keys(decimals).length === 0 ? {} : { decimals };
  return { name, uses: order.map(({ use }) => use), ...counted };
}

function located(uses: unknown, path: string, problems: Problem[]): LocatedUse[] {
  if (!Array.isArray(uses)) {
    if (path !== "world")
      problems.push({ path, message: `Expected a list of mechanisms, got ${shown(uses)}.` });
    return [];
  }
  return uses.map((use, index) => [`${path}[${index}]`, use]);
}

const A_MECHANISM =
  "Expected a mechanism, such as halving({ interval: 210000 }), or in YAML - issuance/halving: { interval: 210000 }.";
const FIELDS_OF_USE = ["mechanism", "params", "as", "in"];

function place(
  path: string,
  use: Use,
  design: string,
  assets: ResolvedScenario["assets"],
  placement: Placement,
): Placed[] {
  const { assetsSound, catalogue, settings, used, targets, problems, notes, late, horizons } = placement;
  const name = mechanismName(use);
  if (name === undefined) {
    const names = isRecord(use) ? Object.keys(use).filter((field) => field !== "as" && field !== "in") : [];
    const several = names.length > 1 ? ` This one has ${names.map(quoted).join(" and ")}.` : "";
    problems.push({ path, message: A_MECHANISM + several });
    return [];
  }
  const mechanism = catalogue.get(name);
  if (!mechanism) {
    problems.push({
      path: `${path} ${name}`,
      message: `There is no mechanism of that name.${didYouMean(name, [...catalogue.keys()])}`,
    });
    return [];
  }
  const as = use.as === undefined ? name : nameOf(use.as);
  const place = use.in === undefined ? WORLD : (nameOf(use.in) ?? WORLD);
  const here = `${path} ${as === name || !as ? name : `${name} as ${as}`}${place === WORLD ? "" : ` in ${place}`}`;
  const flaw = instanceFlaw(use.as, as, name, catalogue);
  if (flaw) problems.push({ path: `${here} › as`, message: flaw });
  const lost = use.in === undefined ? undefined : placeFlaw(use.in, catalogue);
  if (lost) problems.push({ path: `${here} › in`, message: lost });
  const identity = { mechanism: name, as: as ?? name, place, id: nameIn(place, as ?? name) };
  for (const field of Object.keys(use).filter((field) => !FIELDS_OF_USE.includes(field)))
    problems.push({
      path: `${here} › ${field}`,
      message: `There is no such field.${didYouMean(field, FIELDS_OF_USE)}`,
    });
  for (const target of targetsOf(identity)) targets.get(design)?.add(target);
  // Without a prototype, so that no name of a setting reaches one.
  const given: Record<string, unknown> = Object.assign(Object.create(null), use.params);
  for (const setting of settings) {
    if (!isOf(setting, design) || !isTarget(identity, setting.target)) continue;
    used.add(setting);
    given[setting.param] = setting.value;
  }
  const own = ownAsset(assets, place);
  if (own && given["asset"] === undefined && Object.hasOwn(mechanism.params, "asset"))
    given["asset"] = own.name;
  const params = use.params === undefined || isRecord(use.params) ? given : use.params;
  const { values, problems: wrong } = checkFields(mechanism.params, params, here);
  const placed = { path: here, use: { ...identity, params: values }, mechanism };
  problems.push(...wrong, ...amountProblems(placed, assets));
  if (assetsSound) problems.push(...unknownAssets(placed, assets));
  if (wrong.length === 0) {
    if (assetsSound) problems.push(...lackingAssets(placed, assets));
    const told = recordedTold(mechanism, values, { path: here, id: identity.id }, horizons);
    problems.push(...told.problems);
    late.push(...told.notes);
    notes.push(...tablesTold(values, here));
  }
  return [placed];
}

/** What is wrong with an instance's name. A mechanism's name would make a path stand for two. */
function instanceFlaw(
  given: unknown,
  as: string | undefined,
  name: string,
  catalogue: Catalogue,
): string | undefined {
  if (as === undefined || as === "") return `Expected a name for the instance, got ${shown(given)}.`;
  if (as !== name && catalogue.has(as)) return `${as} is another mechanism. Give the instance another name.`;
  return nameFlaw(as);
}

function duplicateNames(placed: readonly Placed[]): Problem[] {
  return placed.flatMap(({ path, use }, index) => {
    const first = placed.findIndex((other) => other.use.id === use.id);
    return first === index
      ? []
      : [
          {
            path,
            message: `${placed[first]!.path} has the same name. Give one of them another by "as", or a place of its own by "in".`,
          },
        ];
  });
}

/** The design that the others are compared with: the first, where none is named. */
function chosenControl(given: unknown, names: readonly string[], problems: Problem[]): string {
  const control = given === undefined ? names[0] : nameOf(given);
  if (control === undefined && given !== undefined)
    problems.push({ path: "control", message: `Expected the name of a design, got ${shown(given)}.` });
  else if (control !== undefined && names.length > 0 && !names.includes(control))
    problems.push({
      path: "control",
      message: `There is no design ${quoted(control)}.${didYouMean(control, names)}`,
    });
  return control ?? "base";
}

/** Branches that the command line names; all, where it names none. */
function chosenBranches(
  given: Scenario["branches"],
  only: readonly string[] | undefined,
  problems: Problem[],
): Scenario["branches"] {
  if (only === undefined) return given;
  const names = namesOf(given).filter((name) => name !== "at");
  for (const name of only)
    if (!names.includes(name))
      problems.push({
        path: "--branch",
        message: `There is no branch ${quoted(name)}.${didYouMean(name, names)}`,
      });
  const kept = names.filter((name) => only.includes(name));
  if (kept.length === 0) return given;
  return new Map(["at", ...kept].map((name) => [name, partOf(given, name) as Branch | Duration]));
}

/** World mechanisms stand in every design: their problems are reported once. */
function unique(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  return problems.filter(
    ({ path, message }) => !seen.has(`${path}\n${message}`) && seen.add(`${path}\n${message}`),
  );
}

function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !ArrayBuffer.isView(value) && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) freeze(part);
  }
  return value;
}
