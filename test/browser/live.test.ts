import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { liveReportPage } from "../../sim/cli/folders/report-files.ts";
import type { FigureInput } from "../../sim/figures/figure.ts";
import type { Run } from "../../sim/run/result.ts";
import { DAY } from "../../sim/units.ts";
import { syntheticNetwork } from "../figures/synthetic-runs.ts";
import { CHROMIUM } from "./chromium.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const FIGURES = ["differences", "overview", "gpus-online", "profit-and-loss"];

function network(changes: Parameters<typeof syntheticNetwork>[0] = {}): FigureInput {
  return syntheticNetwork({ sample: 20 * DAY, figures: FIGURES, ...changes });
}

/** Names that a page might obey. */
const HOSTILE = "</script><!--<script>\"'&\u202e";

function renamed(input: FigureInput, from: string, to: string): FigureInput {
  const { scenario } = input;
  const named = (name: string) => (name === from ? to : name);
  return {
    ...input,
    scenario: {
      ...scenario,
      title: to,
      designs: scenario.designs.map((design) => ({ ...design, name: named(design.name) })),
    },
    runs: input.runs.map((run): Run => ({ ...run, design: named(run.design) })),
  };
}

/** Words whose contrast with the page is below 4.5 (WCAG 2.2, 1.4.3). */
const FAINT = `(() => {
  const channel = (c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const light = (color) => { const [r, g, b] = color.match(/[\\d.]+/g).map(Number).map(channel); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const paper = light(getComputedStyle(document.querySelector(".live .paper")).fill);
  return [...document.querySelectorAll(".live > svg text, .live-legend span")].flatMap((one) => {
    const { fill, color } = getComputedStyle(one);
    const own = light(one.tagName === "text" ? fill : color);
    const contrast = (Math.max(own, paper) + 0.05) / (Math.min(own, paper) + 0.05);
    return contrast < 4.5 ? [one.textContent + " " + contrast.toFixed(1)] : [];
  });
})()`;

