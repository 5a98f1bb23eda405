import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundleWorker } from "../../sim/experiment/workers/bundle.ts";
import { REPORT_STYLE } from "../../sim/figures/report-style.ts";
import { runBranches, withFuture } from "../../sim/run/run.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { ROOT } from "../../sim/scenario/load-bundle.ts";
import { parseScenario } from "../../sim/scenario/load-data.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import type { ResolvedScenario } from "../../sim/scenario/scenario.ts";
import { vary } from "../../sim/scenario/vary.ts";
import { experimentOf } from "../../sim/site/experiment.ts";
import { markupJson } from "../../sim/text/markup.ts";
import { FORKED } from "../cli/orrery.ts";
import { bundled } from "../engines/bundles.ts";
import { CHROMIUM } from "./chromium.ts";

const LIVE = "shocks/demand.factor";
const FROM_START = "supply/cohorts.providers";
const BRANCH = "demand halves";
const sliders = `
whatIf:
  ${LIVE}: { low: 0.1, high: 1, label: "Demand <b>left</b>" }
  ${FROM_START}: [6, 24]
`;
const scenario = resolve(parseScenario(readFileSync(FORKED, "utf8") + sliders, "forked"));
const { name: design } = scenario.designs[0]!;

/** What Node gives for the same question. */
const digestOf = (resolved: ResolvedScenario, set: Record<string, unknown> = {}): string =>
  runBranches(withFuture(resolved, { branch: BRANCH, set }), ORRERY, { design })[0]!.digest;

