import { expect, test } from "vitest";
import { stalePages, writtenPages } from "../../sim/cli/commands/docs.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";

test("every mechanism has a page, measures and formulas have one, and every page says what the code says now: npm run docs", async () => {
  const pages = writtenPages();
  expect(pages.size).toBe(ORRERY.size + 3);
  expect(await stalePages(pages)).toEqual([]);
});
