import { expect, test } from "vitest";
import {
  nakamotoDoubleSpend,
  rosenfeldDoubleSpend,
  selfishMiningRevenue,
  selfishMiningThreshold,
} from "../../sim/formulas/double-spend.ts";
import { vectors } from "./vectors.ts";

interface Vectors {
  nakamotoTable: Record<string, Record<string, number>>;
  rosenfeldExact: { values: { q: number; n: number; p: number }[] };
  eyalSirer: {
    thresholds: Record<string, number>;
    relativeRevenue: { alpha: number; gamma: number; R: number }[];
  };
}
const { nakamotoTable, rosenfeldExact, eyalSirer } = vectors<Vectors>("double_spend_and_selfish_mining");

test("nakamotoDoubleSpend gives the tables of the Bitcoin paper", () => {
  for (const share of [0.1, 0.3]) {
    for (const [confirmations, probability] of Object.entries(nakamotoTable[`q=${share}`]!)) {
      expect(nakamotoDoubleSpend(share, Number(confirmations))).toBeCloseTo(probability, 7);
    }
  }
});

test("nakamotoDoubleSpend falls below 0.1 % at the confirmations of the Bitcoin paper", () => {
  const table = nakamotoTable["minConfirmationsForP<0.001"]!;
  for (const [share, confirmations] of Object.entries(table)) {
    expect(nakamotoDoubleSpend(Number(share), confirmations)).toBeLessThan(0.001);
    expect(nakamotoDoubleSpend(Number(share), confirmations - 1)).toBeGreaterThanOrEqual(0.001);
  }
});

test("rosenfeldDoubleSpend is the negative binomial form", () => {
  for (const { q, n, p } of rosenfeldExact.values) expect(rosenfeldDoubleSpend(q, n)).toBeCloseTo(p, 9);
});

test("half of the hash power always overtakes", () => {
  expect(nakamotoDoubleSpend(0.5, 100)).toBe(1);
  expect(rosenfeldDoubleSpend(0.6, 100)).toBe(1);
});

test("selfishMiningRevenue and its threshold are Eyal and Sirer's", () => {
  for (const { alpha, gamma, R } of eyalSirer.relativeRevenue) {
    expect(selfishMiningRevenue(alpha, gamma)).toBeCloseTo(R, 7);
  }
  for (const [gamma, threshold] of Object.entries(eyalSirer.thresholds)) {
    expect(selfishMiningThreshold(Number(gamma.split("=")[1]))).toBeCloseTo(threshold, 12);
  }
});
