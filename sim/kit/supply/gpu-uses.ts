/** What owners may do with their GPUs, what it brings and how it is measured: alike in every mechanism of supply. */
import type { GpuCost } from "../../formulas/provider.ts";
import {
  IDLE,
  idleMargin,
  MINE,
  NOT_OFFERED,
  RENT,
  SERVE,
  USES,
  VOLUNTEER,
  workMargin,
} from "../../formulas/uses.ts";
import type { Reads } from "../../model/mechanism.ts";

/** Uses by what owners are free to do. */
const OPEN_USES = {
  rent: [RENT],
  "rent or mine": [RENT, MINE],
  any: [RENT, MINE, SERVE, VOLUNTEER, IDLE],
} as const;
export type Freedom = keyof typeof OPEN_USES;

export const useReads = {
  miningUsdPerGpuHour: { otherwise: 0 },
  servingUsdPerGpuHour: { otherwise: 0 },
  volunteeringUsdPerGpuHour: { otherwise: 0 },
} as const satisfies Reads;

/** USD that an hour of a GPU of throughput 1 brings, by use; 0: nobody offers it. What renting brings is the market's business. */
export const usdByUse = (read: { readonly [S in keyof typeof useReads]: () => number }): number[] => [
  0,
  read.miningUsdPerGpuHour(),
  read.servingUsdPerGpuHour(),
  read.volunteeringUsdPerGpuHour(),
  0,
];

/** USD that a GPU-hour leaves, by use; what is not open to the owner, or not on offer, is NOT_OFFERED. */
export function marginsByUse(
  uses: Freedom,
  usd: readonly number[],
  throughput: number,
  cost: GpuCost,
  renting: number,
): number[] {
  const open: readonly number[] = OPEN_USES[uses];
  return usd.map((brings, use) => {
    if (use === RENT) return renting;
    if (!open.includes(use)) return NOT_OFFERED;
    if (use === IDLE) return idleMargin(cost);
    return brings > 0 ? workMargin(brings * throughput, cost) : NOT_OFFERED;
  });
}

/** Names of uses that there are more than one of; of one alone nothing is to tell. */
const keys = ({ uses }: { readonly uses: Freedom }): string[] =>
  uses === "rent" ? [] : OPEN_USES[uses].map((use) => USES[use]!);

/**
 * @param secondsOf GPU-seconds of a use so far; of renting, those online
 * @param usdOf what a use has brought so far, settled or not
 */
export const measuresByUse = <C extends { readonly now: number }>(
  secondsOf: (context: C, use: number) => number,
  usdOf: (context: C, use: number) => number,
) => ({
  "gpu.use[use]": {
    keys,
    metric: (use: number) => ({
      totals: (context: C) => [secondsOf(context, use), context.now] as const,
    }),
  },
  "providers.incomeUsd[use]": {
    keys,
    metric: (use: number) => ({ total: (context: C) => usdOf(context, use) }),
  },
});
