import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHROMIUM } from "./chromium.ts";

const ORRERY = path.join(import.meta.dirname, "../../sim/cli/orrery.js");
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};
/** A name that a page might obey. */
const HOSTILE = "</script><img src=x onerror=alert(1)><!--\"'";
const SCENARIO = `title: ${JSON.stringify(HOSTILE)}
question: ${JSON.stringify(`Is ${HOSTILE} shown, and not obeyed?`)}
until: 20d
whatIf:
  issuance/halving.subsidy: [0, 50]
world:
  - issuance/genesis: { supply: 1000000 }
  - consensus/nakamoto
designs:
  ${JSON.stringify(`<b>${HOSTILE}`)}:
    - issuance/halving: { interval: 1000 }
  fixed:
    - issuance/halving: { interval: 1000000 }
`;

describe.runIf(CHROMIUM)("a site that orrery publish writes", () => {
  let folder: string;
  let server: Server;
  let browser: Browser;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "orrery-site-"));
    await writeFile(path.join(folder, "mine.yaml"), SCENARIO);
    const publish = ["publish", "mine.yaml", "--out", "site", "--title", HOSTILE, "--replications", "2"];
    await promisify(execFile)(process.execPath, [ORRERY, ...publish], { cwd: folder });
    server = createServer(({ url = "/" }, response) => {
      // Below a path, as a static host may have it.
      const asked = decodeURIComponent(new URL(url, "http://localhost").pathname).replace(/^\/below\//, "/");
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
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const pages = async (): Promise<string[]> =>
    (await readdir(path.join(folder, "site"), { recursive: true }))
      .filter((file) => file.endsWith(".html") && file !== "404.html")
      .sort();

  test.each([
    [1_280, "light"],
    [390, "dark"],
  ] as const)(
    "opens at %i px without an error, asks nobody else, obeys no name",
    async (width, colorScheme) => {
      expect(await pages()).toEqual(["index.html", "scenarios/mine.html"]);
      for (const file of await pages()) {
        const here = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
        const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
        const page = await context.newPage();
        const flaws: string[] = [];
        page.on("console", (message) => {
          if (message.type() === "error") flaws.push(message.text());
        });
        page.on("pageerror", ({ message }) => flaws.push(message));
        page.on("dialog", () => flaws.push("a name was obeyed"));
        page.on("request", (request) => {
          if (!/^(?:data|blob):/.test(request.url()) && !request.url().startsWith(here))
            flaws.push(`asks ${request.url()}`);
        });
        await page.goto(`${here}/below/${file}`, { waitUntil: "networkidle" });
        expect(await page.locator("body").innerText()).toContain("<img src=x");
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        expect(await page.locator("img[src=x]").count()).toBe(0);
        expect(flaws, file).toEqual([]);
        await context.close();
      }
    },
  );

  test("runs again in the page, and comes to the digests that were published", async () => {
    const here = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const page = await browser.newPage();
    await page.goto(`${here}/scenarios/mine.html`, { waitUntil: "networkidle" });
    await page.getByRole("button", { name: "Run it again here" }).click();
    await expect
      .poll(() => page.locator("body").innerText(), { timeout: 60_000 })
      .toContain("All 2 runs gave the published digest");
    await page.close();
  });
});
