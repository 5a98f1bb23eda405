import { choice, count, number, ratio, table, usd } from "../../../schema/fields.ts";
import { inlineTable } from "../../../schema/table.ts";

const FOR_THE_SCENARIO = "Orrery: for the scenario to set";

export const params = {
  nodes: table(
    {
      node: { type: "text" },
      machines: { type: "number", min: 0 },
      price_usd: { type: "number", unit: "USD", min: 0 },
      shares: { type: "number", min: 1 },
    },
    {
      default: inlineTable({
        node: ["alice", "bob"],
        machines: [2, 1],
        price_usd: [20_000, 40_000],
        shares: [1_000, 1_000],
      }),
      doc: "Nodes that are sold in shares: the provider of that name, its machines (numbered from 0, row by row, as supply does), what they cost, and how many shares are issued on them.",
      source: FOR_THE_SCENARIO,
    },
  ),
  savers: count({
    default: 500,
    min: 1,
    max: 100_000,
    doc: "People who would put savings into a node.",
    source: FOR_THE_SCENARIO,
  }),
  leastSavingsUsd: usd({
    default: 200,
    min: 1e-6,
    doc: "What the poorest of them can put in.",
    range: [50, 1_000],
  }),
  savingsShape: number("", {
    default: 1.3,
    min: 0.5,
    doc: "Shape of the Pareto law of savings: P(more than x) = (least / x)^shape. 1.16 is 80 % held by a fifth.",
    range: [1.1, 2],
  }),
  payoutEvery: count({
    default: 7,
    min: 1,
    max: 365,
    doc: "Days from one payout to the next.",
    source: FOR_THE_SCENARIO,
  }),
  operators: count({
    default: 1,
    min: 1,
    doc: "Operators whom nodes are delegated to, in turn.",
    source: FOR_THE_SCENARIO,
  }),
  commission: ratio({
    default: 0.1,
    doc: "Share of a node's income that its operator keeps; 0: holders run it themselves.",
    range: [0, 0.25],
  }),
  repairUsd: usd({
    default: 100,
    doc: "Cost of a repair, each time that a machine of the node stops taking jobs.",
    range: [0, 500],
  }),
  failuresBorneBy: choice(["holders", "operator"], {
    default: "holders",
    doc: "Who pays repairs: holders, out of the node's income; or the operator, as far as its commissions go.",
    source: "Orrery: a design",
  }),
  rate: ratio({
    default: 0.12,
    doc: "Yearly discount of a share's expected income.",
    range: [0.06, 0.25],
  }),
  life: number("y", {
    default: 4,
    min: 0.1,
    max: 20,
    doc: "Years that a node earns, from the start.",
    range: [3, 6],
  }),
  resaleShare: ratio({
    default: 0.1,
    doc: "Share of a node's price that is left at the end.",
    range: [0.05, 0.2],
  }),
  memory: number("payouts", {
    default: 4,
    min: 0.1,
    doc: "Half-life of expectations of a node's income.",
    range: [2, 12],
  }),
  needCash: ratio({
    default: 0.02,
    doc: "Probability, from payout to payout, that a holder needs cash and offers what it holds of a node.",
    range: [0, 0.1],
  }),
  discount: ratio({
    default: 0.2,
    doc: "Most that somebody who needs cash gives up of a share's value; uniform from 0.",
    range: [0, 0.5],
  }),
  disagreement: number("", {
    default: 0.1,
    min: 0,
    max: 1,
    doc: "Standard deviation of ln(value of a share) between savers.",
    range: [0, 0.3],
  }),
};
