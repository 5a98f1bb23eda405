import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";

const pathOf = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/**
 * Compares a figure with the committed `<name>.svg`. A figure that changed is written beside it as
 * `<name>.changed.svg`; ORRERY_UPDATE=1 takes it over.
 */
export function expectSnapshot(name: string, svg: string): void {
  const [committed, changed] = [pathOf(`${name}.svg`), pathOf(`${name}.changed.svg`)];
  rmSync(changed, { force: true });
  if (process.env["ORRERY_UPDATE"] === "1") writeFileSync(committed, svg);
  const isSame = existsSync(committed) && readFileSync(committed, "utf8") === svg;
  if (!isSame) writeFileSync(changed, svg);
  expect(
    isSame,
    `${name}.svg differs: compare it with ${name}.changed.svg; ORRERY_UPDATE=1 takes the new one`,
  ).toBe(true);
}
