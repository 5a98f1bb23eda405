import { expect, test } from "vitest";
import { coverage } from "./coverage.ts";

test("95 % intervals contain the true means of M/M/1 in about 95 of 100 experiments", async () => {
  // Of 100 draws at 0.95, 88 to 99 come in all but one case of 130 (binomial); the bench takes 1,000.
  const { wait, inSystem } = await coverage(100, 2);
  for (const share of [wait, inSystem]) {
    expect(share).toBeGreaterThanOrEqual(0.88);
    expect(share).toBeLessThan(1);
  }
});
