import type { Problem } from "../errors.ts";
import type { Use } from "../model/mechanism.ts";
import { nameIn, WORLD } from "../model/place.ts";
import type { Preset } from "../presets/define-preset.ts";
import { PRESETS } from "../presets/presets.ts";
import { quoted, shown } from "../schema/shown.ts";
import { didYouMean, nearOrAll } from "../schema/suggest.ts";
import type { Assets } from "./assets.ts";
import { type Catalogue, mechanismName } from "./catalogue.ts";
import { isRecord, nameOf } from "./named.ts";
import { isTarget, parsePath, targetsOf } from "./paths.ts";

const PREFIX = "preset/";
const FIELDS = ["mechanism", "params", "in"];

/** A use and where an author wrote it. */
export type LocatedUse = readonly [path: string, use: Use];

/** Presets by name. */
const presetNamed = (name: string): Preset | undefined =>
  PRESETS.find(({ preset }) => preset.name === name)?.preset;

/** Networks in a list of uses become their parts; what their tokens are counted in is told. */
export function withoutPresets(
  uses: readonly LocatedUse[],
  design: string,
  { assets, catalogue, problems }: { assets: Assets; catalogue: Catalogue; problems: Problem[] },
): { readonly uses: LocatedUse[]; readonly decimals: Readonly<Record<string, number>> } {
  const counted: Counted = new Map();
  for (const { name, decimals } of assets.all.filter(({ name }) => !assets.open.has(name)))
    counted.set(name, {
      decimals: assets.byDesign.get(name)?.get(design) ?? decimals,
      by: `assets › ${name}`,
    });
  const own = uses.flatMap(([path, use]): LocatedUse[] => {
    const name = mechanismName(use);
    if (name === undefined || !name.startsWith(PREFIX) || catalogue.has(name)) return [[path, use]];
    const preset = presetNamed(name);
    const where = `${path} ${name}`;
    if (!preset) {
      const names = PRESETS.map(({ preset }) => preset.name);
      problems.push({ path: where, message: `There is no preset of that name.${nearOrAll(name, names)}` });
      return [];
    }
    for (const field of Object.keys(use).filter((field) => !FIELDS.includes(field)))
      problems.push({ path: `${where} › ${field}`, message: fieldFlaw(field) });
    const asset = tokenOf(use, assets);
    if (assets.all.some(({ name }) => name === asset))
      problems.push(...count(preset, asset as string, where, counted));
    return partsOf(preset, use, where, catalogue, problems);
  });
  const decimals = [...counted].filter(
    ([asset, { decimals }]) => assets.all.find(({ name }) => name === asset)?.decimals !== decimals,
  );
  return {
    uses: own,
    decimals: Object.fromEntries(decimals.map(([asset, { decimals }]) => [asset, decimals])),
  };
}

const fieldFlaw = (field: string): string =>
  field === "as"
    ? "The parts of a preset keep their names. A second network stands in a place of its own: in."
    : `There is no such field.${didYouMean(field, FIELDS)}`;

/** The asset that a preset's token is, as the scenario calls it. */
function tokenOf(use: Use, { all }: Assets): unknown {
  const given = isRecord(use.params) ? use.params["asset"] : undefined;
  if (given !== undefined) return given;
  const place = use.in === undefined ? WORLD : nameOf(use.in);
  return (place !== WORLD && all.find((asset) => asset.place === place)?.name) || "token";
}

/** Decimals of a design's assets, and who says so. */
type Counted = Map<string, { readonly decimals: number; readonly by: string }>;

/** Holds a token to its network's base unit: there its rules are exact. */
function count(
  { name, network, decimals }: Preset,
  asset: string,
  where: string,
  counted: Counted,
): Problem[] {
  const first = counted.get(asset);
  if (!first) counted.set(asset, { decimals, by: name });
  if (!first || first.decimals === decimals) return [];
  const remedy = first.by.startsWith(PREFIX)
    ? "Networks of one design have tokens of their own: assets of their own names, or places."
    : `Say ${decimals} there, or leave the decimals out.`;
  return [
    {
      path: where,
      message: `${network} counts in ${decimals} decimals, and ${first.by} says ${first.decimals}. ${remedy}`,
    },
  ];
}

/** The parts of a preset with what its use sets, in its place. */
function partsOf(
  preset: Preset,
  use: Use,
  where: string,
  catalogue: Catalogue,
  problems: Problem[],
): LocatedUse[] {
  if (use.params !== undefined && use.params !== null && !isRecord(use.params)) {
    problems.push({
      path: where,
      message: `Expected parameters of its parts by path, got ${shown(use.params)}.`,
    });
    return [];
  }
  const { asset, ...settings } = (use.params ?? {}) as Readonly<Record<string, unknown>>;
  const parts = preset.parts.map((part) => {
    const mechanism = mechanismName(part)!;
    const as = part.as ?? mechanism;
    const params: Record<string, unknown> = { ...part.params };
    if (asset !== undefined && Object.hasOwn(catalogue.get(mechanism)!.params, "asset"))
      params["asset"] = asset;
    return { part, params, identity: { mechanism, as, place: WORLD, id: nameIn(WORLD, as) } };
  });
  for (const [path, value] of Object.entries(settings)) {
    const parsed = parsePath(path);
    const meant = parsed ? parts.filter(({ identity }) => isTarget(identity, parsed.target)) : [];
    for (const { params } of meant) params[parsed!.param] = value;
    if (meant.length > 0) continue;
    const targets = [...new Set(parts.flatMap(({ identity }) => targetsOf(identity)))];
    problems.push({
      path: `${where} › ${path}`,
      message: parsed
        ? `No part of ${preset.network} is called ${quoted(parsed.target)}.${nearOrAll(parsed.target, targets)}`
        : `Expected the path of a part's parameter, such as "${examplePath(preset, catalogue)}".`,
    });
  }
  const place = use.in === undefined ? {} : { in: use.in };
  return parts.map(({ part, params }) => [where, { ...part, params, ...place }]);
}

/** A path that may be set, for a hint. */
function examplePath({ parts }: Preset, catalogue: Catalogue): string {
  const name = mechanismName(parts.at(-1))!;
  const param = Object.keys(catalogue.get(name)!.params).find((each) => each !== "asset");
  return `${name}.${param}`;
}
