import { hash } from "../codec.ts";
import { type Problem, ScenarioError } from "../errors.ts";
import type { Use } from "../model/mechanism.ts";
import { checkFields } from "../schema/check.ts";
import { didYouMean } from "../schema/suggest.ts";
import { isTable } from "../schema/table.ts";
import { resolveMeasures } from "./asked-measures.ts";
import { resolveBranches } from "./branches.ts";
import { type Catalogue, catalogueOf, mechanismName } from "./catalogue.ts";
import { eventProblems, sharedEventProblems, unansweredNotes } from "./event-wiring.ts";
import { resolveExpectations } from "./expectations.ts";
import { resolveHeader } from "./header.ts";
import { type Horizons, recordedTold } from "./recorded.ts";
import {
  type ResolvedDesign,
  type ResolvedHeadline,
  type ResolvedScenario,
  SCHEMA_VERSION,
  type Scenario,
  type Sweep,
} from "./scenario.ts";
import { parseSettings, type Setting, unmatched } from "./settings.ts";
import { resolveSweep } from "./sweep.ts";
import { deliveryOrder, type Placed, readProblems } from "./wiring.ts";

export interface ResolveOptions {
  /** What the scenario is called; the file's stem. */
  readonly name?: string;
  /** `family/kind.param=value`, or an instance's name in place of the mechanism's. */
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
  const { settings, problems: unset } = parseSettings(options.set ?? []);
  problems.push(...unset);

  const names = Object.keys(scenario.designs ?? { base: [] });
  for (const design of options.designs ?? [])
    if (!names.includes(design))
      problems.push({
        path: "--design",
        message: `There is no design "${design}".${didYouMean(design, names)}`,
      });

  const assets = resolveAssets(scenario, problems);
  const placement: Placement = {
    assets: assets.map(({ name }) => name),
    catalogue,
    settings,
    used: new Set(),
    targets: new Set(),
    problems,
    notes: [],
    horizons: header,
  };
  const all = resolveDesigns(scenario, placement);
  problems.push(...unmatched(settings, placement.used, [...placement.targets].sort()));

  const designs = all.filter(({ name }) => options.designs?.includes(name) ?? true);
  const control = scenario.control ?? names[0] ?? "base";
  if (names.length > 0 && !names.includes(control))
    problems.push({
      path: "control",
      message: `There is no design "${control}".${didYouMean(control, names)}`,
    });
  const { sweep, problems: unswept } = resolveSweep(options.sweep ?? scenario.sweep, all, catalogue);
  const chosen = chosenBranches(scenario.branches, options.branches, problems);
  const { branches, problems: unbranched, notes } = resolveBranches(chosen, header, all, catalogue);
  const { expect, problems: unexpected } = resolveExpectations(scenario.expect, {
    designs: names,
    branches: Object.keys(scenario.branches ?? {}).filter((branch) => branch !== "at"),
    until: header.own,
  });
  problems.push(...unswept, ...unbranched, ...unexpected);
  const headline = resolveHeadline(scenario.headline, problems);
  const measures = resolveMeasures(scenario.measures, all, catalogue, problems);
  if (problems.length > 0) throw new ScenarioError(name, unique(problems));

  return freeze({
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
    assets,
    designs,
    control,
    sweep,
    branches,
    headline,
    expect,
    tolerance: { ...(scenario.tolerance ?? {}) },
    measures,
    figures: [...(scenario.figures ?? [])],
    notes: [...header.notes, ...new Set(placement.notes), ...notes],
  });
}

const hashes = new WeakMap<ResolvedScenario, string>();

/** sha256 of a resolved scenario: its identity beside the code's. Resolved scenarios are frozen, so it is computed once. */
export function scenarioHash(resolved: ResolvedScenario): string {
  const known = hashes.get(resolved);
  if (known) return known;
  const fresh = hash(withoutRows(resolved));
  hashes.set(resolved, fresh);
  return fresh;
}

/** A table that was read from a file is known by the file's sha256: its rows are not hashed anew for every run. */
function withoutRows(value: unknown): unknown {
  if (isTable(value)) return value.sha256 === "" ? value : { sha256: value.sha256, rows: value.rows };
  if (Array.isArray(value)) return value.map(withoutRows);
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withoutRows(part)]));
}

interface Placement {
  readonly assets: readonly string[];
  readonly catalogue: Catalogue;
  readonly settings: readonly Setting[];
  readonly used: Set<Setting>;
  readonly targets: Set<string>;
  readonly problems: Problem[];
  readonly notes: string[];
  readonly horizons: Horizons;
}

function resolveDesigns(scenario: Scenario, placement: Placement): ResolvedDesign[] {
  const { problems } = placement;
  const designs = scenario.designs ?? { base: [] };
  const names = Object.keys(designs);
  if (!Array.isArray(scenario.world))
    problems.push({ path: "world", message: "Expected a list of mechanisms." });
  if (names.length === 0)
    problems.push({
      path: "designs",
      message: "There is no design to run. Name at least one, or leave the field out.",
    });

  const resolved: ResolvedDesign[] = [];
  for (const name of names) {
    const uses = [
      ...located(scenario.world, "world", problems),
      ...located(designs[name]!, `designs[${JSON.stringify(name)}]`, problems),
    ];
    const placed = uses.flatMap(([path, use]) => place(path, use, placement));
    if (uses.length === 0)
      problems.push({
        path: `designs[${JSON.stringify(name)}]`,
        message: "The world and the design are empty: there is nothing to simulate.",
      });
    problems.push(...duplicateNames(placed));
    if (placed.length === uses.length)
      problems.push(
        ...readProblems(placed, placement.catalogue),
        ...eventProblems(placed, placement.catalogue),
        ...sharedEventProblems(placed, placement.catalogue),
      );
    placement.notes.push(...unansweredNotes(placed, placement.catalogue));
    const { order, problems: cycles } = deliveryOrder(placed);
    problems.push(...cycles);
    resolved.push({ name, uses: order.map(({ use }) => use) });
  }
  return resolved;
}

