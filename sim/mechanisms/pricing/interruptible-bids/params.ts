import { meet, own } from "../../../model/accounts.ts";
import { shared } from "../../../model/mechanism.ts";
import { choice, ratio, seconds, usdPerGpuHour } from "../../../schema/fields.ts";
import { DAY, HOUR, MINUTE } from "../../../units.ts";

export const params = {
  minimumShare: ratio({
    default: 0.5,
    doc: "Lowest bid that a host takes, as a share of its price on demand.",
    range: [0.2, 0.8],
  }),
  bidding: choice(["just-enough", "limit"], {
    default: "just-enough",
    doc: "What customers bid: what is needed to run now, up to the most that they pay; or that most at once.",
    source:
      "First-price bids are paid as bid, so that nobody bids his worth: Krishna, Auction Theory, section 2.3",
  }),
  margin: ratio({
    default: 0.05,
    min: 0.001,
    doc: "How far a bid goes above the one that it is to displace.",
    range: [0.01, 0.2],
  }),
  rebidding: seconds({
    default: HOUR,
    min: MINUTE,
    doc: "Time after which customers who do not run look again and raise their bids.",
    range: [600, 6 * HOUR],
  }),
  storageUsdPerGpuHour: usdPerGpuHour({
    default: 0.01,
    doc: "What the data of a paused job cost, an hour and GPU.",
    range: [0.002, 0.03],
  }),
  keepFor: seconds({
    default: 2 * DAY,
    doc: "Time after which a job that has not run again is deleted.",
    source: "Vast.ai documentation: expired instances are deleted after 48 hours",
  }),
};
export const accounts = {
  world: meet("world"),
  customers: own("customers"),
  revenue: meet("providerRevenue"),
};
export const assets = { usd: "usd" } as const;
export const emits = {
  jobMatched: shared,
  jobEvicted: shared,
  jobLeft: shared,
  bidsRaised: {
    doc: "Customers who do not run look again and raise their bids.",
    private: true,
    fields: { step: "number" },
  },
  bidOver: {
    doc: "A job has waited as long as it will, or has been paused for as long as its data are kept.",
    private: true,
    fields: { job: "number" },
  },
} as const;
