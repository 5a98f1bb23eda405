import { IDLE, MINE, RENT, SERVE, USES, VOLUNTEER } from "../../../formulas/uses.ts";
import type { Supply } from "./state.ts";

/** Uses by what owners are free to do. */
export const OPEN_USES = {
  rent: [RENT],
  "rent or mine": [RENT, MINE],
  any: [RENT, MINE, SERVE, VOLUNTEER, IDLE],
} as const;

/** Names of the uses that there may be. */
export const usesOf = (uses: keyof typeof OPEN_USES): string[] => OPEN_USES[uses].map((use) => USES[use]!);

/** Kinds of payment, by use. */
const FLOWS = ["", "mining", "serving", "volunteering", ""];

/** USD that an hour of a GPU of the first generation brings, by use; 0: nobody offers it. */
export const offers = ({ read }: Supply): number[] => [
  0,
  read.miningUsdPerGpuHour(),
  read.servingUsdPerGpuHour(),
  read.volunteeringUsdPerGpuHour(),
  0,
];

/** What other uses than renting have brought a provider since its last bill, at what they bring now. */
export function earnAway(context: Supply, provider: number): void {
  const { state, ledger } = context;
  const use = state.use[provider]!;
  if (use === RENT || use === IDLE) return;
  const speed = state.throughput[state.generation[provider]!]!;
  const brought = offers(context)[use]! * speed * state.awayHours[provider]!;
  const { usd, world } = state.accounts;
  const paid = ledger.transfer(usd, world, state.account[provider]!, brought, FLOWS[use]!);
  state.revenue[provider]! += paid;
  state.income[state.region[provider]!]! += paid;
  state.awayUsd[use]! += paid;
}
