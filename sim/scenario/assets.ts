import type { Problem } from "../errors.ts";
import { WORLD } from "../model/place.ts";
import { quoted, shown } from "../schema/shown.ts";
import { didYouMean } from "../schema/suggest.ts";
import { isRecord, namedParts, nameOf } from "./named.ts";
import type { ResolvedDesign, ResolvedScenario } from "./scenario.ts";

type Asset = ResolvedScenario["assets"][number];

const DOLLARS: Asset = { name: "usd", decimals: 6, place: WORLD };
const FIELDS = ["decimals", "in"];
/** Of an asset whose scenario does not say. */
const DECIMALS = 9;
const MOST_DECIMALS = 18;

/** The assets of a scenario, and what designs count otherwise. */
export interface Assets {
  /** US dollars first, then by name; with the decimals that a design has where it says nothing. */
  readonly all: readonly Asset[];
  /** Assets whose decimals the scenario leaves to its designs. */
  readonly open: ReadonlySet<string>;
  /** Decimals that the scenario names by design, by asset. */
  readonly byDesign: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** Reads the assets of a scenario, whose designs have these names. */
export function resolveAssets(given: unknown, designs: readonly string[], problems: Problem[]): Assets {
  if (given === undefined)
    return {
      all: [DOLLARS, { name: "token", decimals: DECIMALS, place: WORLD }],
      open: new Set(["token"]),
      byDesign: new Map(),
    };
  const expected = "assets by name, such as { token: { decimals: 9 } }";
  const named = namedParts(given, "assets", expected, problems, false);
  const assets = named.flatMap(([name, asset]) => resolvedAsset(name, asset, designs, problems));
  const all = assets.map(({ name, place, decimals }) => ({
    name,
    decimals: typeof decimals === "number" ? decimals : DECIMALS,
    place,
  }));
  for (const [at, { name, place }] of all.entries()) {
    const first = all.findIndex((other) => other.place === place);
    if (place !== WORLD && first < at)
      problems.push({
        path: `assets › ${name} › in`,
        message: `${all[first]!.name} is the asset of ${place}. A place has one: what stands there may name another.`,
      });
  }
  return {
    all: [DOLLARS, ...all.sort((one, other) => (one.name < other.name ? -1 : 1))],
    open: new Set(assets.filter(({ decimals }) => decimals === undefined).map(({ name }) => name)),
    byDesign: new Map(
      assets.flatMap(({ name, decimals }) => (decimals instanceof Map ? [[name, decimals] as const] : [])),
    ),
  };
}

/** The assets of a scenario as one of its designs counts them. */
export const assetsIn = (
  assets: ResolvedScenario["assets"],
  { decimals }: Pick<ResolvedDesign, "decimals">,
): ResolvedScenario["assets"] =>
  decimals === undefined
    ? assets
    : assets.map((asset) => ({ ...asset, decimals: decimals[asset.name] ?? asset.decimals }));

interface ReadAsset {
  readonly name: string;
  readonly place: string;
  /** Undefined: the designs' own. */
  readonly decimals: number | ReadonlyMap<string, number> | undefined;
}

function resolvedAsset(
  name: string,
  asset: unknown,
  designs: readonly string[],
  problems: Problem[],
): ReadAsset[] {
  const path = `assets › ${name}`;
  const refused = (where: string, message: string) => {
    problems.push({ path: where, message });
    return [];
  };
  if (name === DOLLARS.name)
    return refused(path, "US dollars are always there, with 6 decimals. Leave them out.");
  if (/[[\]]/.test(name))
    return refused(path, "The names of measures put an asset into brackets: it has none in its own.");
  if (!isRecord(asset)) return refused(path, `Expected { decimals: 9 }, got ${shown(asset)}.`);
  for (const field of Object.keys(asset).filter((field) => !FIELDS.includes(field)))
    refused(`${path} › ${field}`, `There is no such field.${didYouMean(field, FIELDS)}`);
  const place = asset["in"] === undefined ? WORLD : nameOf(asset["in"]);
  if (place === undefined)
    return refused(`${path} › in`, `Expected the name of a place, got ${shown(asset["in"])}.`);
  const { decimals } = asset;
  if (decimals === undefined || isDecimals(decimals)) return [{ name, place, decimals }];
  if (!isRecord(decimals) && !(decimals instanceof Map))
    return refused(`${path} › decimals`, expectedDecimals(decimals));
  const own = decimalsByDesign(`${path} › decimals`, decimals, designs, problems);
  return own ? [{ name, place, decimals: own }] : [];
}

const isDecimals = (given: unknown): given is number =>
  typeof given === "number" && Number.isInteger(given) && given >= 0 && given <= MOST_DECIMALS;

const expectedDecimals = (given: unknown): string =>
  `Expected a whole number from 0 to ${MOST_DECIMALS}, got ${shown(given)}.`;

/** `{ Bitcoin: 8, Ethereum: 18 }`: each design has one. */
function decimalsByDesign(
  path: string,
  given: object,
  designs: readonly string[],
  problems: Problem[],
): ReadonlyMap<string, number> | undefined {
  const before = problems.length;
  const named = namedParts(given, path, "decimals by design", problems, false);
  for (const [design, decimals] of named)
    if (!designs.includes(design))
      problems.push({
        path: `${path} › ${design}`,
        message: `There is no design ${quoted(design)}.${didYouMean(design, designs)}`,
      });
    else if (!isDecimals(decimals))
      problems.push({ path: `${path} › ${design}`, message: expectedDecimals(decimals) });
  for (const design of designs.filter((design) => !named.some(([name]) => name === design)))
    problems.push({ path, message: `The decimals of design ${quoted(design)} are missing.` });
  return problems.length === before ? new Map(named as [string, number][]) : undefined;
}
