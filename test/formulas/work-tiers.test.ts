import { expect, test } from "vitest";
import { credits, octaneBenchHours } from "../../sim/formulas/work-tiers.ts";

test("four GPUs with 860 OctaneBench for half an hour are 430 OBh: 4.30 credits in tier 2, 2.15 in tier 3", () => {
  const work = octaneBenchHours(215, 4, 0.5);
  expect(work).toBe(430);
  expect(credits(work, 100)).toBe(4.3);
  expect(credits(work, 200)).toBe(2.15);
});
