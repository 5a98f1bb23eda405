import { roomReads } from "../../../kit/market/pooled-room.ts";
import { waitingEmits } from "../../../kit/market/waiting.ts";
import { meet, own } from "../../../model/accounts.ts";
import { shared } from "../../../model/mechanism.ts";
import { choice, count, ratio, seconds, usd, usdPerGpuHour } from "../../../schema/fields.ts";
import { DAY } from "../../../units.ts";

const FOR_THE_SCENARIO = "Orrery: for the scenario to set";

export const params = {
  feeUsd: usd({
    default: 200,
    doc: "What a subscription costs for a period, however much it is used; paid at its beginning.",
    source: FOR_THE_SCENARIO,
  }),
  period: seconds({
    default: 30 * DAY,
    min: DAY,
    doc: "Time that a fee pays for; it is due at the beginning.",
    source: "A month",
  }),
  subscriptions: count({
    default: 20,
    min: 1,
    max: 1_000_000,
    doc: "Subscriptions that are sold.",
    source: FOR_THE_SCENARIO,
  }),
  subscribers: count({
    default: 100,
    doc: "Customers numbered below this subscribe; number n shares subscription n modulo their number. demand/jobs gives low numbers to who has most jobs.",
    source: FOR_THE_SCENARIO,
  }),
  share: ratio({
    default: 0.5,
    doc: "Share of the GPUs online that is for subscribers.",
    source: FOR_THE_SCENARIO,
  }),
  others: choice(["on demand", "refused"], {
    default: "on demand",
    doc: "Whether those who do not subscribe may rent the other GPUs.",
    source: "Orrery: a design",
  }),
  onDemandUsdPerGpuHour: usdPerGpuHour({
    default: 0.5,
    min: 1e-6,
    doc: "What they pay.",
    source: FOR_THE_SCENARIO,
  }),
  lookahead: count({
    default: 64,
    min: 1,
    doc: "How many of those whose turn it is are tried where jobs are too wide.",
    range: [1, 256],
  }),
};
export const accounts = {
  world: meet("world"),
  subscribers: own("customers"),
  revenue: meet("providerRevenue"),
};
export const assets = { usd: "usd" } as const;
export const reads = { ...roomReads, gpusOnline: {} } as const;
export const emits = {
  jobMatched: shared,
  ...waitingEmits,
  feeDue: {
    doc: "Subscriptions are paid for the next period.",
    private: true,
    fields: { period: "number" },
  },
} as const;
