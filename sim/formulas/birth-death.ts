/**
 * How far a time average over a simulated birth–death process lies from its mean (Whitt, "Asymptotic formulas for
 * Markov processes with applications to simulation", Operations Research 40(2), 1992, proposition 1; after Burman 1980).
 */
import { OrreryError } from "../errors.ts";

/** Rates and probabilities of the states 0, 1, 2, … of a process that moves by one state at a time. */
export interface BirthDeath {
  /** Rate from state n to n + 1. */
  readonly birth: (state: number) => number;
  /** Rate from state n to n − 1, for n of at least 1. */
  readonly death: (state: number) => number;
}

/** States beyond the one with this probability, relative to the likeliest, change no digit of the results. */
const NEGLIGIBLE = 1e-15;
const MOST_STATES = 1_000_000;

/** Probabilities of the states in steady state, from 0 to where they become negligible. */
export function steadyState({ birth, death }: BirthDeath): Float64Array {
  const weights = [1];
  let largest = 1;
  while (weights.length < MOST_STATES) {
    const state = weights.length;
    const [up, down] = [birth(state - 1), death(state)];
    const weight = (weights[state - 1]! * up) / down;
    if (!(up >= 0 && down > 0 && weight < Number.POSITIVE_INFINITY))
      throw new OrreryError("A birth-death process needs rates that are numbers, those of deaths above 0.", [
        `birth(${state - 1}) ${up}`,
        `death(${state}) ${down}`,
      ]);
    if (weight < NEGLIGIBLE * largest) break;
    weights.push(weight);
    largest = Math.max(largest, weight);
  }
  if (weights.length === MOST_STATES)
    throw new OrreryError(
      `A birth-death process of which state ${MOST_STATES} is still likely has no steady state that can be told.`,
    );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return Float64Array.from(weights, (weight) => weight / total);
}

/**
 * Asymptotic variance of the average over time of `quantity(state)`: after a long time T the average has a variance
 * of this over T. In the process's unit of time.
 */
export function timeAverageVariance(queue: BirthDeath, quantity: (state: number) => number): number {
  const probabilities = steadyState(queue);
  const mean = probabilities.reduce((sum, probability, state) => sum + probability * quantity(state), 0);
  let variance = 0;
  let below = 0;
  probabilities.forEach((probability, state) => {
    below += (quantity(state) - mean) * probability;
    // Out of the highest state nothing is born, and below it lies all there is.
    const flow = queue.birth(state) * probability;
    if (flow > 0) variance += (2 * below * below) / flow;
  });
  return variance;
}
