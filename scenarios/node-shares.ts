/**
 * Ten nodes of 8 GPUs, at work in a small market. Who can own them, and what reaches those who do, depends on how they
 * are sold and who runs them; jobs, prices, failures and savings are the same in all designs.
 */
import { defineScenario, inlineTable, type Use } from "orrery";
import { world } from "./flagship/world.ts";

const NODES = 10;
const GPUS = 8;
/** An RTX 3090 with its share of the host, as supply/cohorts assumes. */
const USD_PER_GPU = 1_000;
const REGIONS = ["US", "DE", "NO", "CN"];

const names = Array.from({ length: NODES }, (_, at) => `node ${at + 1}`);
const each = <T>(value: (at: number) => T): T[] => names.map((_, at) => value(at));

const fleet: Use = {
  mechanism: "supply/fleet",
  params: {
    machines: inlineTable({
      provider: names,
      count: each(() => 1),
      gpus: each(() => GPUS),
      kind: each(() => "RTX 3090"),
      memory_gb: each(() => 24),
      throughput: each(() => 1),
      region: each((at) => REGIONS[at % REGIONS.length]!),
      usd_per_gpu_hour: each(() => 0),
      tdp_watts: each(() => 350),
      operating_usd_per_gpu_hour: each(() => 0.03),
    }),
    spanPenalty: 0.1,
  },
};
const market: Use[] = world
  .filter(({ mechanism }) => mechanism !== "shocks/demand" && mechanism !== "supply/cohorts")
  .map(({ mechanism, params }) => ({
    mechanism,
    params: { ...params, ...(mechanism === "demand/bootstrap-trace" ? { replicas: 3 } : {}) },
  }));

/** 500 people with savings from 100 USD on, of which a fifth has four fifths. */
const owned = (shares: number, params: object): Use[] => [
  {
    mechanism: "supply/node-shares",
    params: {
      nodes: inlineTable({
        node: names,
        machines: each(() => 1),
        price_usd: each(() => GPUS * USD_PER_GPU),
        shares: each(() => shares),
      }),
      savers: 500,
      leastSavingsUsd: 100,
      savingsShape: 1.16,
      payoutEvery: 28,
      needCash: 0.05,
      repairUsd: 200,
      operators: 3,
      ...params,
    },
  },
];

export default defineScenario({
  title: "Shares in a node",
  question:
    "Nodes sold whole, by the GPU, or in a thousand shares, with or without an operator who is paid: who is let in, who gets what, and what does the operator cost?",
  seed: 1,
  until: "364d",
  sample: "28d",
  world: [...market, fleet, { mechanism: "contracts/escrow", params: {} }],
  designs: {
    "whole nodes": owned(1, { commission: 0 }),
    "a GPU a share": owned(GPUS, { commission: 0 }),
    "1000 shares a node": owned(1_000, { commission: 0 }),
    "shares, operator for 10 %": owned(1_000, { commission: 0.1 }),
    "shares, operator for 15 % bears repairs": owned(1_000, {
      commission: 0.15,
      failuresBorneBy: "operator",
    }),
  },
  measures: [
    "shares.gini",
    "shares.letIn",
    "shares.sold",
    "shares.ticketUsd",
    "shares.holders",
    "shares.incomeUsd",
    "shares.yield",
    "operators.incomeUsd",
    "shares.repairsUsd",
    "shares.turnover",
    "shares.priceToValue",
    "gpu.utilisation",
    "gpu.usdPerGpuHour",
  ],
  replications: 4,
  expect: {
    "shares let in at least ten times as many": {
      compare: "[1000 shares a node].shares.letIn >= 10 * [whole nodes].shares.letIn",
    },
    "income from shares is less unequal than from whole nodes": {
      compare: "[1000 shares a node].shares.gini < [whole nodes].shares.gini",
      confidence: 0.95,
    },
    "a share of a GPU's price lets in fewer than half of those whom small shares do": {
      compare: "[a GPU a share].shares.letIn < 0.5 * [1000 shares a node].shares.letIn",
    },
    "how a node is owned changes nothing about what it earns": {
      compare: "[1000 shares a node].shares.incomeUsd == [whole nodes].shares.incomeUsd",
    },
    "the operator's commission is what holders lose": {
      compare:
        "abs([shares, operator for 10 %].shares.incomeUsd - 0.9 * [1000 shares a node].shares.incomeUsd) < 0.01",
    },
  },
});
