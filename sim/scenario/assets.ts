import type { Problem } from "../errors.ts";
import { WORLD } from "../model/place.ts";
import { shown } from "../schema/shown.ts";
import { didYouMean } from "../schema/suggest.ts";
import { isRecord, namedParts, nameOf } from "./named.ts";
import type { ResolvedScenario } from "./scenario.ts";

const DOLLARS = { name: "usd", decimals: 6, place: WORLD };
const FIELDS = ["decimals", "in"];
const MOST_DECIMALS = 18;

/** The assets of a scenario, US dollars first, then by name. */
export function resolveAssets(given: unknown, problems: Problem[]): ResolvedScenario["assets"] {
  if (given === undefined) return [DOLLARS, { name: "token", decimals: 9, place: WORLD }];
  const expected = "assets by name, such as { token: { decimals: 9 } }";
  const named = namedParts(given, "assets", expected, problems, false);
  const assets = named.flatMap(([name, asset]) => resolvedAsset(name, asset, problems));
  for (const [at, { name, place }] of assets.entries()) {
    const first = assets.findIndex((other) => other.place === place);
    if (place !== WORLD && first < at)
      problems.push({
        path: `assets › ${name} › in`,
        message: `${assets[first]!.name} is the asset of ${place}. A place has one: what stands there may name another.`,
      });
  }
  return [DOLLARS, ...assets.sort((one, other) => (one.name < other.name ? -1 : 1))];
}

function resolvedAsset(name: string, asset: unknown, problems: Problem[]): ResolvedScenario["assets"] {
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
  const { decimals } = asset;
  const place = asset["in"] === undefined ? WORLD : nameOf(asset["in"]);
  if (place === undefined)
    return refused(`${path} › in`, `Expected the name of a place, got ${shown(asset["in"])}.`);
  if (
    typeof decimals === "number" &&
    Number.isInteger(decimals) &&
    decimals >= 0 &&
    decimals <= MOST_DECIMALS
  )
    return [{ name, decimals, place }];
  return refused(
    `${path} › decimals`,
    `Expected a whole number from 0 to ${MOST_DECIMALS}, got ${shown(decimals)}.`,
  );
}
