import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runBranches, withFuture } from "../../sim/run/run.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { parseScenario } from "../../sim/scenario/load-data.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import type { ResolvedScenario } from "../../sim/scenario/scenario.ts";
import { vary } from "../../sim/scenario/vary.ts";
import { FORKED, orrery, temporaryFolder } from "../cli/orrery.ts";
import { CHROMIUM } from "./chromium.ts";
import { type ExperimentPage, experimentPage } from "./experiment-page.ts";

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
  const complaints: string[] = [];
  let served: ExperimentPage;
  let files: ExperimentPage["files"];
  let browser: Browser;
  let page: Page;
  let url: string;

  beforeAll(async () => {
    const runs = runBranches(scenario, ORRERY, { design });
    served = await experimentPage({ scenario, runs, points: [] });
    ({ url, files } = served);
    browser = await chromium.launch({ executablePath: CHROMIUM!, args: ["--no-sandbox", "--disable-gpu"] });
    page = await opened("");
  });
  afterAll(async () => {
    await browser?.close();
    served?.close();
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
    await page.locator(".what-if code[data-design]").filter({ hasNotText: first! }).waitFor();
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
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, "copy.yaml"), text);
    const words = ["run", "copy.yaml", "--design", design, "--no-report", "--quiet", "--out", "."];
    expect(await orrery(words, folder)).toMatchObject({ code: 0 });
    const manifest = readFileSync(path.join(folder, "copy/manifest.json"), "utf8");
    expect(manifest).toContain(`"digest": "${await digest(page)}"`);
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

  test("a page that is loaded again asks what its address says", async () => {
    const other = await opened(`#what-if?${FROM_START}=18&${LIVE}=0.5`);
    await status(other, "Done");
    const before = await digest(other);
    await other.reload();
    await status(other, "Done");
    expect(await digest(other)).toBe(before);
    expect(await field(other, 1).inputValue()).toBe("18");
    await other.close();
  });

  test("an address that says something twice, or names what is not there, is refused in words, and nothing of it is run", async () => {
    const other = await opened(`#what-if?${LIVE}=0.5&${LIVE}=0.25&branch=demand halvs&design=${design}`);
    const flaw = await other.locator("pre.what-if-flaw").filter({ hasText: "not followed" }).textContent();
    expect(flaw).toContain(`${LIVE}: It is set twice.`);
    expect(flaw).toContain('There is no future "demand halvs". Did you mean "demand halves"?');
    expect(await field(other, 0).inputValue()).toBe("0.5");
    expect(await other.locator(".what-if tbody").count()).toBe(0);
    await other.close();
  });

  test("a value out of bounds is refused in words, without values of another question below; the next one runs", async () => {
    const other = await opened(`#what-if?${LIVE}=0.5`);
    await status(other, "Done");
    await field(other, 0).fill("7");
    await field(other, 0).press("Enter");
    await other.locator("pre.what-if-flaw").filter({ hasText: "Expected at most 1" }).waitFor();
    expect(await other.locator(".what-if tbody").count()).toBe(0);
    await field(other, 0).fill("0.25");
    await field(other, 0).press("Enter");
    await status(other, "Done");
    expect(await digest(other)).toBe(digestOf(scenario, { [LIVE]: 0.25 }));
    await other.close();
  });

  test("a worker whose file is not there is told in words, and asked for again", async () => {
    const code = files.get("/worker.js")!;
    files.delete("/worker.js");
    const other = await opened(`#what-if?${LIVE}=0.5`);
    await other.locator("pre.what-if-flaw").filter({ hasText: "could not be loaded" }).waitFor();
    files.set("/worker.js", code);
    await other.getByRole("button", { name: "Run", exact: true }).click();
    await status(other, "Done");
    await other.close();
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
