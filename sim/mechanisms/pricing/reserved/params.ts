import { roomReads } from "../../../kit/market/pooled-room.ts";
import { waitingEmits } from "../../../kit/market/waiting.ts";
import { meet, own } from "../../../model/accounts.ts";
import { shared } from "../../../model/mechanism.ts";
import { count, flag, ratio, usdPerGpuHour } from "../../../schema/fields.ts";

const FOR_THE_SCENARIO = "Orrery: for the scenario to set";

export const params = {
  onDemandUsdPerGpuHour: usdPerGpuHour({
    default: 0.5,
    min: 1e-6,
    doc: "List price of GPUs on demand.",
    source: FOR_THE_SCENARIO,
  }),
  reservedGpus: count({
    default: 8,
    doc: "GPUs that are reserved, and paid for whether they are used or not.",
    source: FOR_THE_SCENARIO,
  }),
  discount: ratio({
    default: 0.4,
    max: 0.99,
    doc: "What a reserved GPU-hour costs less than one on demand; reserving pays from a use of 1 less this on.",
    source: "Vast.ai documentation, reserved instances: up to 50 % for prepayment",
    range: [0.2, 0.5],
  }),
  holders: count({
    default: 10,
    doc: "Customers numbered below this hold the reservations together. demand/jobs gives low numbers to who has most jobs.",
    source: FOR_THE_SCENARIO,
  }),
  holderShare: ratio({
    default: 0.3,
    doc: "Of jobs that name no customer, the share whose customers hold reservations.",
    source: FOR_THE_SCENARIO,
  }),
  lendIdle: flag({
    default: false,
    doc: "Whether reserved GPUs that idle are lent, at a discount, to jobs that keep checkpoints, and taken back when they are wanted.",
    source: "AWS EC2 documentation, Spot instances run on capacity that is unused; Orrery: a design",
  }),
  lendDiscount: ratio({
    default: 0.6,
    max: 0.99,
    doc: "What a lent GPU-hour costs less than one on demand.",
    range: [0.4, 0.9],
  }),
  lookahead: count({
    default: 64,
    min: 1,
    doc: "How many of the waiting jobs, from the front, are tried.",
    range: [1, 256],
  }),
};
export const accounts = {
  world: meet("world"),
  holders: own("customers"),
  revenue: meet("providerRevenue"),
};
export const assets = { usd: "usd" } as const;
export const reads = { ...roomReads, gpusOnline: {} } as const;
export const emits = { jobMatched: shared, jobEvicted: shared, ...waitingEmits } as const;
