import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { parseHTML } from "linkedom";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildShell } from "../../sim/cli/published/build-shell.ts";
import { openShell } from "../../sim/cli/published/shell.ts";
import { writeSite } from "../../sim/cli/published/site-folder.ts";
import { CHROMIUM } from "./chromium.ts";
import { samplePages } from "./sample-pages.ts";

const ROOT = path.join(import.meta.dirname, "../..");
const ORRERY = path.join(ROOT, "sim/cli/orrery.js");
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; worker-src 'self'; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'";
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
const PUBLISHED = ["index.html", "scenarios/mine.html"];

describe.runIf(CHROMIUM)("a site", () => {
  let folder: string;
  let samples: readonly string[];
  let server: Server;
  let browser: Browser;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "orrery-site-"));
    await writeFile(path.join(folder, "mine.yaml"), SCENARIO);
    const publish = (out: string) =>
      promisify(execFile)(
        process.execPath,
        [ORRERY, "publish", "mine.yaml", "--out", out, "--title", HOSTILE, "--replications", "2"],
        { cwd: folder },
      );
    const [{ paths, files }] = await Promise.all([
      openShell().then(samplePages),
      publish("site"),
      publish("again"),
    ]);
    samples = paths;
    await writeSite(path.join(folder, "samples"), files);
    server = createServer(({ url = "/" }, response) => {
      // Below a path, as a static host may have it, and nowhere else.
      const asked = decodeURIComponent(new URL(url, "http://localhost").pathname);
      const file = asked.startsWith("/below/") ? asked.slice("/below/".length) : "nowhere";
      readFile(path.join(folder, file)).then(
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
    await rm(folder, { recursive: true, force: true });
  });

  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  /** A page, and everything that went wrong in it so far. */
  async function opened(file: string): Promise<{ page: Page; flaws: string[] }> {
    const page = await browser.newPage({ viewport: { width: 1_280, height: 900 } });
    const flaws: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") flaws.push(message.text());
    });
    page.on("pageerror", ({ message }) => flaws.push(message));
    page.on("dialog", () => flaws.push("a name was obeyed"));
    page.on("request", (request) => {
      if (!/^(?:data|blob):/.test(request.url()) && !request.url().startsWith(origin()))
        flaws.push(`asks ${request.url()}`);
    });
    page.on("response", (response) => {
      if (response.status() >= 400) flaws.push(`${response.status()}: ${response.url()}`);
    });
    await page.goto(`${origin()}/below/${file}`, { waitUntil: "networkidle" });
    return { page, flaws };
  }

  /** What axe calls serious or critical. */
  async function seriousFlaws(page: Page): Promise<string[]> {
    return await page.evaluate(async () => {
      const { violations } = await (window as any).axe.run({ resultTypes: ["violations"] });
      return violations
        .filter(({ impact }: { impact: string }) => impact === "serious" || impact === "critical")
        .map(
          ({ id, nodes }: { id: string; nodes: { html: string }[] }) =>
            `${id}: ${nodes[0]!.html.slice(0, 200)}`,
        );
    });
  }

  /** Reads a page at both widths, in both schemes. */
  async function read(file: string): Promise<void> {
    const { page, flaws } = await opened(file);
    await page.evaluate(AXE);
    for (const width of [1_280, 390])
      for (const colorScheme of ["light", "dark"] as const) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        const at = `${file}, ${width} px, ${colorScheme}`;
        // Figures that live are drawn anew.
        await expect
          .poll(() => page.evaluate(() => document.documentElement.scrollWidth), { message: at })
          .toBeLessThanOrEqual(width);
        expect(await seriousFlaws(page), at).toEqual([]);
      }
    expect(await page.locator("img[src=x]").count()).toBe(0);
    const lost = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLAnchorElement>("a[href^='#']")]
        .map((link) => decodeURIComponent(link.hash.slice(1)))
        .filter((id) => !document.getElementById(id)),
    );
    expect(lost, file).toEqual([]);
    expect(flaws, file).toEqual([]);
    await page.close();
  }

  test.each(PUBLISHED)(
    "%s as published works, asks nobody else, obeys no name, and can be read by all",
    async (file) => {
      await read(`site/${file}`);
    },
  );

  test("so does a page of every other kind", async () => {
    for (const file of samples) await read(`samples/${file}`);
  });

  test("holds every page to the policy, and no page has a script of its own", async () => {
    const pages = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith(".html"));
    for (const file of [...PUBLISHED, "404.html"].map((name) => path.join("site", name)))
      expect(pages).toContain(file);
    for (const file of pages) {
      const { document } = parseHTML(await readFile(path.join(folder, file), "utf8"));
      const policy = document.querySelector("meta[http-equiv='Content-Security-Policy']");
      expect(policy?.getAttribute("content"), file).toBe(POLICY);
      // What stood before it would not be held to it.
      expect(policy!.previousElementSibling?.getAttribute("charset"), file).toBe("utf-8");
      const written = [...document.querySelectorAll("script:not([src]):not([type='application/json'])")];
      expect(written.map(String), file).toEqual([]);
      const handlers = [...document.querySelectorAll("*")].flatMap(({ attributes }) =>
        [...attributes].filter(({ name }) => name.startsWith("on")),
      );
      expect(handlers, file).toEqual([]);
    }
  });

  test("comes out byte for byte when it is built again", async () => {
    const filesOf = async (name: string) =>
      JSON.parse(await readFile(path.join(folder, name, "orrery-site.json"), "utf8")).files;
    const files = await filesOf("site");
    expect(Object.keys(files)).toEqual(expect.arrayContaining([...PUBLISHED, "search-index.js"]));
    expect(await filesOf("again")).toEqual(files);
  });

  test("is searched by keyboard, which says what it found", async () => {
    const { page, flaws } = await opened("site/index.html");
    const field = page.getByRole("combobox");
    const said = page.locator("#found-told");
    await page.keyboard.press("/");
    await page.keyboard.type("halving");
    await said.filter({ hasText: /page/ }).waitFor();
    expect(await field.getAttribute("aria-expanded")).toBe("true");
    await page.keyboard.press("ArrowDown");
    const chosen = page.locator(`[id="${await field.getAttribute("aria-activedescendant")}"]`);
    expect(await chosen.getAttribute("aria-selected")).toBe("true");
    expect(await chosen.textContent()).toContain("<img src=x");
    await page.keyboard.press("ArrowUp");
    expect(await field.getAttribute("aria-activedescendant")).toBeNull();
    await page.keyboard.press("Escape");
    expect(await field.getAttribute("aria-expanded")).toBe("false");
    await field.fill("zeppelin");
    await said.filter({ hasText: "Nothing has all of these words." }).waitFor();
    await page.keyboard.press("Enter");
    expect(page.url()).toMatch(/index\.html$/);
    await field.fill("obeyed");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/below\/site\/(?:index|scenarios\/mine)\.html$/);
    expect(flaws).toEqual([]);
    await page.close();
  });

  test("is walked through by Tab in the order of reading; the first stop leads past the menu", async () => {
    const { page } = await opened("site/scenarios/mine.html");
    const focused = () =>
      page.evaluate(() => {
        const { id, className, textContent } = document.activeElement as HTMLElement;
        return id || className || textContent;
      });
    const stops: (string | null)[] = [];
    for (let stop = 0; stop < 4; stop++) {
      await page.keyboard.press("Tab");
      stops.push(await focused());
    }
    expect(stops).toEqual(["skip", "brand", "All experiments", "search"]);
    await page.locator(".skip").focus();
    expect((await page.locator(".skip").boundingBox())!.x).toBeGreaterThanOrEqual(0);
    await page.keyboard.press("Enter");
    expect(await focused()).toBe("content");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement!.closest("nav")?.ariaLabel)).toBe("Contents");
    const positive = await page.locator("[tabindex]:not([tabindex='0']):not([tabindex='-1'])").count();
    expect(positive).toBe(0);
    const parts = await page.locator("main h2").allTextContents();
    const contents = await page.locator("nav[aria-label=Contents] > ol > li > a").allTextContents();
    expect(contents).toEqual(parts.filter((title) => title !== "Contents"));
    expect(contents).toEqual(expect.arrayContaining(["What if", "Recomputed here"]));
    await page.close();
  });

  test("answers a slider; back and forward restore it; an address is an experiment", async () => {
    const { page, flaws } = await opened("site/scenarios/mine.html");
    const value = page.locator(".what-if-slider input[type=text]").first();
    const published = await value.inputValue();
    await value.fill("7");
    await value.press("Enter");
    await page.locator("[data-live=what-if] [role=status]").filter({ hasText: "Done" }).waitFor();
    const address = page.url();
    expect(address).toContain("#what-if?issuance/halving.subsidy=7");
    await page.goBack();
    await expect.poll(() => value.inputValue()).toBe(published);
    await page.goForward();
    await expect.poll(() => value.inputValue()).toBe("7");
    expect(page.url()).toBe(address);
    expect(flaws).toEqual([]);
    await page.close();
  });

  test("runs again in the page, and comes to the digests that were published", async () => {
    const { page } = await opened("site/scenarios/mine.html");
    await page.getByRole("button", { name: "Run it again here" }).click();
    await expect
      .poll(() => page.locator("body").innerText(), { timeout: 60_000 })
      .toContain("All 2 runs gave the published digest");
    await page.close();
  });
});

