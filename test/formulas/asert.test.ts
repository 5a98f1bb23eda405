import { expect, test } from "vitest";
import { asertBits } from "../../sim/formulas/asert.ts";
import { vectors } from "./vectors.ts";

interface Vectors {
  runs: {
    run: number;
    description: string;
    anchorHeight: string;
    anchorParentTime: string;
    anchorBits: string;
    blocks: [string, string, string][];
  }[];
}

test.each(vectors<Vectors>("bch_asert_aserti3-2d").runs)("asertBits gives $description", (run) => {
  const anchor = {
    anchorBits: Number(run.anchorBits),
    anchorHeight: BigInt(run.anchorHeight),
    anchorParentTime: BigInt(run.anchorParentTime),
  };
  for (const [height, time, expected] of run.blocks)
    expect(asertBits({ ...anchor, height: BigInt(height), time: BigInt(time) }), height).toBe(
      Number(expected),
    );
});

test("a lag of a half-life doubles the target, whatever happened in between", () => {
  const anchor = { anchorBits: 0x1b01ffff, anchorHeight: 100, anchorParentTime: 0 };
  const onTime = asertBits({ ...anchor, height: 1_000, time: 901 * 600 });
  expect(onTime).toBe(0x1b01ffff);
  expect(asertBits({ ...anchor, height: 1_000, time: 901 * 600 + 172_800 })).toBe(0x1b03fffe);
});

test("times that are none are refused in words", () => {
  const input = { anchorBits: 0x1b01ffff, anchorHeight: 1, anchorParentTime: 0, height: 2, time: 1.5 };
  expect(() => asertBits(input)).toThrow("time is a whole number that a double holds exactly, got 1.5.");
  expect(() => asertBits({ ...input, time: 1, halfLife: 0 })).toThrow("halfLife is at least 1, got 0.");
});
