import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Request } from "playwright-core";
import { expect, test } from "vitest";
import { reportPage } from "../../sim/figures/report.ts";
import { drawAll } from "../../sim/figures/svg.ts";
import { DAY } from "../../sim/units.ts";
import { syntheticNetwork } from "../figures/synthetic-runs.ts";
import { CHROMIUM } from "./chromium.ts";

/** What left the page: not the page itself, and not what its policy held back. */
const isAllowed = (request: Request): boolean =>
  !request.url().startsWith("file:") && request.url() !== "data:," && request.failure()?.errorText !== "csp";

/** A page on disk, opened: what it complained of, what it asked for, and whether a script ran. */
async function opened(html: string) {
  const folder = mkdtempSync(path.join(tmpdir(), "orrery-report-"));
  const browser = await chromium.launch({
    executablePath: CHROMIUM!,
    args: ["--no-sandbox", "--disable-gpu"],
  });
  try {
    const file = path.join(folder, "report.html");
    writeFileSync(file, html);
    const page = await browser.newPage();
    const complaints: string[] = [];
    const asked: Request[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("request", (request) => asked.push(request));
    await page.goto(pathToFileURL(file).href);
    const body = (await page.evaluate("getComputedStyle(document.body).margin")) as string;
    const widths = (await page.evaluate(
      'Array.from(document.querySelectorAll("figure svg"), (svg) => svg.getBoundingClientRect().width)',
    )) as number[];
    const ran = await page.evaluate("document.title");
    return {
      complaints,
      asked: asked.filter(isAllowed).map((request) => request.url()),
      body,
      widths,
      ran,
    };
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

test.runIf(CHROMIUM)(
  "the report opens from disk with its style and figures, and forbids all else",
  async () => {
    const input = syntheticNetwork({ sample: 10 * DAY });
    const html = reportPage(input, drawAll(input));
    const plain = await opened(html);
    expect(plain.complaints).toEqual([]);
    expect(plain.asked).toEqual([]);
    expect(plain.body).toBe("0px");
    expect(plain.widths.length).toBeGreaterThan(3);
    expect(Math.min(...plain.widths)).toBeGreaterThan(300);
    // As if a name had come through as markup after all.
    const forged = await opened(
      html.replace(
        "</main>",
        '<script>document.title = "ran"</script><img src="https://example.org/x.png" onerror="document.title = 1"><style>body { margin: 9px }</style></main>',
      ),
    );
    expect([forged.ran, forged.body, forged.asked]).toEqual([plain.ran, "0px", []]);
    expect(forged.complaints.join("\n")).toMatch(/Content Security Policy/);
  },
);
