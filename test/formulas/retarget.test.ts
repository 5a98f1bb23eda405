import { describe, expect, test } from "vitest";
import {
  bitsFromTarget,
  difficulty,
  difficultyOfBits,
  hashesOfBits,
  nextBits,
  targetFromBits,
  work,
} from "../../sim/formulas/retarget.ts";
import { vectors } from "./vectors.ts";

interface Case {
  name: string;
  firstBlockTime: number;
  lastBlockTime: number;
  bits: string;
  expected: string;
}

const BITCOIN = { targetTimespan: 1_209_600, limitBits: 0x1d00ffff };

describe("nextBits gives Bitcoin's retargets", () => {
  const { cases } = vectors<{ cases: Case[] }>("bitcoin_retarget");
  test.each(cases)("$name", ({ firstBlockTime, lastBlockTime, bits, expected }) => {
    const timespan = lastBlockTime - firstBlockTime;
    expect(nextBits(Number(bits), timespan, BITCOIN)).toBe(Number(expected));
  });
});

/** bitcoin/bitcoin `src/test/arith_uint256_tests.cpp`, bignum_SetCompact (MIT). */
const COMPACT: [bits: number, target: bigint, again: number][] = [
  [0x00000000, 0n, 0],
  [0x00123456, 0n, 0],
  [0x01003456, 0n, 0],
  [0x02000056, 0n, 0],
  [0x00923456, 0n, 0],
  [0x01803456, 0n, 0],
  [0x02800056, 0n, 0],
  [0x03800000, 0n, 0],
  [0x04800000, 0n, 0],
  [0x03000000, 0n, 0],
  [0x04000000, 0n, 0],
  [0x01123456, 0x12n, 0x01120000],
  [0x02123456, 0x1234n, 0x02123400],
  [0x03123456, 0x123456n, 0x03123456],
  [0x04123456, 0x12345600n, 0x04123456],
  [0x05009234, 0x92340000n, 0x05009234],
  [0x20123456, 0x123456n << 232n, 0x20123456],
];

test("the compact form of a target reads and writes as Bitcoin Core's", () => {
  for (const [bits, target, again] of COMPACT) {
    expect(targetFromBits(bits)).toBe(target);
    expect(bitsFromTarget(target)).toBe(again);
  }
  expect(bitsFromTarget(0x80n)).toBe(0x02008000);
  expect(() => targetFromBits(0x01fedcba)).toThrow(
    "The compact target 0x01fedcba is negative or above 2^256.",
  );
  expect(() => targetFromBits(0xff123456)).toThrow("is negative or above 2^256");
});

test("difficulty is that of Bitcoin Core's blockchain tests", () => {
  // bitcoin/bitcoin src/test/blockchain_tests.cpp (MIT).
  expect(difficulty(targetFromBits(0x1f111111))).toBeCloseTo(0.000001, 6);
  expect(difficulty(targetFromBits(0x12345678)) / 5.913134931067755e24).toBeCloseTo(1, 5);
  expect(difficulty(targetFromBits(0x1d00ffff))).toBe(1);
  // en.bitcoin.it/wiki/Difficulty, the page's example.
  expect(difficulty(targetFromBits(0x1b0404cb))).toBeCloseTo(16307.420938523983, 8);
});

test("work of the first block is 0x100010001 hashes", () => {
  // The chain work of Bitcoin's genesis block, as every node reports it.
  expect(work(targetFromBits(0x1d00ffff))).toBe(0x100010001n);
});

test("a target never falls to 0, however short the period was", () => {
  const retarget = { targetTimespan: 4, limitBits: 0x1d00ffff };
  let bits = 0x1d00ffff;
  for (let period = 0; period < 200; period++) bits = nextBits(bits, 0, retarget);
  expect(targetFromBits(bits)).toBe(1n);
  expect(difficulty(targetFromBits(bits))).toBeLessThan(Number.POSITIVE_INFINITY);
});

test("of compact targets in any order, asked once or again, each gets its own difficulty and hashes", () => {
  const asked = [0x1d00ffff, 0x1d00ffff, 0x1b0404cb, 0x1d00ffff, 0x12345678, 0x1b0404cb];
  for (const bits of asked) {
    expect(difficultyOfBits(bits)).toBe(difficulty(targetFromBits(bits)));
    expect(hashesOfBits(bits)).toBe(Number(work(targetFromBits(bits))));
  }
  expect(hashesOfBits(0x1d00ffff)).toBe(0x100010001);
  // What is refused once is refused again, and leaves the others as they were.
  for (const _ of [1, 2]) expect(() => difficultyOfBits(0x01fedcba)).toThrow("is negative or above 2^256");
  expect(difficultyOfBits(0x1d00ffff)).toBe(1);
});
