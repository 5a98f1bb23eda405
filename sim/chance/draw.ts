/** Draws: the variates at one address, or of one stream. `random.ts` gives them out. */

import { OrreryError } from "../errors.ts";
import type { Index } from "../indexed.ts";
import * as counts from "./counts.ts";
import * as distributions from "./distributions.ts";
import { philox } from "./philox.ts";
import * as trials from "./trials.ts";

const TWO_32 = 4_294_967_296;
const TWO_52 = 4_503_599_627_370_496;
const LARGEST_53 = 9_007_199_254_740_991;
const INVERSE_2_53 = 1 / 9_007_199_254_740_992;
const BLOCKS_OF_A_DRAW = 2048;

const block = new Uint32Array(4);

/**
 * Luck of a run: its own; or that of an antithetic pair, whose first run takes every uniform u as it is and whose
 * second, mirrored, takes 1 − u. In a pair a variate takes one uniform, so that high in one run is low in the other.
 */
export type Luck = "own" | "paired" | "mirrored";

/** Weights prepared for choices in constant time; plain data. */
export interface AliasTable {
  /** Probability that a column keeps its own index. */
  readonly keep: Float64Array;
  /** The index that a column gives otherwise. */
  readonly alias: Uint32Array;
}

/** Variates at one address, or of one stream. Every method takes the next uniforms there. */
export abstract class Draw implements distributions.Uniforms {
  /** How many uniforms were taken. */
  position = 0;
  readonly oneUniform: boolean;
  protected readonly key0: number;
  protected readonly key1: number;
  private readonly mirrored: boolean;
  private second = 0;

  constructor(key0: number, key1: number, luck: Luck) {
    this.key0 = key0;
    this.key1 = key1;
    this.oneUniform = luck !== "own";
    this.mirrored = luck === "mirrored";
  }

  /** Fills the shared block with the four words of the two uniforms at `position`. */
  protected abstract fill(): void;

  private next(): number {
    if (this.position % 2 === 1) {
      this.position += 1;
      return this.second;
    }
    this.fill();
    this.position += 1;
    this.second = this.ratio(block[2], block[3]);
    return this.ratio(block[0], block[1]);
  }

  /** 53 bits of two words, as a number in [0, 1); where mirrored, 1 − 2^−53 − u. */
  private ratio(high: number, low: number): number {
    const bits = (high >>> 5) * 67_108_864 + (low >>> 6);
    return (this.mirrored ? LARGEST_53 - bits : bits) * INVERSE_2_53;
  }

  /** Takes up at a number of uniforms already taken. */
  seek(position: number): void {
    this.position = position - (position % 2);
    if (position % 2 === 1) this.next();
  }

  /** Uniform in [0, 1), 53 bits. */
  uniform(): number {
    return this.next();
  }

  /** Uniform in (0, 1), 52 bits. */
  openUniform(): number {
    return (Math.floor(this.next() * TWO_52) + 0.5) / TWO_52;
  }

  /** True with `probability`. */
  bernoulli(probability: number): boolean {
    if (!(probability >= 0 && probability <= 1)) {
      throw new OrreryError(`A Bernoulli draw needs a probability from 0 to 1, got ${String(probability)}.`);
    }
    return this.next() < probability;
  }

  /** Whole number from 0 to `count` − 1, equally likely (to within count / 2^53). */
  integer(count: number): number {
    if (!(count >= 1 && count <= LARGEST_53 && Math.floor(count) === count)) {
      throw new OrreryError(
        `A draw of an integer needs a whole number of choices from 1, got ${String(count)}.`,
      );
    }
    return Math.floor(this.next() * count);
  }

  /** Exponential with this mean. */
  exponential(mean: number): number {
    return distributions.exponential(this, mean);
  }

  /** P(X > x) = exp(−(x / scale)^shape). */
  weibull(shape: number, scale: number): number {
    return distributions.weibull(this, shape, scale);
  }

  normal(mean = 0, deviation = 1): number {
    return distributions.normal(this, mean, deviation);
  }

  /** exp(mu + sigma z), z standard normal: median exp(mu). */
  lognormal(mu: number, sigma: number): number {
    return distributions.lognormal(this, mu, sigma);
  }

  /** P(X > x) = (minimum / x)^shape. */
  pareto(shape: number, minimum: number): number {
    return distributions.pareto(this, shape, minimum);
  }

  /** Mean shape × scale, variance shape × scale². */
  gamma(shape: number, scale: number): number {
    return distributions.gamma(this, shape, scale);
  }

  /** Mean alpha / (alpha + beta). */
  beta(alpha: number, beta: number): number {
    return distributions.beta(this, alpha, beta);
  }

  poisson(mean: number): number {
    return counts.poisson(this, mean);
  }

  /** Successes among independent trials. */
  binomial(trials: number, probability: number): number {
    return counts.binomial(this, trials, probability);
  }

  /** Failures before so many successes. */
  negativeBinomial(successes: number, probability: number): number {
    return trials.negativeBinomial(this, successes, probability);
  }

  /** Marked ones among draws without replacement. */
  hypergeometric(population: number, marked: number, draws: number): number {
    return trials.hypergeometric(this, population, marked, draws);
  }

  /** Rank from 1 to `ranks`, with probability proportional to rank^−exponent. */
  zipf(ranks: number, exponent: number): number {
    return distributions.zipf(this, ranks, exponent);
  }

  /** Index with probability proportional to its weight; for many draws from the same weights use `alias`. */
  weighted(weights: ArrayLike<number>): number {
    return distributions.weighted(this, weights);
  }

  /** Index with probability proportional to its weight, in constant time. */
  alias(table: AliasTable): number {
    const column = this.next() * table.alias.length;
    const index: Index = Math.floor(column);
    return column - index < table.keep[index] ? index : table.alias[index];
  }
}

/** The draw at any address of one Random, aimed anew for each. */
export class AddressedDraw extends Draw {
  private low = 0;
  private high = 0;
  private purpose = 0;
  private k = 0;

  aim(entity: number, purpose: number, k: number): void {
    this.low = entity >>> 0;
    this.high = Math.floor(entity / TWO_32);
    this.purpose = purpose;
    this.k = k;
    this.position = 0;
  }

  protected override fill(): void {
    const index = this.position / 2;
    if (index >= BLOCKS_OF_A_DRAW) {
      throw new OrreryError(
        `One address gives ${2 * BLOCKS_OF_A_DRAW} uniforms, and all were taken.`,
        [`entity ${this.high * TWO_32 + this.low}, k ${this.k}`],
        "Take the next value of k, or a stream.",
      );
    }
    philox(block, this.low, (this.high | (index << 21)) >>> 0, this.purpose, this.k, this.key0, this.key1);
  }
}

/** The sequential draw of one stream: its position is all its state. */
export class StreamDraw extends Draw {
  private readonly name: number;

  constructor(key0: number, key1: number, luck: Luck, name: number) {
    super(key0, key1, luck);
    this.name = name;
  }

  protected override fill(): void {
    const index = this.position / 2;
    philox(block, index >>> 0, Math.floor(index / TWO_32), this.name, 0, this.key0, this.key1);
  }
}
