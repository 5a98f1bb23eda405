import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { measurePlace } from "../../sim/site/measure-page.ts";
import { mechanismPath } from "../../sim/site/mechanism-page.ts";
import { knownMeasures } from "../../sim/words/measures.ts";
import { brokenLinks } from "../site/links.ts";
import { CHROMIUM } from "./chromium.ts";

const BIN = path.join(import.meta.dirname, "../../sim/cli/orrery.js");
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

describe.runIf(CHROMIUM)("the project's own site", () => {
  let folder: string;
  let server: Server;
  let browser: Browser;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "orrery-own-site-"));
    const arguments_ = ["site", "--scenario", "hello", "--out", path.join(folder, "site"), "--workers", "1"];
    await promisify(execFile)(process.execPath, [BIN, ...arguments_]);
    server = createServer(({ url = "/" }, response) => {
      const asked = decodeURIComponent(new URL(url, "http://localhost").pathname);
      readFile(path.join(folder, "site", asked)).then(
        (content) =>
          response
            .setHeader("content-type", TYPES[path.extname(asked)] ?? "application/octet-stream")
            .end(content),
        () => response.writeHead(404).end(),
      );
    });
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    browser = await chromium.launch({ executablePath: CHROMIUM!, args: ["--no-sandbox", "--disable-gpu"] });
  }, 600_000);
  afterAll(async () => {
    await browser?.close();
    server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const address = (file: string): string =>
    `http://127.0.0.1:${(server.address() as AddressInfo).port}/${file}`;

  /** Opens a page, and says afterwards what went wrong in it. */
  async function open(
    file: string,
    { width = 1_280, colorScheme = "light" as "light" | "dark" } = {},
  ): Promise<{ page: Page; flaws: string[]; close: () => Promise<void> }> {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme,
      bypassCSP: true,
    });
    const page = await context.newPage();
    const flaws: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") flaws.push(message.text());
    });
    page.on("pageerror", ({ message }) => flaws.push(message));
    await page.goto(address(file), { timeout: 60_000 });
    return { page, flaws, close: () => context.close() };
  }

  test("has a page for every mechanism and every measure, and no link that leads nowhere", async () => {
    const root = path.join(folder, "site");
    const names = (await readdir(root, { recursive: true })).filter((file) => file.endsWith(".html"));
    const pages = new Map(
      await Promise.all(
        names.map(
          async (name) =>
            [name.split(path.sep).join("/"), await readFile(path.join(root, name), "utf8")] as const,
        ),
      ),
    );
    for (const name of ORRERY.keys()) expect(pages.get(mechanismPath(name))).toContain(`<h1>${name}</h1>`);
    for (const { name } of knownMeasures()) {
      const [file, part] = measurePlace(name).split("#") as [string, string];
      expect(pages.get(file)).toContain(`<section id="${part}">`);
    }
    expect(pages.get("scenarios/hello.html")).toContain('href="../mechanisms/issuance/');
    expect(brokenLinks(pages, (file) => existsSync(path.join(root, file)))).toEqual([]);
  });

  test.each([
    [1_280, "light"],
    [390, "dark"],
  ] as const)(
    "opens each kind of page at %i px without an error, and axe finds nothing serious",
    async (width, colorScheme) => {
      const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
      const files = [
        "mechanisms.html",
        "mechanisms/supply/cohorts.html",
        "measures.html",
        "measures/gpu.html",
      ];
      for (const file of files) {
        const { page, flaws, close } = await open(file, { width, colorScheme });
        await page.waitForLoadState("networkidle");
        await page.addScriptTag({ content: axe });
        const found: { impact: string; id: string }[] = await page.evaluate(
          "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)",
        );
        const serious = found.filter(({ impact }) => ["serious", "critical"].includes(impact));
        expect(
          serious.map(({ id }) => id),
          file,
        ).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        expect(flaws, file).toEqual([]);
        await close();
      }
    },
    120_000,
  );

  test("runs a mechanism's example again in its page, as it is and with a parameter moved", async () => {
    // Twice the first subsidy is twice every subsidy.
    const { page, flaws, close } = await open(
      "mechanisms/issuance/halving.html#what-if?issuance/halving.subsidy=100",
    );
    const text = (place: string) => page.locator(place).innerText();
    const patient = { timeout: 60_000 };
    await expect.poll(() => text(".what-if table"), patient).toMatch(/Block subsidy.*10\.9\s+21\.8\s+\+100/);
    await page.getByRole("button", { name: "Run it again here" }).click();
    await expect
      .poll(() => text("[data-live=recompute]"), patient)
      .toContain("The run gave the published digest");
    expect(flaws).toEqual([]);
    await close();
  }, 150_000);

  test("the search finds a mechanism, and a measure where it is explained", async () => {
    const { page, close } = await open("index.html");
    await page.locator("#search").fill("halving-by-supply");
    await expect
      .poll(() => page.locator("#found a").first().getAttribute("href"))
      .toMatch(/^\.\/mechanisms\/issuance\/halving-by-supply\.html$/);
    await page.locator("#search").fill("gpu.supply");
    await expect
      .poll(() => page.locator("#found a").first().getAttribute("href"))
      .toBe("./measures/gpu.html#gpu.supply");
    await close();
  });
});