describe.runIf(CHROMIUM)("what if, in a page", () => {
  const files = new Map<string, string | Uint8Array>();
  const complaints: string[] = [];
  let server: Server;
  let browser: Browser;
  let page: Page;
  let url: string;

  beforeAll(async () => {
    const { source, sha256 } = await bundleWorker();
    const runs = runBranches(scenario, ORRERY, { design });
    const { data, files: own } = await experimentOf({
      input: { scenario, runs, points: [] },
      catalogue: ORRERY,
      worker: { url: "worker.js", sha256 },
      folder: "forked",
      file: "forked.yaml",
      isAllOrrerys: true,
    });
    const css = readFileSync(path.join(ROOT, "reports/lib/what-if.css"), "utf8");
    const policy =
      "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; worker-src 'self'";
    files.set("/worker.js", source);
    files.set("/page.js", await bundled("reports/lib/enliven-experiment.ts"));
    files.set(
      "/start.js",
      'import { enlivenExperiment } from "./page.js"; enlivenExperiment(); window.ready = true;',
    );
    for (const { path: name, content } of own) files.set(`/${name}`, content);
    files.set(
      "/",
      `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" content="${policy}"><title>What if</title><link rel="icon" href="data:,"><style>${REPORT_STYLE}\n${css}</style><main><h1>Forked</h1><div data-live="what-if"></div><div data-live="recompute"></div></main><script type="application/json" id="page">${markupJson({ experiment: data })}</script><script type="module" src="start.js"></script></html>`,
    );
    server = createServer(({ url: asked }, response) => {
      const found = files.get(asked ?? "/");
      const type =
        asked === "/" ? "text/html" : asked?.endsWith(".js") ? "text/javascript" : "application/octet-stream";
      response.writeHead(found === undefined ? 404 : 200, { "content-type": type }).end(found);
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    browser = await chromium.launch({ executablePath: CHROMIUM!, args: ["--no-sandbox", "--disable-gpu"] });
    page = await opened("");
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  async function opened(hash: string, width = 1280): Promise<Page> {
    const made = await browser.newPage({ viewport: { width, height: 900 } });
    made.on("console", (message) => complaints.push(message.text()));
    made.on("pageerror", ({ message }) => complaints.push(message));
    await made.goto(url + hash);
    await made.waitForFunction("window.ready");
    return made;
  }
  const status = (of: Page, text: RegExp | string) =>
    of.locator(".what-if [role=status]").filter({ hasText: text }).waitFor();
  const digest = (of: Page) => of.locator(`.what-if code[data-design="${design}"]`).textContent();
  const shows = (of: Page, text: string) =>
    of.locator(".what-if code[data-design]").filter({ hasText: text }).waitFor();
  const field = (of: Page, at: number) => of.locator(".what-if-slider input[type=text]").nth(at);
  const slider = (of: Page, at: number) => of.locator(".what-if-slider input[type=range]").nth(at);

  test("a slider runs the scenario from the stored start, to Node's digest, and the address says so", async () => {
    expect(await page.locator(".what-if-slider label").first().textContent()).toBe("Demand <b>left</b>");
    await page.locator(".what-if-slider input[type=text]").first().fill("0.25");
    await page.locator(".what-if-slider input[type=text]").first().press("Enter");
    await status(page, "Done");
    expect(await digest(page)).toBe(digestOf(scenario, { [LIVE]: 0.25 }));
    expect(page.url()).toBe(`${url}#what-if?${LIVE}=0.25`);
    expect(await page.locator(".what-if figure svg").count()).toBeGreaterThan(0);
    expect(await page.locator(".what-if tbody tr").count()).toBeGreaterThan(0);
  });

  test("keys move a slider; back and forward restore parameters and results", async () => {
    const first = await digest(page);
    await slider(page, 1).focus();
    await slider(page, 1).press("End");
    await status(page, "Running");
    await status(page, "Done");
    const second = await digest(page);
    const varied = vary(scenario, ORRERY, { [FROM_START]: 24 });
    expect(second).toBe(digestOf(varied, { [LIVE]: 0.25 }));
    await page.goBack();
    await shows(page, first!);
    expect(await field(page, 1).inputValue()).toBe("12");
    await page.goForward();
    await shows(page, second!);
    expect(await field(page, 1).inputValue()).toBe("24");
  });

  test("the copy is a scenario file with the digest of the page", async () => {
    await page.getByRole("button", { name: "Copy as scenario file" }).click();
    const text = await page.locator(".what-if-copied textarea").inputValue();
    const again = resolve(parseScenario(text, "copy"));
    expect(runBranches(again, ORRERY, { design }).map((run) => run.digest)).toEqual([await digest(page)]);
  });

  test("a run is stopped at once, and the next one begins anew; reset is the scenario as published", async () => {
    await page.evaluate(`(() => {
      const [bar, buttons] = [document.querySelector(".what-if progress"), [...document.querySelectorAll(".what-if button")]];
      const press = (name) => buttons.find(({ textContent }) => textContent === name).click();
      const observer = new MutationObserver(() => {
        if (bar.value === 0 || bar.value === 1) return;
        observer.disconnect();
        press("Stop");
      });
      observer.observe(bar, { attributes: true });
      press("Run");
    })()`);
    await status(page, "Stopped.");
    // Half a run has values, and no digest.
    expect(await page.locator(".what-if tbody tr").count()).toBeGreaterThan(0);
    expect(await page.locator(".what-if code[data-design]").count()).toBe(0);
    await page.getByRole("button", { name: "Reset" }).click();
    await status(page, "Done");
    expect(await digest(page)).toBe(digestOf(scenario));
    expect(page.url()).toBe(url);
  });

  test("what was published is run again, and every digest is equal", async () => {
    await page.getByRole("button", { name: "Run it again here" }).click();
    await page.getByText("All 2 runs gave the published digest").waitFor();
  });

  test("an address that asks for what cannot be is told in words, and nothing of it becomes markup", async () => {
    const hostile = await opened(
      `#what-if?${FROM_START}=-1&shocks/demnd.factor=<img src=x onerror=alert(1)>`,
    );
    const flaw = await hostile.locator("pre.what-if-flaw").filter({ hasText: "problems" }).textContent();
    expect(flaw).toContain(
      'No mechanism or instance here is called "shocks/demnd". Did you mean "shocks/demand"?',
    );
    expect(flaw).toContain("Expected at least");
    expect(await hostile.locator(".what-if img").count()).toBe(0);
    await hostile.close();
  });

  test("a stored start with a flipped byte is refused in words, and the whole is run", async () => {
    const [name] = [...files.keys()].filter((each) => each.endsWith(".bin"));
    const whole = files.get(name!) as Uint8Array;
    const flipped = whole.slice();
    flipped[99]! ^= 1;
    files.set(name!, flipped);
    const other = await opened(`#what-if?${LIVE}=0.25`);
    await other.getByText("The stored start is not used: it was changed since it was published").waitFor();
    await status(other, "Done");
    expect(await digest(other)).toBe(digestOf(scenario, { [LIVE]: 0.25 }));
    await other.close();
    files.set(name!, whole);
  });

  test("is read on a telephone and by everybody: axe-core finds nothing serious", async () => {
    const phone = await opened(`#what-if?${LIVE}=0.5`, 390);
    await status(phone, "Done");
    expect(await phone.evaluate("document.documentElement.scrollWidth")).toBe(390);
    await phone.evaluate(readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
    const found = (await phone.evaluate(
      "axe.run({ include: ['.what-if'], exclude: ['.what-if-figures'] }).then(({ violations }) => violations.filter(({ impact }) => ['serious', 'critical'].includes(impact)).map(({ id, nodes }) => [id, nodes[0].html]))",
    )) as unknown[];
    expect(found).toEqual([]);
    expect(complaints).toEqual([]);
    if (process.env["SHOTS"])
      await phone.screenshot({ path: `${process.env["SHOTS"]}/phone.png`, fullPage: true });
    await phone.close();
  });
});

if (!CHROMIUM)
  test.skip("Chromium is not here, so no page is tried; this installs it: apt-get install chromium", () => {});
