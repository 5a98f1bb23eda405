import { expect, test } from "vitest";
import { mechanismPages, stalePages } from "../../sim/cli/docs.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";

test("every mechanism has a page, and every page says what its mechanism says now: npm run docs", async () => {
  const pages = mechanismPages();
  expect(pages.size).toBe(ORRERY.size + 1);
  expect(await stalePages(pages)).toEqual([]);
});
