import { expect, test } from "vitest";
import { FORMULAS, formulasPage } from "../../sim/cli/written/formulas-page.ts";

test("the page gives the words and arguments of every formula", async () => {
  const page = formulasPage();
  for (const name of Object.values(FORMULAS).flat()) {
    const file: Record<string, unknown> = await import(`../../sim/formulas/${name}.ts`);
    const functions = Object.keys(file).filter((key) => typeof file[key] === "function");
    for (const key of functions) {
      expect(page, key).toMatch(new RegExp(`\\*/\\nexport (function|const) ${key}\\b`));
    }
  }
  expect(page).not.toMatch(/^ {2}return /m);
});
