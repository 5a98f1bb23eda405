import { WORLD } from "../model/place.ts";
import { quoted } from "../schema/shown.ts";
import type { ResolvedScenario } from "./scenario.ts";

type Assets = ResolvedScenario["assets"];

/** The asset declared in a place. */
export const ownAsset = (assets: Assets, place: string): Assets[number] | undefined =>
  place === WORLD ? undefined : assets.find((asset) => asset.place === place);

/** What a place has for its token: its own, or else the world's, where that has one alone. */
export function assetOf(assets: Assets, place: string): Assets[number] | undefined {
  const own = ownAsset(assets, place);
  if (own !== undefined) return own;
  const shared = ofWorld(assets);
  return shared.length === 1 ? shared[0] : undefined;
}

/** Why a place has none, and what to do about it. */
export function lacksAsset(assets: Assets, place: string): string {
  const shared = ofWorld(assets).map(({ name }) => name);
  const none = shared.length === 0 ? "the world has none" : `the world has several: ${shared.join(", ")}`;
  if (place === WORLD) return `It stands in the world, and ${none}. Let it join places that have one each.`;
  return `${place} has no asset of its own, and ${none}. Give it one: assets: { name: { decimals: 9, in: ${quoted(place)} } }.`;
}

const ofWorld = (assets: Assets): Assets =>
  assets.filter(({ name, place }) => place === WORLD && name !== "usd");
