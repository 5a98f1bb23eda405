/**
 * One market for H100 by the hour, cleared in different ways: Akash's reverse auction with tenants who look at the price,
 * at the record, or at both, prices that hosts post, and the two auctions of the textbook. Hosts and their asks are real offers of marketplaces;
 * how many jobs come is assumed.
 */
import { defineScenario, type Use } from "orrery";
import { trackRecord } from "./akash/hosts.ts";

const use = (mechanism: string, params: object = {}): Use => ({ mechanism, params });

/** USD per GPU-hour: the median host's ask, quoted before anything has traded. */
const initial = 2.1;
const auction = (params: object): Use[] => [use("pricing/reverse-auction", { initial, ...params })];

export default defineScenario({
  title: "Who gets the lease?",
  question:
    "If tenants take the cheapest bid, the host with the best record, or weigh both: what does a GPU-hour cost, who earns, which hosts are let in, and how far is that from posted prices, an order book and one price for all?",
  seed: 1,
  until: "45d",
  warmUp: "10d",
  sample: "1d",
  replications: 4,
  world: [
    use("supply/fleet", { machines: "data/h100-hosts.csv", regions: "data/h100-regions.csv" }),
    use("pricing/outside-offers", { offers: "data/gpu-offers.csv", gpu: "H100" }),
    use("demand/jobs", { class: "fine-tuning", rate: 200 }),
    use("contracts/lease"),
    trackRecord(),
  ],
  designs: {
    "cheapest wins": auction({ choice: "cheapest" }),
    "best record wins": auction({ choice: "reputation" }),
    "price and record": auction({ choice: "logit" }),
    "bids at cost": auction({ choice: "cheapest", strategy: "truthful" }),
    // Hosts post what they ask for at least, as in the bids at cost: their surplus is zero by design, and not measured.
    "posted prices": [use("pricing/posted")],
    "order book": [use("pricing/order-book", { initial })],
    "call market": [use("pricing/double-auction", { initial })],
  },
  whatIf: {
    "demand/jobs.rate": { low: 50, high: 800, label: "Jobs that arrive in a day" },
    "contracts/lease.takeRate": { low: 0, high: 0.2, label: "Share of a lease that the network takes" },
    "supply/fleet.markup": { low: 0, high: 0.6, label: "What hosts ask above their avoidable cost" },
    "demand/jobs.dispersion": {
      low: 0.1,
      high: 1,
      label: "How much customers differ in what a job is worth",
    },
    "demand/jobs.patience": { low: "10m", high: "2d", label: "How long a customer waits for a host" },
  },
  measures: [
    "hosts.smallShare",
    "gpu.paidUsdPerGpuHour",
    "customers.surplusUsd",
    "providers.surplusUsd",
    "providers.lernerIndex",
    "market.deadweightUsd",
    "jobs.lostToCloud",
    "providers.gini",
    "providers.nakamoto",
  ],
  expect: {
    "escrow is empty at the end": { atEnd: "contracts.escrowUsd == 0" },
    "collateral is back at the end": { atEnd: "market.collateralUsd == 0", design: "cheapest wins" },
    "machines that bid what they ask for at least gain nothing": {
      summary: "abs(providers.surplusUsd) <= 0.01",
      design: "bids at cost",
    },
    // A mean markup of a fifth is a margin of a sixth: the best of some ten bids leaves less.
    "rivals eat up part of the markup": {
      summary: "providers.lernerIndex <= 0.7 * 0.2 / 1.2",
      design: "cheapest wins",
    },
    "small hosts get next to nothing where the record decides": {
      compare: "[best record wins].hosts.smallShare <= 0.1 * [cheapest wins].hosts.smallShare",
    },
    "tenants pay for the record": {
      compare: "[best record wins].gpu.paidUsdPerGpuHour >= 1.02 * [cheapest wins].gpu.paidUsdPerGpuHour",
    },
    "tenants who weigh price and record spread income over more hosts": {
      compare: "[price and record].providers.gini <= [cheapest wins].providers.gini - 0.03",
    },
    "customers keep more where machines ask what they must": {
      compare: "[order book].customers.surplusUsd >= 1.15 * [cheapest wins].customers.surplusUsd",
    },
    "both sides together gain more from an order book than from bids with markups": {
      compare:
        "[order book].customers.surplusUsd + [order book].providers.surplusUsd > [cheapest wins].customers.surplusUsd + [cheapest wins].providers.surplusUsd",
    },
    "waiting for the call forgoes more than all else": {
      compare: `[call market].market.deadweightUsd >= 5 * max(${["cheapest wins", "best record wins", "price and record", "bids at cost", "order book"].map((design) => `[${design}].market.deadweightUsd`).join(", ")})`,
    },
    "one price for all leaves hosts more than their own asks do": {
      compare: "[call market].providers.surplusUsd >= 3 * [order book].providers.surplusUsd",
    },
  },
});
