import { type Browser, chromium, type Page } from "playwright-core";
import { storedResults } from "../../sim/cli/published/stored-results.ts";
import { encode } from "../../sim/codec.ts";
import { bundleWorker } from "../../sim/experiment/workers/bundle.ts";
import { catalogueOf } from "../../sim/scenario/catalogue.ts";
import { loadScenario } from "../../sim/scenario/load.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import type { RunAnswer, RunRequest } from "../../sim/worker-messages.ts";
import { CHROMIUM } from "../browser/chromium.ts";
import { type ExperimentPage, experimentPage } from "../browser/experiment-page.ts";
import { bundled } from "../engines/bundles.ts";
import type { Row } from "./suite.ts";

/*
 * The simulator in a page: the same run by the same code in Node and in a module worker of Chromium, by turns; and what a
 * reader waits for after moving a slider of the flagship. Waits are in multiples of a loop of known work that the page does
 * in between (2.5 s on a quiet core), for machines are shared: 300 ms are 0.12 of it, two seconds 0.8.
 */
export const name = "page";

const ROUNDS = 4;
/** What is run by turns: half a year of a design, about a second. */
const RUN = { design: "fixed on PoW", until: "180d" };

export async function run(): Promise<Row[]> {
  if (!CHROMIUM) return [{ measure: "the simulator in a page", skipped: "Chromium is not here." }];
  const loaded = await loadScenario("flagship");
  const served = await experimentPage((await storedResults(loaded)).packed!.input);
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu"],
  });
  try {
    const resolved = resolve(loaded.scenario, catalogueOf(loaded.scenario), {
      name: "flagship",
      until: RUN.until,
      designs: [RUN.design],
    });
    // No future parts within the run.
    const request: RunRequest = {
      id: 1,
      resolved: { ...resolved, branches: null },
      options: { design: RUN.design },
    };
    return [...(await speeds(browser, served, request)), ...(await waits(browser, served))];
  } finally {
    await browser.close();
    served.close();
  }
}

const least = (values: readonly number[]): number => Math.min(...values);

async function speeds(browser: Browser, { url, files }: ExperimentPage, request: RunRequest): Promise<Row[]> {
  files.set("/request.txt", encode(request));
  files.set("/codec.js", await bundled("sim/codec.ts"));
  const page = await browser.newPage();
  await page.goto(url);
  await page.evaluate(`Promise.all([import("/codec.js"), fetch("/request.txt").then((answer) => answer.text())]).then(([{ decode }, text]) => {
    const [worker, request] = [new Worker("/worker.js", { type: "module" }), decode(text)];
    window.run = () => new Promise((resolve) => {
      const from = performance.now();
      worker.onmessage = ({ data }) => {
        if (data.kind === "runs") resolve({ ms: performance.now() - from, digest: data.runs[0].digest });
        else if (data.kind === "failed") resolve({ ms: 0, digest: data.failure.message });
      };
      worker.postMessage(request);
    });
  })`);
  const here = await inNode(request);
  const rounds: { node: number; page: number }[] = [];
  // The first round is each engine's first: its code is not yet compiled for speed.
  for (let round = 0; round <= ROUNDS; round++) {
    const [node, there] = [here(), (await page.evaluate("window.run()")) as ReturnType<typeof here>];
    if (node.digest !== there.digest) throw new Error(`${there.digest} in the page, ${node.digest} in Node`);
    rounds.push({ node: node.ms, page: there.ms });
  }
  await page.close();
  const [first, ...others] = rounds;
  const warm = least(others.map(({ node }) => node)) / least(others.map((round) => round.page));
  return [
    { measure: "speed in the page over Node's, first run", value: first!.node / first!.page, unit: "" },
    { measure: "speed in the page over Node's", value: warm, unit: "", atLeast: 0.7 },
  ];
}

/** The worker's code on this thread, as it stands in the site. */
async function inNode(request: RunRequest): Promise<() => { ms: number; digest: string }> {
  const answers: RunAnswer[] = [];
  const scope = globalThis as unknown as {
    postMessage: (answer: RunAnswer) => void;
    onmessage: (event: { data: RunRequest }) => void;
  };
  scope.postMessage = (answer) => answers.push(answer);
  const { source } = await bundleWorker();
  await import(`data:text/javascript;base64,${Buffer.from(source).toString("base64")}`);
  return () => {
    const from = performance.now();
    scope.onmessage({ data: request });
    const ms = performance.now() - from;
    const last = answers.at(-1)!;
    return { ms, digest: last.kind === "runs" ? last.runs[0]!.digest : JSON.stringify(last) };
  };
}

/** Moves a slider, and tells milliseconds to the first figure with new values and to the end. */
const ASK = `window.ask = (value) => new Promise((resolve) => {
  const [root, figures, status] = [".what-if", ".what-if-figures", ".what-if [role=status]"].map((one) => document.querySelector(one));
  const field = document.querySelector(".what-if-slider input[type=text]");
  let first;
  const from = performance.now();
  const drawn = new MutationObserver((changes) => {
    // What is not there in whole is marked so in the table; figures may still be drawing what was before.
    if (root.querySelector("tbody")?.textContent.includes("…") && changes.some(({ target, addedNodes }) => target.closest("svg") || [...addedNodes].some((node) => node.querySelector?.("svg") || node.closest?.("svg")))) first ??= performance.now() - from;
  });
  const ended = new MutationObserver(() => {
    if (!status.textContent.startsWith("Done")) return;
    for (const each of [drawn, ended]) each.disconnect();
    resolve({ first, whole: performance.now() - from });
  });
  drawn.observe(figures, { childList: true, subtree: true });
  ended.observe(status, { childList: true });
  field.value = value;
  field.dispatchEvent(new Event("change"));
}); window.loop = () => { const from = performance.now(); let h = 0; for (let i = 0; i < 4e7; i++) h = (h * 31 + i) | 0; return h === 0.5 ? 0 : 10 * (performance.now() - from); };`;

async function waits(browser: Browser, { url }: ExperimentPage): Promise<Row[]> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1_600 } });
  await page.goto(url);
  await page.waitForFunction("window.ready");
  await page.evaluate(ASK);
  // A reader comes near, and reads.
  await page.locator(".what-if").hover();
  await page.waitForLoadState("networkidle");
  const loops: number[] = [];
  const asked: { first: number; whole: number }[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    loops.push((await page.evaluate("window.loop()")) as number);
    asked.push(await ask(page, 0.9 - round / 10));
  }
  const shown = await page.locator(".what-if code[data-design]").count();
  const [first, ...others] = asked;
  const loop = least(loops);
  const row = (measure: string, ms: number, atMost?: number): Row => ({
    measure,
    value: ms / loop,
    unit: "yardsticks",
    ...(atMost === undefined ? {} : { atMost }),
  });
  return [
    { measure: "the yardstick in the page", value: loop / 1000, unit: "s" },
    row("first question, to its first points", first!.first),
    row(`first question, to the year of ${shown} designs`, first!.whole),
    row("a further one, to its first points", least(others.map((one) => one.first)), 0.12),
    row(`a further one, to the year of ${shown} designs`, least(others.map((one) => one.whole)), 0.8),
  ];
}

const ask = (page: Page, value: number): Promise<{ first: number; whole: number }> =>
  page.evaluate(`window.ask(${value})`);
