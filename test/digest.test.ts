import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Digest } from "../sim/digest.ts";

function digestOf(feed: (digest: Digest) => void): string {
  const digest = new Digest();
  feed(digest);
  return digest.hex();
}

function ofNumbers(numbers: readonly number[]): string {
  return digestOf((digest) => {
    for (const x of numbers) digest.number(x);
  });
}

function ofTexts(...texts: string[]): string {
  return digestOf((digest) => {
    for (const text of texts) digest.text(text);
  });
}

describe("Digest", () => {
  test("is 16 hex digits, the same for the same sequence on every machine", () => {
    const hex = digestOf((digest) => {
      for (const x of [0, -0, 1, -1.5, 1e300, Number.NaN, Infinity, Math.PI]) digest.number(x);
      for (const x of [0, 1, -1, 2147483647, -2147483648]) digest.integer(x);
      for (const s of ["", "a", "block", "é", "\u{1f600}"]) digest.text(s);
    });
    expect(hex).toBe(referenceHex());
  });

  test("tells numbers that differ in one bit apart, -0 from 0, and takes every NaN for the same", () => {
    expect(ofNumbers([0])).not.toBe(ofNumbers([-0]));
    expect(ofNumbers([1])).not.toBe(ofNumbers([1 + Number.EPSILON]));
    const odd = new Float64Array(new BigUint64Array([0xfff800000000beefn]).buffer)[0]!;
    expect(ofNumbers([odd])).toBe(ofNumbers([Number.NaN]));
  });

  test("depends on order and on length", () => {
    fc.assert(
      fc.property(
        fc.double(),
        fc.double(),
        (x, y) => Object.is(x, y) || ofNumbers([x, y]) !== ofNumbers([y, x]),
      ),
    );
    expect(new Set([[], [0], [0, 0], [0, 0, 0]].map(ofNumbers)).size).toBe(4);
  });

  test("takes time and name of an event in one step, in which neither makes up for the other", () => {
    const of = (micros: number, what: number) => digestOf((digest) => digest.event(micros, what));
    const times = [0, 1, 2 ** 31, 2 ** 32, 2 ** 32 + 1, 2 ** 52, Number.MAX_SAFE_INTEGER];
    const names = [0, 1, -1, 2 ** 31 - 1, -(2 ** 31)];
    expect(new Set(times.flatMap((time) => names.map((name) => of(time, name)))).size).toBe(35);
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.maxSafeNat(), fc.integer(), fc.integer(), (t, u, x, y) => {
        expect(of(t, x) === of(u, x)).toBe(t === u);
        expect(of(t, x) === of(t, y)).toBe(x === y);
      }),
    );
  });

  test("takes two numbers for what they are, whole or not", () => {
    const of = (x: number, y: number) => digestOf((digest) => digest.numbers(x, y));
    const numbers = [
      0,
      1,
      -1,
      0.5,
      2 ** 31 - 1,
      2 ** 31,
      -(2 ** 31),
      1e300,
      Number.NaN,
      Number.POSITIVE_INFINITY,
    ];
    expect(new Set(numbers.flatMap((x) => numbers.map((y) => of(x, y)))).size).toBe(100);
    expect(of(0.5, -0)).not.toBe(of(0.5, 0));
  });

  test("tells a number, an integer and a text apart", () => {
    const kinds = [
      digestOf((digest) => digest.number(7)),
      digestOf((digest) => digest.integer(7)),
      digestOf((digest) => digest.text("7")),
      digestOf((digest) => digest.text("7\0")),
      digestOf((digest) => digest.text("")),
    ];
    expect(new Set(kinds).size).toBe(5);
    expect(ofTexts("ab", "c")).not.toBe(ofTexts("a", "bc"));
  });

  test("a flipped bit of any input flips about half of the digest", () => {
    const view = new DataView(new ArrayBuffer(8));
    let flipped = 0;
    let leastOfAny = 64;
    const trials = 64 * 200;
    for (let trial = 0; trial < trials; trial++) {
      const numbers = [trial * 1.37, trial / 7, trial];
      view.setFloat64(0, numbers[trial % 3]!);
      const bit = trial % 62;
      view.setBigUint64(0, view.getBigUint64(0) ^ (1n << BigInt(bit)));
      const changed = numbers.with(trial % 3, view.getFloat64(0));
      const difference = BigInt(`0x${ofNumbers(numbers)}`) ^ BigInt(`0x${ofNumbers(changed)}`);
      const count = [...difference.toString(2)].filter((digit) => digit === "1").length;
      flipped += count;
      leastOfAny = Math.min(leastOfAny, count);
    }
    // Binomial(64, 1/2): the mean of 12,800 has a standard error of 0.035, and fewer than 10 of 64 come once in 10^9.
    expect(Math.abs(flipped / trials - 32)).toBeLessThan(0.25);
    expect(leastOfAny).toBeGreaterThanOrEqual(10);
  });

  test("no two of 200,000 short sequences collide", () => {
    const seen = new Set<string>();
    for (let x = 0; x < 200_000; x++) seen.add(ofNumbers([x % 100, Math.floor(x / 100)]));
    expect(seen.size).toBe(200_000);
  });

  test("goes on from a snapshot as if nothing had happened", () => {
    const whole = new Digest();
    const first = new Digest();
    for (let x = 0; x < 10; x++) {
      whole.number(x);
      if (x < 5) first.number(x);
    }
    const second = new Digest();
    second.restore(first.snapshot());
    for (let x = 5; x < 10; x++) second.number(x);
    expect(second.hex()).toBe(whole.hex());
    expect(second.snapshot()).toStrictEqual(whole.snapshot());
  });
});

