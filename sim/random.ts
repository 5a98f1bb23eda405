/**
 * Chance. Draws are addressed, not consumed: the willingness to pay of job 4711 is `at(4711, "willingness")`, the
 * third failure of machine 12 is `at(12, "failure", 3)`, whoever else draws and however often. So designs that are
 * compared under one seed share their luck (common random numbers), and a difference between them is the design's.
 *
 * Address: the counter of Philox4x32-10. Words 0 and 1: entity (53 bits), with the upper 11 bits of word 1 numbering
 * the blocks within one draw; word 2: hash of the purpose; word 3: k. The key comes from (seed, instance).
 */

import seedrandom from "seedrandom";
import { totalWeight } from "./chance/distributions.ts";
import { AddressedDraw, type AliasTable, type Draw, type Luck, StreamDraw } from "./chance/draw.ts";
import { OrreryError } from "./errors.ts";
import type { Index } from "./indexed.ts";

export type { AliasTable, Draw, Luck };

const LARGEST_53 = 9_007_199_254_740_991;

/** Chance of one mechanism instance. Only the positions of its streams are state. */
export class Random {
  private readonly addressed: AddressedDraw;
  private readonly purposes = new Names("purpose");
  private readonly streams = new Map<string, StreamDraw>();
  private readonly streamNames = new Names("stream");
  private readonly makeStream: (name: number) => StreamDraw;
  private lastPurpose = "";
  private lastHash = 0;

  /**
   * @param seed whole number of the run
   * @param instance name of the mechanism instance, unique in a design
   * @param luck the run's own, or that of the first or the mirrored run of an antithetic pair
   */
  constructor(seed: number, instance: string, luck: Luck = "own") {
    if (!Number.isSafeInteger(seed))
      throw new OrreryError(`A seed needs to be a whole number, got ${String(seed)}.`);
    const words = seedrandom(JSON.stringify([seed, instance]));
    const [key0, key1, streamKey0, streamKey1] = [words.int32(), words.int32(), words.int32(), words.int32()];
    this.addressed = new AddressedDraw(key0, key1, luck);
    this.makeStream = (name) => new StreamDraw(streamKey0, streamKey1, luck, name);
    this.lastHash = this.purposes.hash("");
  }

  /**
   * The draw at an address: the same at any time, in any order. One object serves all addresses: draw from it at
   * once, never keep it.
   *
   * @param entity whole number from 0 to 2^53 − 1: a job, a machine, a day
   * @param purpose what the draw decides
   * @param k which draw of this kind, a whole number from 0 to 2^32 − 1
   */
  at(entity: number, purpose: string, k = 0): Draw {
    if (!(entity >= 0 && entity <= LARGEST_53 && Math.floor(entity) === entity)) {
      throw new OrreryError(
        `A draw needs a whole number from 0 to 2^53 - 1 as its entity, got ${String(entity)}.`,
      );
    }
    if (k >>> 0 !== k) {
      throw new OrreryError(`A draw needs a whole number from 0 to 2^32 - 1 as its k, got ${String(k)}.`);
    }
    if (purpose !== this.lastPurpose) {
      this.lastHash = this.purposes.hash(purpose);
      this.lastPurpose = purpose;
    }
    this.addressed.aim(entity, this.lastHash, k);
    return this.addressed;
  }

  /** The sequential draw of a name, for draws whose order is natural, such as arrivals of blocks. */
  stream(name: string): Draw {
    let draw = this.streams.get(name);
    if (draw === undefined) {
      draw = this.makeStream(this.streamNames.hash(name));
      this.streams.set(name, draw);
    }
    return draw;
  }

  /** How many uniforms each stream has given, by name; a stream that gave none is left out. */
  snapshot(): { [stream: string]: number } {
    const used = [...this.streams].filter(([, draw]) => draw.position > 0);
    used.sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(used.map(([name, draw]) => [name, draw.position]));
  }

  /** Puts every stream where it stood at `snapshot`; a stream that it does not name starts anew. */
  restore(snapshot: { readonly [stream: string]: number }): void {
    for (const draw of this.streams.values()) draw.seek(0);
    for (const [name, position] of Object.entries(snapshot)) {
      if (!Number.isSafeInteger(position) || position < 0) {
        throw new OrreryError(`The stream "${name}" cannot be restored to position ${String(position)}.`);
      }
      (this.stream(name) as StreamDraw).seek(position);
    }
  }
}

/** Names hashed to 32 bits by FNV-1a; two names of one hash are refused. */
class Names {
  private readonly kind: string;
  private readonly hashes = new Map<string, number>();
  private readonly names = new Map<number, string>();

  constructor(kind: string) {
    this.kind = kind;
  }

  hash(name: string): number {
    const known = this.hashes.get(name);
    if (known !== undefined) return known;
    let hash = 0x811c9dc5;
    for (let index = 0; index < name.length; index += 1) {
      hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
    }
    hash >>>= 0;
    const other = this.names.get(hash);
    if (other !== undefined) {
      throw new OrreryError(
        `The ${this.kind} "${name}" has the same address as the ${this.kind} "${other}".`,
        [`both names have the hash ${hash}`],
        `Rename one ${this.kind}; their draws would be equal.`,
      );
    }
    this.hashes.set(name, hash);
    this.names.set(hash, name);
    return hash;
  }
}

/** Alias table by Vose, "A linear algorithm for generating random numbers with a given distribution" (1991). */
export function aliasTable(weights: ArrayLike<number>): AliasTable {
  const count = weights.length;
  const scale = count / totalWeight(weights);
  const keep = Float64Array.from(weights, (weight) => weight * scale);
  const alias = Uint32Array.from(weights, (_, index) => index);
  const small: number[] = [];
  const large: number[] = [];
  for (let index: Index = 0; index < count; index += 1) (keep[index] < 1 ? small : large).push(index);
  while (small.length > 0 && large.length > 0) {
    const lesser: Index = small.pop()!;
    const greater: Index = large.at(-1)!;
    alias[lesser] = greater;
    keep[greater] -= 1 - keep[lesser];
    if (keep[greater] < 1) small.push(large.pop()!);
  }
  // What is left differs from 1 by rounding alone.
  for (const index of small) keep[index] = 1;
  for (const index of large) keep[index] = 1;
  return { keep, alias };
}
