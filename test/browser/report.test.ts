import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page, type Request } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { reportPage } from "../../sim/figures/report.ts";
import { drawForPage } from "../../sim/figures/svg.ts";
import { DAY } from "../../sim/units.ts";
import { gridInput } from "../figures/synthetic-experiments.ts";
import { syntheticNetwork } from "../figures/synthetic-runs.ts";
import { CHROMIUM } from "./chromium.ts";

/** What left the page: not the page itself, and not what its policy held back. */
const isAllowed = (request: Request): boolean =>
  !request.url().startsWith("file:") && request.url() !== "data:," && request.failure()?.errorText !== "csp";

/** Letters on the page that are smaller than 11 pixels as they are shown. */
const SMALL_LETTERS = `[...document.querySelectorAll("main *")]
  .filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== ""))
  .filter((one) => !["title", "desc"].includes(one.tagName) && one.getClientRects().length > 0)
  .map((one) => ({ text: one.textContent.slice(0, 30), size: parseFloat(getComputedStyle(one).fontSize) * (one.getScreenCTM?.()?.a ?? 1) }))
  .filter(({ size }) => size < 10.99)`;

describe.runIf(CHROMIUM)("the report in a browser", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "orrery-report-"));
  let browser: Browser;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM!, args: ["--no-sandbox", "--disable-gpu"] });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  /** A page on disk, opened: what it complained of and what it asked for. */
  async function opened(html: string, width: number) {
    const file = path.join(folder, "report.html");
    writeFileSync(file, html);
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    const complaints: string[] = [];
    const asked: Request[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("request", (request) => asked.push(request));
    await page.goto(pathToFileURL(file).href);
    return { page, complaints, left: () => asked.filter(isAllowed).map((request) => request.url()) };
  }

  const network = syntheticNetwork({ sample: 10 * DAY });
  const html = reportPage(network, drawForPage(network));
  const widthsOf = (page: Page, which: string) =>
    page.evaluate(
      `Array.from(document.querySelectorAll("${which}"), (svg) => svg.getBoundingClientRect().width)`,
    ) as Promise<number[]>;

  test("opens from disk with its style and figures, and forbids all else", async () => {
    const plain = await opened(html, 1280);
    const margin = "getComputedStyle(document.body).margin";
    expect(plain.complaints).toEqual([]);
    expect(plain.left()).toEqual([]);
    expect(await plain.page.evaluate(margin)).toBe("0px");
    // As if a name had come through as markup after all.
    const forged = await opened(
      html.replace(
        "</main>",
        '<script>document.title = "ran"</script><img src="https://example.org/x.png" onerror="document.title = 1"><style>body { margin: 9px }</style></main>',
      ),
      1280,
    );
    expect(await forged.page.title()).toBe(await plain.page.title());
    expect(await forged.page.evaluate(margin)).toBe("0px");
    expect(forged.left()).toEqual([]);
    expect(forged.complaints.join("\n")).toMatch(/Content Security Policy/);
  });

  test.each([
    [1280, ".wide"],
    [390, ".narrow"],
  ])(
    "is read at %s pixels: no letter is too small, and nothing stands out of the page",
    async (width, shown) => {
      for (const page of [html, reportPage(gridInput(), drawForPage(gridInput()))]) {
        const { page: open } = await opened(page, width);
        expect(await open.evaluate(SMALL_LETTERS)).toEqual([]);
        expect(await open.evaluate("document.documentElement.scrollWidth")).toBe(width);
        const hidden = shown === ".wide" ? ".narrow" : ".wide";
        expect(Math.min(...(await widthsOf(open, `figure ${shown} svg`)))).toBeGreaterThan(300);
        expect(Math.max(...(await widthsOf(open, `figure ${hidden} svg`)))).toBe(0);
        await open.close();
      }
    },
  );

  test("keeps the first column of a table in sight, and every link of the contents leads somewhere", async () => {
    const { page } = await opened(html, 390);
    const left = await page.evaluate(`(() => {
      const table = [...document.querySelectorAll(".scroll")].find((one) => one.scrollWidth > one.clientWidth + 50);
      table.scrollLeft = 50;
      return table.querySelector("tbody th").getBoundingClientRect().left - table.getBoundingClientRect().left;
    })()`);
    expect(left).toBe(0);
    const dead = await page.evaluate(
      `[...document.querySelectorAll('a[href^="#"]')].map((link) => link.getAttribute("href").slice(1)).filter((id) => !document.getElementById(id))`,
    );
    expect(dead).toEqual([]);
  });

  test("prints with a margin, and cuts through no figure, row or short table", async () => {
    const { page } = await opened(html, 1280);
    await page.emulateMedia({ media: "print" });
    const breaks = (which: string, side: string) =>
      page.evaluate(
        `[...new Set(Array.from(document.querySelectorAll("${which}"), (one) => getComputedStyle(one).break${side}))]`,
      );
    for (const whole of ["figure", "tr", ".scroll", "li"])
      expect(await breaks(whole, "Inside")).toEqual(["avoid"]);
    for (const heading of ["h2", "summary"]) expect(await breaks(heading, "After")).toEqual(["avoid"]);
    expect(html).toMatch(/@page \{ margin: \d+mm; \}/);
    // An A4 page less its margins: what is taller would be cut.
    const tallest = await page.evaluate(`getComputedStyle(document.querySelector("figure svg")).maxHeight`);
    expect(Number.parseFloat(tallest as string)).toBeLessThan(((297 - 28) / 25.4) * 96);
  });

  test("opens in print what is closed on the screen", async () => {
    const { page } = await opened(html, 1280);
    const heights = () =>
      page.evaluate(
        `Array.from(document.querySelectorAll("details:not([open])"), (one) => one.getBoundingClientRect().height)`,
      ) as Promise<number[]>;
    const closed = await heights();
    await page.emulateMedia({ media: "print" });
    const printed = await heights();
    expect(closed.length).toBeGreaterThan(0);
    printed.forEach((height, at) => {
      expect(height).toBeGreaterThan(2 * closed[at]!);
    });
  });
});