describe.runIf(CHROMIUM)("figures that live, in a report of one file", () => {
  let browser: Browser;
  let folder: string;
  let html: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "orrery-live-"));
    browser = await chromium.launch({ executablePath: CHROMIUM!, args: ["--no-sandbox", "--disable-gpu"] });
    html = await liveReportPage(network(), {});
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  /** From disk, once all of its figures live. */
  async function opened(options: BrowserContextOptions = {}, content = html) {
    const file = path.join(folder, "report.html");
    await writeFile(file, content);
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
    const complaints: string[] = [];
    const asked: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => asked.push(request.url()));
    await page.addInitScript(
      `window.shift = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shift += entry.value; }).observe({ type: "layout-shift", buffered: true });`,
    );
    await page.goto(pathToFileURL(file).href);
    for (const name of FIGURES) await page.locator(`#${name} .live > svg[role=img]`).waitFor();
    return { page, complaints, asked: asked.filter((url) => !/^(file:|data:,)/.test(url)) };
  }

  const count = (page: Page, selector: string) => page.locator(selector).count();
  const linesOf = (name: string) => `#${name} .live > svg [data-mark="line"]`;
  const button = (page: Page, name: string, label: string) =>
    page.locator(`#${name} .live-legend button`, { hasText: label });

  test("opens from disk: nothing is asked for, nothing moves, and each figure says its finding", async () => {
    const { page, complaints, asked } = await opened();
    expect(complaints).toEqual([]);
    expect(asked).toEqual([]);
    expect(await page.evaluate("window.shift")).toBeLessThan(0.01);
    const said = await page.evaluate(
      `[...document.querySelectorAll(".live > svg[role=img]")].map((svg) => [svg.querySelector("title").textContent, svg.querySelector("desc").textContent.length > 40])`,
    );
    const links = await page.evaluate(
      `[...document.querySelectorAll("nav ol ol a")].map((link) => link.textContent)`,
    );
    expect(said).toHaveLength(FIGURES.length);
    for (const [title, isDescribed] of said as [string, boolean][]) {
      expect(isDescribed).toBe(true);
      if (!title.startsWith("Against")) expect(links).toContain(title);
    }
    await page.close();
  });

  test("hides and shows designs by the keyboard, in all figures; words and colours stay", async () => {
    const { page } = await opened();
    const title = await page.locator("#gpus-online svg > title").textContent();
    const lines = await count(page, linesOf("gpus-online"));
    const toggle = button(page, "gpus-online", "burn and mint");
    await toggle.focus();
    await page.keyboard.press("Space");
    expect(await toggle.getAttribute("aria-pressed")).toBe("false");
    expect(await count(page, linesOf("gpus-online"))).toBe(lines - 1);
    expect(await page.locator("#gpus-online svg > title").textContent()).toBe(title);
    expect(await page.evaluate("document.activeElement.textContent")).toBe("burn and mint");
    await expect
      .poll(() => button(page, "overview", "burn and mint").getAttribute("aria-pressed"))
      .toBe("false");
    const colors = await page.evaluate(
      `[...document.querySelectorAll('${linesOf("gpus-online")}')].map((line) => line.getAttribute("stroke"))`,
    );
    expect(colors).toEqual(["#4d4d4d", "#0072b2", "#d55e00"]);
    const outline = await toggle.evaluate((one) => getComputedStyle(one).outlineStyle);
    expect(outline).toBe("solid");
    // Whoever hides all sees all again.
    for (const label of ["no token", "fixed emission", "bonded ratio"])
      await button(page, "gpus-online", label).press("Enter");
    expect(await count(page, linesOf("gpus-online"))).toBe(lines);
    await page.close();
  });

  test("one moment is pointed at in all charts over time, by a pointer, the keyboard and a finger", async () => {
    const { page } = await opened({ hasTouch: true });
    const slider = page.locator("#gpus-online .live-surface");
    await slider.focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowRight");
    expect(await slider.getAttribute("aria-valuenow")).toBe("1");
    expect(await slider.getAttribute("aria-valuetext")).toMatch(/^40 days; no token [\d,.]+ GPUs/);
    const panels = await count(page, "#overview .live > svg [data-mark='y-axis label']");
    expect(panels).toBeGreaterThan(3);
    expect(await count(page, "#overview .live-marks line")).toBe(panels);
    expect(await page.locator("#gpus-online .live-tip").innerText()).toContain("burn and mint");
    await page.keyboard.press("Escape");
    expect(await count(page, ".live-marks line")).toBe(0);
    expect(await page.locator("#gpus-online .live-tip").isHidden()).toBe(true);
    const middle = await slider.evaluate((one) => {
      one.scrollIntoView({ block: "center" });
      const { left, top, width, height } = one.getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    });
    await page.mouse.move(middle.x, middle.y);
    expect(await count(page, "#gpus-online .live-marks circle")).toBe(4);
    await page.mouse.move(2, 2);
    expect(await count(page, ".live-marks line")).toBe(0);
    await page.touchscreen.tap(middle.x, middle.y);
    expect(await page.locator("#gpus-online .live-tip").isVisible()).toBe(true);
    await page.close();
  });

  test("marks that are no lines tell what a browser would in a title", async () => {
    const { page } = await opened();
    const slider = page.locator("#differences .live-surface");
    await slider.focus();
    await page.keyboard.press("Home");
    expect(await slider.getAttribute("aria-valuetext")).toMatch(/fixed emission/);
    expect(await count(page, ".live > svg g title")).toBe(0);
    await page.close();
  });

  test("is drawn at the width of its place, and read at 390 pixels, in the dark, and by a machine", async () => {
    const { page, complaints } = await opened({ colorScheme: "dark" });
    const widths = () =>
      page.evaluate(
        `[...document.querySelectorAll(".live")].every((sheet) => Number(sheet.querySelector("svg[role=img]").getAttribute("width")) === sheet.clientWidth) && document.querySelector(".live").clientWidth`,
      );
    expect(await page.evaluate(FAINT)).toEqual([]);
    expect(await widths()).toBe(1080);
    await page.setViewportSize({ width: 390, height: 844 });
    await expect.poll(widths).toBe(358);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    expect(await page.evaluate(FAINT)).toEqual([]);
    await page.emulateMedia({ colorScheme: "light" });
    expect(await page.evaluate(FAINT)).toEqual([]);
    await page.evaluate(AXE);
    const found = (await page.evaluate("axe.run().then(({ violations }) => violations)")) as {
      id: string;
      impact: string;
    }[];
    expect(found.filter(({ impact }) => ["serious", "critical"].includes(impact))).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("prints all designs, whatever is hidden on the screen", async () => {
    const { page } = await opened();
    const lines = await count(page, linesOf("gpus-online"));
    await button(page, "gpus-online", "burn and mint").click();
    await page.emulateMedia({ media: "print" });
    const printed = '#gpus-online .live-print > svg [data-mark="line"]';
    await expect.poll(() => count(page, printed)).toBe(lines);
    expect(await page.locator("#gpus-online .live").isHidden()).toBe(true);
    await page.emulateMedia({ media: "screen" });
    await expect.poll(() => count(page, ".live-print")).toBe(0);
    expect(await count(page, linesOf("gpus-online"))).toBe(lines - 1);
    await page.close();
  });

  test("shows what strangers wrote, and obeys none of it", async () => {
    const hostile = renamed(network({ figures: ["gpus-online"] }), "burn and mint", HOSTILE);
    const content = await liveReportPage(hostile, {});
    await writeFile(path.join(folder, "hostile.html"), content);
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(pathToFileURL(path.join(folder, "hostile.html")).href);
    await page.locator("#gpus-online .live > svg[role=img]").waitFor();
    expect(complaints).toEqual([]);
    const shown = HOSTILE.replace("\u202e", "\\u{202e}");
    expect(await page.locator(".live-legend button").last().textContent()).toBe(shown);
    await page.locator(".live-surface").press("End");
    expect(await page.locator(".live-tip").textContent()).toContain(shown);
    expect(await page.evaluate("document.body.innerHTML.includes('\\u202e')")).toBe(false);
    await page.close();
  });

  test("is the same bytes for the same runs", async () => {
    expect(await liveReportPage(network(), {})).toBe(html);
    expect(html.length).toBeLessThan(3_000_000);
  });
});

if (!CHROMIUM)
  test.skip("Chromium is not here, so no figure comes to life; this installs it: apt-get install chromium", () => {});
