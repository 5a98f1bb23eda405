import { expect, test } from "vitest";
import { erlangB, erlangC, mg1, mm1, mmc } from "../../sim/formulas/queues.ts";

test("erlangB of no load is nothing", () => {
  expect(erlangB(3, 0)).toBe(0);
});

test("erlangB is the truncated Poisson tail", () => {
  const load = 7.5;
  let term = 1;
  let sum = 1;
  for (let k = 1; k <= 9; k += 1) {
    term *= load / k;
    sum += term;
  }
  expect(erlangB(9, load)).toBeCloseTo(term / sum, 14);
});

test("erlangC has its closed form for one and two servers", () => {
  expect(erlangC(1, 0.7)).toBeCloseTo(0.7, 14);
  for (const rho of [0.1, 0.5, 0.9]) {
    expect(erlangC(2, 2 * rho)).toBeCloseTo((2 * rho * rho) / (1 + rho), 13);
  }
});

test("mm1 has its closed forms", () => {
  const queue = mm1(0.8, 1);
  expect(queue.utilisation).toBe(0.8);
  expect(queue.waitProbability).toBeCloseTo(0.8, 12);
  expect(queue.timeInSystem).toBeCloseTo(5, 12);
  expect(queue.waitingTime).toBeCloseTo(4, 12);
  expect(queue.numberInSystem).toBeCloseTo(4, 12);
  expect(queue.queueLength).toBeCloseTo(3.2, 12);
});

test("mmc with two servers waits ρ² / (μ (1 − ρ²))", () => {
  const rho = 0.75;
  const queue = mmc(2 * rho * 4, 4, 2);
  expect(queue.waitingTime).toBeCloseTo((rho * rho) / (4 * (1 - rho * rho)), 12);
  expect(queue.numberInSystem).toBeCloseTo((2 * rho) / (1 - rho * rho), 12);
});

test("mg1 is mm1 for exponential service and half the wait for constant service", () => {
  const exponential = mg1(0.8, 1, 1);
  expect(exponential.waitingTime).toBeCloseTo(mm1(0.8, 1).waitingTime, 12);
  expect(mg1(0.8, 1, 0).waitingTime).toBeCloseTo(2, 12);
});

test("a queue without a steady state is refused", () => {
  for (const queue of [() => mm1(1, 1), () => mmc(9, 1, 8), () => mg1(2, 1, 1), () => mm1(Number.NaN, 1)]) {
    expect(queue).toThrow("A queue has a steady state only where its load is below its servers.");
  }
});
