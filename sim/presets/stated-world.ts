import { decimalText, exactDecimal, scaledBy } from "../exact-decimal.ts";
import { geometricBrownian } from "../mechanisms/defi/geometric-brownian.ts";
import { spending } from "../mechanisms/demand/spending.ts";
import { aggregate } from "../mechanisms/supply/aggregate.ts";
import type { Use } from "../model/mechanism.ts";
import { buysWithUse, type PresetFactory } from "./define-preset.ts";

/** What is the same for every network that is compared. */
export interface StatedWorld {
  /** What all tokens of the opening supply are worth together. */
  readonly capitalisationUsd: number;
  /** Drift and volatility of the price's logarithm a year; its luck is the same in every design. */
  readonly drift: number;
  readonly volatility: number;
  /** What customers spend on the first day, and how it grows: burned where the network burns, else paid to providers. */
  readonly usdPerDay: number;
  readonly growth: number;
}

/** Of the opening supply, the part that makers of the market hold: one of so many. */
const STOCK = 4n;
/** USD of these for each USD of capitalisation. */
const DEPTH = 10;

/**
 * A network in a world that is the same for all: a given price path, providers as one sector, customers who spend a given
 * sum. Nothing of the world depends on the network but the price of a token at the start, by its opening supply, so that
 * what differs between designs is what their rules issue and burn.
 */
export function inStatedWorld(network: PresetFactory, world: StatedWorld): Use[] {
  const { preset } = network;
  const supply = exactDecimal(preset.supply)!;
  const units = scaledBy(supply, preset.decimals);
  const stock = units / STOCK;
  const granted = scaledBy(exactDecimal(preset.granted ?? 0)!, preset.decimals);
  const inTokens = (amount: bigint): string => decimalText({ digits: amount, exponent: -preset.decimals });
  const burns = buysWithUse(preset);
  return [
    network({ "issuance/genesis.supply": inTokens(units - granted - stock) }),
    geometricBrownian({
      tokens: inTokens(stock),
      usd: world.capitalisationUsd * DEPTH,
      price: world.capitalisationUsd / Number(preset.supply),
      drift: world.drift,
      volatility: world.volatility,
    }),
    aggregate(),
    spending({ usdPerDay: world.usdPerDay, growth: world.growth, to: burns ? "burn" : "providers" }),
  ];
}
