import type { Index } from "./indexed.ts";

/*
 * Two of the four lanes of MurmurHash3_x86_128 (Austin Appleby, public domain:
 * https://github.com/aappleby/smhasher/blob/master/src/MurmurHash3.cpp), cross-mixed at every 64 bits.
 *
 * One step takes 64 bits in and is one-to-one both in the state and in the input. So two streams that differ in one
 * number, and in nothing else, never have the same digest; any others collide with a chance of 2^-64. It is no
 * cryptographic hash: SHA-256 at the checkpoints of the chain is.
 */

const float = new Float64Array(1);
const words = new Int32Array(float.buffer);
float[0] = 1;
/** Which half of a double is which on this machine: 1 is 0x3ff00000 in its high half and 0 in its low half. */
const LOW: Index = words[0] === 0 ? 0 : 1;
const HIGH: Index = 1 - LOW;

// High halves that no number has, because every NaN is fed as 0x7ff80000: they tell integers and texts from numbers.
const INTEGER = 0xfff80001 | 0;
const TEXT = 0xfff80002 | 0;
const NOT_A_NUMBER = 0x7ff80000;
/** 2^-32. */
const PER_WORD = 1 / 4_294_967_296;

/** The state of a digest as plain data. */
export interface DigestSnapshot {
  readonly a: number;
  readonly b: number;
  /** Steps taken. */
  readonly steps: number;
}

/** A running 64-bit digest of numbers and texts: the same sequence gives the same 16 hex digits on every machine. */
export class Digest {
  private a = 0;
  private b = 0;
  private steps = 0;

  /** Feeds all 64 bits of a double: -0 is not 0, and every NaN is the same. */
  number(x: number): void {
    if (Number.isNaN(x)) {
      this.pair(0, NOT_A_NUMBER);
      return;
    }
    float[0] = x;
    this.pair(words[LOW], words[HIGH]);
  }

  /** Feeds an integer of 32 bits; it counts as another thing than the same number fed as a double. */
  integer(x: number): void {
    this.pair(x, INTEGER);
  }

  /**
   * Feeds when something happened, an integer from 0 to 2^53, and what, an integer of 32 bits, in one step: two that
   * differ in one of the two alone are two inputs.
   */
  event(micros: number, what: number): void {
    this.pair(micros | 0, (Math.imul(Math.floor(micros * PER_WORD), 0x9e3779b1) + what) | 0);
  }

  /** Feeds two doubles: in one step where both are integers of 32 bits (-0 is 0 there), as those of timers are as a rule. */
  numbers(x: number, y: number): void {
    if ((x | 0) === x && (y | 0) === y) {
      this.pair(x, y);
      return;
    }
    this.number(x);
    this.number(y);
  }

  /** Feeds a text: its length and its code units. */
  text(s: string): void {
    this.pair(s.length, TEXT);
    for (let at = 0; at < s.length; at += 4) {
      // Beyond the end charCodeAt is NaN, which counts as 0 here; the length tells the two apart.
      const low = s.charCodeAt(at) | (s.charCodeAt(at + 1) << 16);
      const high = s.charCodeAt(at + 2) | (s.charCodeAt(at + 3) << 16);
      this.pair(low, high);
    }
  }

  /** Feeds two integers of 32 bits in one step, for records whose layout is fixed. */
  pair(x: number, y: number): void {
    let k = Math.imul(x, 0x239b961b);
    k = Math.imul((k << 15) | (k >>> 17), 0xab0e9789);
    let a = this.a ^ k;
    a = (((a << 19) | (a >>> 13)) + this.b) | 0;
    a = (Math.imul(a, 5) + 0x561ccd1b) | 0;
    k = Math.imul(y, 0xab0e9789);
    k = Math.imul((k << 16) | (k >>> 16), 0x38b34ae5);
    let b = this.b ^ k;
    b = (((b << 17) | (b >>> 15)) + a) | 0;
    this.a = a;
    this.b = (Math.imul(b, 5) + 0x0bcaa747) | 0;
    this.steps++;
  }

  /** The digest of all that was fed so far, 16 hex digits; feeding goes on unchanged. */
  hex(): string {
    let a = this.a ^ (this.steps | 0);
    let b = this.b ^ Math.floor(this.steps / 0x100000000);
    a = (a + b) | 0;
    b = (b + a) | 0;
    a = avalanche(a);
    b = avalanche(b);
    a = (a + b) | 0;
    b = (b + a) | 0;
    return hexOf(a) + hexOf(b);
  }

  snapshot(): DigestSnapshot {
    return { a: this.a, b: this.b, steps: this.steps };
  }

  /** Takes up again from a snapshot. */
  restore(snapshot: DigestSnapshot): void {
    this.a = snapshot.a;
    this.b = snapshot.b;
    this.steps = snapshot.steps;
  }
}

/** The 32-bit finaliser of MurmurHash3: each bit of the input flips each bit of the output half of the time. */
function avalanche(word: number): number {
  let h = word ^ (word >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function hexOf(word: number): string {
  return (word >>> 0).toString(16).padStart(8, "0");
}
