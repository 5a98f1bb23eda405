import { describe, expect, test } from "vitest";
import {
  BLOB_SCHEDULES,
  blobBaseFee,
  excessBlobGas,
  fakeExponential,
  GAS_PER_BLOB,
} from "../../sim/formulas/blob-fee.ts";
import { vectors } from "./vectors.ts";

interface Cancun {
  fakeExponential: { factor: number; numerator: number; denominator: number; expected: number }[];
  blobFee: { excessBlobGas: number; expected: number }[];
  excessBlobGas: { parentExcess: number; blobsUsed: number; expected: number }[];
}
interface Osaka {
  excessBlobGas: {
    parentExcess: number;
    parentBlobGasUsed: number;
    parentBaseFee: number;
    target: number;
    max: number;
    updateFraction: number;
    expected: number;
  }[];
  ladder: { rows: { fork: string; fullBlocksAt1GweiBaseFee: [number, number, number][] }[] };
}
const cancun = vectors<Cancun>("eip4844_blob");
const osaka = vectors<Osaka>("eip7918_blob_reserve");
const { cancun: CANCUN } = BLOB_SCHEDULES;

describe("go-ethereum's numbers", () => {
  test.each(cancun.fakeExponential)(
    "$factor × e^($numerator/$denominator)",
    ({ factor, numerator, denominator, expected }) => {
      const input = {
        factor: BigInt(factor),
        numerator: BigInt(numerator),
        denominator: BigInt(denominator),
      };
      expect(fakeExponential(input)).toBe(BigInt(expected));
    },
  );

  test.each(cancun.blobFee)("a fee of $expected at an excess of $excessBlobGas", (row) => {
    const { updateFraction } = CANCUN;
    expect(blobBaseFee({ excessBlobGas: BigInt(row.excessBlobGas), updateFraction })).toBe(
      BigInt(row.expected),
    );
  });

  test.each(cancun.excessBlobGas)("$blobsUsed blobs on $parentExcess", (row) => {
    const excess = excessBlobGas({
      ...CANCUN,
      parentExcessBlobGas: BigInt(row.parentExcess),
      parentBlobGasUsed: BigInt(row.blobsUsed) * GAS_PER_BLOB,
    });
    expect(excess).toBe(BigInt(row.expected));
  });

  test.each(osaka.excessBlobGas)("with a reserve price: $expected", (row) => {
    const excess = excessBlobGas({
      parentExcessBlobGas: BigInt(row.parentExcess),
      parentBlobGasUsed: BigInt(row.parentBlobGasUsed),
      parentBaseFee: BigInt(row.parentBaseFee),
      target: row.target,
      max: row.max,
      updateFraction: BigInt(row.updateFraction),
    });
    expect(excess).toBe(BigInt(row.expected));
  });
});

test.each(osaka.ladder.rows)("full blocks at a base fee of 1 gwei climb as computed ($fork)", (row) => {
  const schedule = BLOB_SCHEDULES[row.fork === "prague/osaka" ? "prague" : (row.fork as "bpo1" | "bpo2")];
  const { max, updateFraction } = schedule;
  let excess = 0n;
  let blocks = 0;
  for (const [after, expected, fee] of row.fullBlocksAt1GweiBaseFee) {
    for (; blocks < after; blocks += 1)
      excess = excessBlobGas({
        ...schedule,
        parentExcessBlobGas: excess,
        parentBlobGasUsed: BigInt(max) * GAS_PER_BLOB,
        parentBaseFee: 1_000_000_000n,
      });
    expect(excess).toBe(BigInt(expected));
    expect(blobBaseFee({ excessBlobGas: excess, updateFraction })).toBe(BigInt(fee));
  }
});

test("a schedule upside down and a denominator of 0 are refused", () => {
  const parent = { parentExcessBlobGas: 0n, parentBlobGasUsed: 0n, updateFraction: 1n };
  expect(() => excessBlobGas({ ...parent, target: 6, max: 6 })).toThrow("max is at least 7, got 6.");
  expect(() => blobBaseFee({ excessBlobGas: 1n, updateFraction: 0n })).toThrow("A denominator is above 0");
});
