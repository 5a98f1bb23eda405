import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Command } from "commander";
import { OrreryError } from "../../errors.ts";
import type { Mechanism } from "../../model/mechanism.ts";
import { ORRERY } from "../../scenario/catalogue.ts";
import { ROOT } from "../../scenario/load-bundle.ts";
import { print } from "../terminal/print.ts";
import { formulasPage } from "../written/formulas-page.ts";
import { measuresPage } from "../written/measures-page.ts";
import { mechanismPage } from "../written/mechanism-page.ts";
import { presetsPage } from "../written/presets-page.ts";

const DOCS = path.join(ROOT, "docs");
/** Below docs/: everything in it is written here. */
const MECHANISMS = "mechanisms";

export function configure(command: Command): void {
  command.option("--check", "only say whether the pages are up to date").action(update);
}

async function update({ check }: { readonly check?: boolean }): Promise<void> {
  const pages = writtenPages();
  const stale = await stalePages(pages);
  if (check && stale.length > 0)
    throw new OrreryError(
      "The pages of mechanisms, measures, formulas and presets are out of date.",
      stale,
      "Write them: npm run docs",
    );
  if (!check) await writePages(pages);
  print(`${pages.size} pages in docs, ${stale.length} ${check ? "out of date" : "changed"}.`);
}

/** Text of each page by its path below docs. */
export function writtenPages(): Map<string, string> {
  const mechanisms = [...ORRERY.values()];
  return new Map([
    ["formulas.md", formulasPage()],
    ["measures.md", measuresPage()],
    ["presets.md", presetsPage()],
    [`${MECHANISMS}/README.md`, contents(mechanisms)],
    ...mechanisms.map(
      (mechanism) => [`${MECHANISMS}/${mechanism.name}.md`, mechanismPage(mechanism)] as const,
    ),
  ]);
}

/** Pages that are missing, different, or of mechanisms that are no more. */
export async function stalePages(pages: ReadonlyMap<string, string>): Promise<string[]> {
  const there = (await readdir(path.join(DOCS, MECHANISMS), { recursive: true }).catch(() => []))
    .map((name) => `${MECHANISMS}/${name.split(path.sep).join("/")}`)
    .filter((name) => name.endsWith(".md"));
  const stale = there.filter((name) => !pages.has(name));
  for (const [name, text] of pages)
    if ((await readFile(path.join(DOCS, name), "utf8").catch(() => undefined)) !== text) stale.push(name);
  return stale.sort();
}

async function writePages(pages: ReadonlyMap<string, string>): Promise<void> {
  await rm(path.join(DOCS, MECHANISMS), { recursive: true, force: true });
  for (const [name, text] of pages) {
    await mkdir(path.dirname(path.join(DOCS, name)), { recursive: true });
    await writeFile(path.join(DOCS, name), text);
  }
}

function contents(mechanisms: readonly Mechanism[]): string {
  const families = [...new Set(mechanisms.map(({ name }) => name.split("/")[0]!))];
  const lines = families.flatMap((family) => [
    "",
    `## ${family}`,
    "",
    ...mechanisms
      .filter(({ name }) => name.startsWith(`${family}/`))
      .map(({ name, summary }) => `- [${name}](${name}.md): ${summary}`),
  ]);
  return `${["# Mechanisms", "", "Written by `npm run docs` from the mechanisms themselves.", ...lines].join("\n")}\n`;
}
