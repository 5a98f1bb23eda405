import { roomReads } from "../../../kit/market/pooled-room.ts";
import { waitingEmits } from "../../../kit/market/waiting.ts";
import { shared } from "../../../model/mechanism.ts";
import { count, number, numbers, usd } from "../../../schema/fields.ts";

export const params = {
  workPerCredit: numbers("OBh", {
    default: [50, 100, 200],
    min: 1e-6,
    doc: "OctaneBench hours that a credit buys in tiers 1, 2, 3, …: the first is the dearest, and is served first.",
    source:
      "OTOY, Render Network help: 100 in tier 2, 200 in tier 3, as much again as in tier 1 and more; tier 1 is half of tier 2 here",
  }),
  usdPerCredit: usd({
    default: 1,
    min: 1e-9,
    doc: "Price of a credit.",
    source: "OTOY, Render Network help: a credit is 1 EUR; here 1 USD",
  }),
  octaneBench: number("OB", {
    default: 215,
    min: 1e-6,
    doc: "OctaneBench score of a GPU.",
    source: "OTOY, Render Network help: four GPUs with 860 together",
  }),
  lookahead: count({
    default: 16,
    min: 1,
    doc: "How many of the waiting jobs, from the front, are tried.",
    range: [1, 64],
  }),
};
export const reads = { ...roomReads, gpusOnline: {} } as const;
export const emits = { jobMatched: shared, ...waitingEmits } as const;
