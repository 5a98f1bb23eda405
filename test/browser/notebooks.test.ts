import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { notebooks } from "../../sim/cli/vite/notebooks.ts";
import { notebookFrom } from "../../sim/cli/written/notebook.ts";
import { CHROMIUM } from "./chromium.ts";

const ROOT = path.join(import.meta.dirname, "../..");
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};
const NAMES = (await readdir(path.join(ROOT, "notebooks"))).filter((file) => file.endsWith(".html")).sort();

const built = (folder: string, outDir: string) =>
  build({
    ...notebooks({ folder, outDir, title: "Notebooks", home: { href: "../index.html", title: "Orrery" } }),
    configFile: false,
    logLevel: "silent",
  });

/** A folder of notebooks in the repository, so that its packages are found, and out of Git's sight. */
async function scratch(files: Readonly<Record<string, string>>): Promise<string> {
  await mkdir(path.join(ROOT, ".cache"), { recursive: true });
  const folder = await mkdtemp(path.join(ROOT, ".cache/notebooks-"));
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  return folder;
}

const page = (...cells: readonly string[]): string =>
  `<!doctype html>\n<notebook>\n<title>T</title>\n${cells.map((cell, at) => `<script id="${at + 1}" type="module">\n${cell}\n</script>`).join("\n")}\n</notebook>\n`;

describe("a notebook that cannot work", () => {
  test.each([
    ["a mistake in the syntax", ["const a = ;"], /mine\.html:\d+ +cell 1: Its syntax is wrong/],
    ["a name that nobody defines", ["const a = pirce + 1;"], /mine\.html:\d+ +cell 1: pirce is not defined/],
    ["a name that two cells define", ["const a = 1;", "const a = 2;"], /mine\.html:\d+ +cell \d: .*\ba\b/],
    ["an import that leads nowhere", ['import { b } from "./no.ts";\ndisplay(b);'], /mine\.html:\d+ +cell 1/],
    [
      "what a module does not export",
      ['import { nothing } from "orrery/browser";\ndisplay(nothing);'],
      /mine\.html:\d+ +cell 1/,
    ],
  ])("ends the build with its file and cell: %s", async (_, cells, expected) => {
    const folder = await scratch({ "mine.html": page(...cells) });
    await expect(built(folder, path.join(folder, "dist"))).rejects.toThrow(expected);
    await rm(folder, { recursive: true });
  });
});

describe.runIf(CHROMIUM)("the notebooks, built and opened", () => {
  let out: string;
  let own: string;
  let server: Server;
  let browser: Browser;

  beforeAll(async () => {
    out = await mkdtemp(path.join(tmpdir(), "orrery-notebooks-"));
    own = await scratch({ "mine.html": notebookFrom("mine") });
    await built(path.join(ROOT, "notebooks"), path.join(out, "notebooks"));
    await built(own, path.join(out, "own"));
    server = createServer(({ url = "/" }, response) => {
      const file = path.join(out, decodeURIComponent(new URL(url, "http://localhost").pathname));
      readFile(file).then(
        (content) =>
          response
            .setHeader("content-type", TYPES[path.extname(file)] ?? "application/octet-stream")
            .end(content),
        () => response.writeHead(404).end(),
      );
    });
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    browser = await chromium.launch({ executablePath: CHROMIUM!, args: ["--no-sandbox", "--disable-gpu"] });
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
    await rm(out, { recursive: true, force: true });
    await rm(own, { recursive: true, force: true });
  });

  /** Opens a page, waits until its cells and runs are done, and hands it on with all that went wrong. */
  async function opened(
    file: string,
    check: (page: Page) => Promise<void> = async () => {},
  ): Promise<string[]> {
    const here = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const context = await browser.newContext({
      viewport: { width: 1_280, height: 900 },
      colorScheme: "dark",
    });
    const page = await context.newPage();
    const flaws: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") flaws.push(message.text());
    });
    page.on("pageerror", ({ message }) => flaws.push(message));
    page.on("request", (request) => {
      if (!/^(?:data|blob):/.test(request.url()) && !request.url().startsWith(here))
        flaws.push(`asks ${request.url()}`);
    });
    await page.goto(`${here}/${file}`, { waitUntil: "load" });
    await page.waitForFunction(
      () =>
        document.querySelectorAll(".observablehq--running").length === 0 &&
        [...document.querySelectorAll("progress")].every(({ value, max }) => value >= max),
    );
    flaws.push(
      ...(await page.locator(".observablehq--error").allTextContents()).map((text) => `a cell says ${text}`),
    );
    await check(page);
    await context.close();
    return flaws;
  }

  /** What axe calls serious or critical. */
  async function seriousFlaws(page: Page): Promise<void> {
    await page.evaluate(AXE);
    const found = await page.evaluate(async () => {
      const { violations } = await (window as any).axe.run();
      return violations
        .filter(({ impact }: { impact: string }) => impact === "serious" || impact === "critical")
        .map(
          ({ id, nodes }: { id: string; nodes: { html: string }[] }) =>
            `${id}: ${nodes[0]!.html.slice(0, 200)}`,
        );
    });
    expect(found).toEqual([]);
  }

  test.each(NAMES)("%s works, asks nobody else, and can be read by all", async (name) => {
    expect(await opened(`notebooks/${name}`, seriousFlaws)).toEqual([]);
  });

  test("a design study's runs in workers come to their end, and a title says what they found", async () => {
    const flaws = await opened("notebooks/6-design-study.html", async (page) => {
      const words = () => page.locator("body").innerText();
      await expect.poll(words, { timeout: 120_000 }).toMatch(/24 runs, done/);
      await expect.poll(words, { timeout: 120_000 }).toMatch(/simultaneous 95 % interval of 6 comparisons/);
    });
    expect(flaws).toEqual([]);
  });

  test("a notebook from the template answers its input", async () => {
    const flaws = await opened("own/mine.html", async (page) => {
      const words = page.locator("p", { hasText: "new tokens" });
      const before = await words.textContent();
      await page.locator("input[type=range]").first().press("ArrowRight");
      await expect.poll(() => words.textContent()).not.toBe(before);
    });
    expect(flaws).toEqual([]);
  });

  test("a notebook reads a table beside it, though its page may not write code", async () => {
    const table = await scratch({
      "mine.html": page(
        'const rows = await FileAttachment("jobs.csv").csv({ typed: true });\ndisplay(rows[1].gpus + 1);',
      ),
      "jobs.csv": "customer,gpus\nAlice,8\nBela,16\n",
    });
    await built(table, path.join(out, "table"));
    await rm(table, { recursive: true });
    const flaws = await opened("table/mine.html", async (page) => {
      await expect.poll(() => page.locator("main").innerText()).toMatch(/17/);
    });
    expect(flaws).toEqual([]);
  });

  test("comes out byte for byte when it is built again", async () => {
    const again = path.join(out, "again");
    await built(own, again);
    const names = (await readdir(again, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(again, path.join(entry.parentPath, entry.name)));
    expect(names.length).toBeGreaterThan(3);
    for (const name of names)
      expect(await readFile(path.join(again, name)), name).toEqual(
        await readFile(path.join(out, "own", name)),
      );
  });
});
