/**
 * Fifteen hosts of Vast's offers, and customers who can bear to be paused. With bids, a host fills GPUs that nobody
 * rents at its price; customers who bid pay less than that price, and are paused when somebody bids more or rents.
 *
 * What comes out: customers who bid no more than they must take nearly all of the gain, storage of paused jobs deducted.
 * Hosts sell a quarter more hours at a sixth less, and earn what they did. If everybody bid his worth at once, hosts
 * would have it all: first-price bids are for shading. Who rents on demand pauses bids and pays as before, but does not
 * wait where posted prices make him: more go away.
 */
import { defineScenario, type Use } from "orrery";

const use = (mechanism: string, params: object = {}, as?: string): Use => ({
  mechanism,
  params,
  ...(as === undefined ? {} : { as }),
});
/** The cheapest machine, at hardly any taste for others; nobody who came goes elsewhere. */
const CHEAPEST = {
  priceSensitivity: 100,
  speedWeight: 0,
  reliabilityWeight: 0,
  reputationWeight: 0,
  outsideWeight: -100,
};

export default defineScenario({
  title: "Bidding for idle GPUs",
  question:
    "Who gains when hosts take bids for what nobody rents at their price: hosts, customers who bid, or customers who rent on demand? And what if everybody bids all that the GPU is worth to him?",
  seed: 1,
  until: "60d",
  warmUp: "10d",
  sample: "1d",
  replications: 4,
  world: [
    use("supply/fleet", { machines: "data/vast-hosts.csv", regions: "data/vast-regions.csv" }),
    use("pricing/outside-offers", { offers: "data/gpu-offers.csv", gpu: "RTX4090" }),
    use("demand/jobs", { class: "inference", checkpoint: 0, duration: 12 * 3_600, rate: 25 }, "services"),
    use("demand/jobs", { class: "fine-tuning", memory: 24, rate: 40, willingness: 0.8 }, "fine-tuning"),
    use("demand/jobs", { class: "rendering", rate: 120, willingness: 0.6 }, "rendering"),
    use("contracts/escrow", { fee: 0.2 }),
  ],
  designs: {
    "on demand only": [use("pricing/posted", CHEAPEST)],
    "bids, just enough": [use("pricing/interruptible-bids", { bidding: "just-enough" })],
    "bids, all it is worth": [use("pricing/interruptible-bids", { bidding: "limit" })],
  },
  control: "on demand only",
  measures: [
    "customers.surplusUsd[*]",
    "providers.margin",
    "customers.paidUsd",
    "gpu.paidUsdPerGpuHour",
    "gpu.utilisation",
    "market.pausesPerGpuDay",
    "market.bidShare",
    "market.storageUsd",
    "jobs.failed[*]",
  ],
  expect: {
    "escrow is empty at the end": { atEnd: "contracts.escrowUsd == 0" },
    "bids put idle GPUs to work": {
      compare: "[bids, just enough].gpu.utilisation > 1.15 * [on demand only].gpu.utilisation",
    },
    "customers who bid gain more than they pay for storage": {
      compare:
        "[bids, just enough].customers.surplusUsd[rendering] + [bids, just enough].customers.surplusUsd[fine-tuning] - [bids, just enough].market.storageUsd > [on demand only].customers.surplusUsd[rendering] + [on demand only].customers.surplusUsd[fine-tuning]",
    },
    "hosts as a whole neither gain nor lose three points of margin by such bids": {
      compare: "abs([bids, just enough].providers.margin - [on demand only].providers.margin) <= 0.03",
    },
    "where everybody bids his worth, hosts gain, and who bids keeps less than with posted prices": {
      compare:
        "[bids, all it is worth].providers.margin > [on demand only].providers.margin + 0.05 && [bids, all it is worth].customers.surplusUsd[rendering] < 0.5 * [on demand only].customers.surplusUsd[rendering]",
    },
    "who bids his worth is paused less often than who bids just enough": {
      compare: "[bids, all it is worth].market.pausesPerGpuDay < [bids, just enough].market.pausesPerGpuDay",
    },
  },
});
