import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { stalePages, writtenPages } from "../../sim/cli/commands/docs.ts";
import { FORMULAS } from "../../sim/cli/written/formulas-page.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";

test("every mechanism has a page, measures, formulas and presets have one, and every page says what the code says now: npm run docs", async () => {
  const pages = writtenPages();
  expect(pages.size).toBe(ORRERY.size + 4);
  expect(await stalePages(pages)).toEqual([]);
});

test("every file of formulas that the package exports is on their page", () => {
  const folder = new URL("../../sim/formulas/checked/", import.meta.url);
  const exported = readdirSync(folder).flatMap((file) =>
    [...readFileSync(new URL(file, folder), "utf8").matchAll(/^import .* from "\.\.\/([\w-]+)\.ts";/gm)].map(
      ([, name]) => name!,
    ),
  );
  expect(exported.length).toBeGreaterThan(20);
  expect(Object.values(FORMULAS).flat().sort()).toEqual([...new Set(exported)].sort());
});