describe("a frame of pages that cannot work", () => {
  test.each([
    ["its syntax is wrong", "const a = ;"],
    ["an import leads nowhere", 'import { b } from "./lib/no.ts";\nb();'],
    ["a package is not installed", 'import { b } from "no-such-package";\nb();'],
    ["a module does not export it", 'import { nothing } from "../../reports/lib/page.ts";\nnothing();'],
  ])("ends the build with its file's name, and no stack: %s", async (_, cell) => {
    await mkdir(path.join(ROOT, ".cache"), { recursive: true });
    const reports = await mkdtemp(path.join(ROOT, ".cache/reports-"));
    await writeFile(
      path.join(reports, "broken.html"),
      `<!doctype html>\n<notebook>\n<title>T</title>\n<script id="1" type="module">\n${cell}\n</script>\n</notebook>\n`,
    );
    await writeFile(
      path.join(reports, "vite.config.ts"),
      `import { notebookSite } from "../../reports/vite.config.ts";\nexport default notebookSite({ folder: ${JSON.stringify(reports)}, outDir: ${JSON.stringify(path.join(reports, "dist"))} });\n`,
    );
    const failed = await buildShell(path.join(reports, "vite.config.ts")).catch((error) => error);
    await rm(reports, { recursive: true });
    expect(failed.message).toMatch(/^The frames of the pages cannot be built\./);
    expect(failed.message).toMatch(/broken\.html:4 {2}cell 1: /);
    expect(failed.message).not.toMatch(/^\s+at |node_modules/m);
  });
});
