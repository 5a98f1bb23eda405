import { expect, test } from "vitest";
import { steadyState, timeAverageVariance } from "../../sim/formulas/birth-death.ts";
import { mmc } from "../../sim/formulas/queues.ts";

const queue = (load: number, servers: number) => ({
  birth: () => load,
  death: (state: number) => Math.min(state, servers),
});

test("the steady state of M/M/1 is geometric", () => {
  const probabilities = steadyState(queue(0.8, 1));
  for (const state of [0, 1, 10, 50]) expect(probabilities[state]).toBeCloseTo(0.2 * 0.8 ** state, 12);
});

test("the mean number in M/M/c is Erlang's", () => {
  const mean = steadyState(queue(6.4, 8)).reduce((sum, probability, state) => sum + probability * state, 0);
  expect(mean).toBeCloseTo(mmc(6.4, 1, 8).numberInSystem, 9);
});

test("the variance of the number in M/M/1 is 2 ρ (1 + ρ) / (1 − ρ)⁴", () => {
  // Whitt, "Planning queueing simulations", Management Science 35(11), 1989, equation 10.
  for (const load of [0.1, 0.5, 0.8, 0.9]) {
    const expected = (2 * load * (1 + load)) / (1 - load) ** 4;
    expect(timeAverageVariance(queue(load, 1), (state) => state) / expected).toBeCloseTo(1, 9);
  }
});

test("the variance of the number in M/M/∞ is twice the load", () => {
  // Its covariance over a time t is load × exp(−t); twice its integral.
  expect(timeAverageVariance(queue(5, 1e9), (state) => state)).toBeCloseTo(10, 9);
});
