import type { Problem } from "../errors.ts";
import { shown } from "../schema/shown.ts";
import { didYouMean } from "../schema/suggest.ts";
import { isRecord, namedParts } from "./named.ts";
import type { ResolvedScenario } from "./scenario.ts";

const DOLLARS = { name: "usd", decimals: 6 };
const MOST_DECIMALS = 18;

/** The assets of a scenario, US dollars first, then by name. */
export function resolveAssets(given: unknown, problems: Problem[]): ResolvedScenario["assets"] {
  if (given === undefined) return [DOLLARS, { name: "token", decimals: 9 }];
  const expected = "assets by name, such as { token: { decimals: 9 } }";
  const named = namedParts(given, "assets", expected, problems, false);
  const assets = named.flatMap(([name, asset]) => resolvedAsset(name, asset, problems));
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
  for (const field of Object.keys(asset).filter((field) => field !== "decimals"))
    refused(`${path} › ${field}`, `There is no such field.${didYouMean(field, ["decimals"])}`);
  const { decimals } = asset;
  if (
    typeof decimals === "number" &&
    Number.isInteger(decimals) &&
    decimals >= 0 &&
    decimals <= MOST_DECIMALS
  )
    return [{ name, decimals }];
  return refused(
    `${path} › decimals`,
    `Expected a whole number from 0 to ${MOST_DECIMALS}, got ${shown(decimals)}.`,
  );
}
