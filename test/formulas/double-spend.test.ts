import { expect, test } from "vitest";
import {
  doubleSpendProbability,
  nakamotoDoubleSpend,
  selfishRevenue,
  selfishThreshold,
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
      expect(nakamotoDoubleSpend({ q: share, confirmations: Number(confirmations) })).toBeCloseTo(
        probability,
        7,
      );
    }
  }
});

test("nakamotoDoubleSpend falls below 0.1 % at the confirmations of the Bitcoin paper", () => {
  const table = nakamotoTable["minConfirmationsForP<0.001"]!;
  for (const [share, confirmations] of Object.entries(table)) {
    expect(nakamotoDoubleSpend({ q: Number(share), confirmations: confirmations })).toBeLessThan(0.001);
    expect(
      nakamotoDoubleSpend({ q: Number(share), confirmations: confirmations - 1 }),
    ).toBeGreaterThanOrEqual(0.001);
  }
});

test("doubleSpendProbability is the negative binomial form", () => {
  for (const { q, n, p } of rosenfeldExact.values)
    expect(doubleSpendProbability({ q, confirmations: n })).toBeCloseTo(p, 9);
});

test("half of the hash power always overtakes", () => {
  expect(nakamotoDoubleSpend({ q: 0.5, confirmations: 100 })).toBe(1);
  expect(doubleSpendProbability({ q: 0.6, confirmations: 100 })).toBe(1);
});

test("selfishRevenue and its threshold are Eyal and Sirer's", () => {
  for (const { alpha, gamma, R } of eyalSirer.relativeRevenue) {
    expect(selfishRevenue({ alpha, gamma })).toBeCloseTo(R, 7);
  }
  for (const [gamma, threshold] of Object.entries(eyalSirer.thresholds)) {
    expect(selfishThreshold({ gamma: Number(gamma.split("=")[1]) })).toBeCloseTo(threshold, 12);
  }
});
