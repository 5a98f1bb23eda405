import { expect, test } from "vitest";
import { FORMULAS, formulasPage } from "../../sim/cli/written/formulas-page.ts";

test("the package exports every formula of the page, and the page gives its words and arguments", async () => {
  const page = formulasPage();
  const library: Record<string, unknown> = await import("../../sim/index.ts");
  // Files of several closed forms are exported as one.
  const exported = new Set([library, ...Object.values(library)].flatMap((part) => Object.values(part ?? {})));
  for (const name of Object.values(FORMULAS).flat()) {
    const file: Record<string, unknown> = await import(`../../sim/formulas/${name}.ts`);
    const functions = Object.keys(file).filter((key) => typeof file[key] === "function");
    for (const key of functions) {
      expect(exported.has(file[key]), key).toBe(true);
      expect(page, key).toMatch(new RegExp(`\\*/\\nexport (function|const) ${key}\\b`));
    }
  }
  expect(page).not.toMatch(/^ {2}return /m);
});