/** The sequence of the first test by bigint arithmetic, after the two lanes of MurmurHash3_x86_128 that Digest takes. */
function referenceHex(): string {
  const mask = 0xffffffffn;
  const rotate = (x: bigint, by: bigint) => ((x << by) | (x >> (32n - by))) & mask;
  let a = 0n;
  let b = 0n;
  let steps = 0n;
  const pair = (x: bigint, y: bigint) => {
    const k1 = (rotate((x * 0x239b961bn) & mask, 15n) * 0xab0e9789n) & mask;
    a = ((rotate(a ^ k1, 19n) + b) * 5n + 0x561ccd1bn) & mask;
    const k2 = (rotate((y * 0xab0e9789n) & mask, 16n) * 0x38b34ae5n) & mask;
    b = ((rotate(b ^ k2, 17n) + a) * 5n + 0x0bcaa747n) & mask;
    steps++;
  };
  const view = new DataView(new ArrayBuffer(8));
  for (const x of [0, -0, 1, -1.5, 1e300, Number.NaN, Infinity, Math.PI]) {
    view.setFloat64(0, x);
    if (Number.isNaN(x)) pair(0n, 0x7ff80000n);
    else pair(BigInt(view.getUint32(4)), BigInt(view.getUint32(0)));
  }
  for (const x of [0, 1, -1, 2147483647, -2147483648]) pair(BigInt(x) & mask, 0xfff80001n);
  for (const s of ["", "a", "block", "é", "\u{1f600}"]) {
    pair(BigInt(s.length), 0xfff80002n);
    const unit = (at: number) => BigInt(at < s.length ? s.charCodeAt(at) : 0);
    for (let at = 0; at < s.length; at += 4) {
      pair(unit(at) | (unit(at + 1) << 16n), unit(at + 2) | (unit(at + 3) << 16n));
    }
  }
  const avalanche = (word: bigint) => {
    let h = word ^ (word >> 16n);
    h = (h * 0x85ebca6bn) & mask;
    h = ((h ^ (h >> 13n)) * 0xc2b2ae35n) & mask;
    return h ^ (h >> 16n);
  };
  a = ((a ^ steps) + b) & mask;
  b = (b + a) & mask;
  a = avalanche(a);
  b = avalanche(b);
  a = (a + b) & mask;
  b = (b + a) & mask;
  return a.toString(16).padStart(8, "0") + b.toString(16).padStart(8, "0");
}