function located(uses: unknown, path: string, problems: Problem[]): [string, Use][] {
  if (!Array.isArray(uses)) {
    if (path !== "world") problems.push({ path, message: "Expected a list of mechanisms." });
    return [];
  }
  return uses.map((use, index) => [`${path}[${index}]`, use]);
}

function place(
  path: string,
  use: Use,
  { assets, catalogue, settings, used, targets, problems, notes, horizons }: Placement,
): Placed[] {
  const name = mechanismName(use);
  if (name === undefined) {
    problems.push({
      path,
      message:
        "Expected a mechanism, such as halving({ interval: 210000 }), or in YAML - issuance/halving: { interval: 210000 }.",
    });
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
  const as = use.as ?? name;
  const named = typeof as === "string" && as !== "";
  const here = `${path} ${as === name || !named ? name : `${name} as ${as}`}`;
  if (!named)
    problems.push({
      path: `${here} › as`,
      message: `Expected a name for the instance, got ${JSON.stringify(as)}.`,
    });
  targets.add(name).add(as);
  const given: Record<string, unknown> = { ...use.params };
  for (const setting of settings) {
    if (setting.target !== name && setting.target !== as) continue;
    used.add(setting);
    given[setting.param] = setting.value;
  }
  const { values, problems: wrong } = checkFields(
    mechanism.params,
    isRecord(use.params) ? given : use.params,
    here,
  );
  problems.push(...wrong, ...unknownAsset(given["asset"], assets, here));
  if (wrong.length === 0) {
    const told = recordedTold(mechanism, values, here, horizons);
    problems.push(...told.problems);
    notes.push(...told.notes);
  }
  return [{ path: here, use: { mechanism: name, as, params: values }, mechanism }];
}

/** Mechanisms call the parameter that names an asset of the ledger `asset`; where none is given, they may not need it. */
function unknownAsset(asset: unknown, assets: readonly string[], path: string): Problem[] {
  if (typeof asset !== "string" || assets.includes(asset)) return [];
  return [
    {
      path: `${path} › asset`,
      message: `There is no asset "${asset}".${didYouMean(asset, assets)} There are: ${assets.join(", ")}.`,
    },
  ];
}

const isRecord = (params: unknown): boolean =>
  typeof params === "object" && params !== null && !Array.isArray(params);

function duplicateNames(placed: readonly Placed[]): Problem[] {
  return placed.flatMap(({ path, use }, index) => {
    const first = placed.findIndex((other) => other.use.as === use.as);
    return first === index
      ? []
      : [{ path, message: `${placed[first]!.path} has the same name. Give one of them another by "as".` }];
  });
}

function resolveAssets(scenario: Scenario, problems: Problem[]): { name: string; decimals: number }[] {
  const given = scenario.assets ?? { token: { decimals: 9 } };
  const assets = [{ name: "usd", decimals: 6 }];
  for (const name of Object.keys(given).sort()) {
    const decimals = given[name]?.decimals;
    if (!Number.isInteger(decimals) || decimals! < 0 || decimals! > 18)
      problems.push({
        path: `assets › ${name} › decimals`,
        message: `Expected a whole number from 0 to 18, got ${decimals}.`,
      });
    else if (name === "usd")
      problems.push({
        path: "assets › usd",
        message: "US dollars are always there, with 6 decimals. Leave them out.",
      });
    else assets.push({ name, decimals: decimals! });
  }
  return assets;
}

/** Branches that the command line names; all, where it names none. */
function chosenBranches(
  given: Scenario["branches"],
  only: readonly string[] | undefined,
  problems: Problem[],
): Scenario["branches"] {
  if (only === undefined) return given;
  const { at, ...named } = given ?? { at: 0 };
  const names = Object.keys(named);
  for (const name of only)
    if (!names.includes(name))
      problems.push({ path: "--branch", message: `There is no branch "${name}".${didYouMean(name, names)}` });
  const kept = names.filter((name) => only.includes(name));
  return kept.length === 0 ? given : { at, ...Object.fromEntries(kept.map((name) => [name, named[name]!])) };
}

function resolveHeadline(given: Scenario["headline"], problems: Problem[]): ResolvedHeadline[] {
  return Object.entries(given ?? {}).flatMap(([name, ratio]) => {
    const { cost, gain } = (ratio ?? {}) as Partial<ResolvedHeadline>;
    if (typeof cost === "string" && typeof gain === "string") return [{ name, cost, gain }];
    problems.push({
      path: `headline › ${JSON.stringify(name)}`,
      message: 'Expected two measures, such as { cost: "emission.usd", gain: "gpu.offered" }.',
    });
    return [];
  });
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
