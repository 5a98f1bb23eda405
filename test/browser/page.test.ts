import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encode } from "../../sim/codec.ts";
import { bundleWorker } from "../../sim/experiment/workers/bundle.ts";
import { runBranches } from "../../sim/run/run.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { parseScenario } from "../../sim/scenario/load-data.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import { FORKED } from "../cli/orrery.ts";
import { bundled, SCENARIOS, trialOf } from "../engines/bundles.ts";
import { fingerprint } from "../engines/fingerprint.ts";
import { CHROMIUM } from "./chromium.ts";

/** A page that imports the browser's part of Orrery and runs scenarios in a module worker: the same bits as in Node. */

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** What the page asks a worker for; the request comes as the codec writes it, tables and all. */
const PAGE = `<!doctype html><meta charset="utf-8"><title>Orrery</title><script type="module">
import { decode, encode } from "/browser.js";
window.runIn = (workerUrl, requestText) => new Promise((resolve, reject) => {
  const worker = new Worker(workerUrl, { type: "module" });
  worker.onerror = ({ message }) => reject(new Error(message));
  worker.onmessage = ({ data }) => {
    if (data.kind === "progress") return;
    worker.terminate();
    if (data.kind === "failed") reject(new Error(data.failure.stack));
    else resolve(data.runs.map(({ digest, summary }) => ({ digest, summary: encode(summary) })));
  };
  worker.postMessage(decode(requestText));
});
window.ready = true;
</script>`;

describe.runIf(CHROMIUM)("in headless Chromium", () => {
  const files = new Map<string, string>([["/", PAGE]]);
  const asked: string[] = [];
  let server: Server;
  let context: BrowserContext;
  let page: Page;
  const profile = mkdtempSync(path.join(tmpdir(), "orrery-chromium-"));

  beforeAll(async () => {
    files.set("/browser.js", await bundled("sim/browser.ts"));
    files.set("/fingerprint.js", await bundled("test/engines/fingerprint.ts"));
    server = createServer(({ url }, response) => {
      const text = files.get(url ?? "/");
      response.writeHead(text === undefined ? 404 : 200, {
        "content-type": url === "/" ? "text/html" : "text/javascript",
      });
      response.end(text);
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    context = await chromium.launchPersistentContext(profile, { executablePath: CHROMIUM!, args: FLAGS });
    page = await context.newPage();
    page.on("request", (request) => asked.push(request.url().replace(origin, "")));
    await page.goto(`${origin}/`);
    await page.waitForFunction("window.ready");
  });

  afterAll(async () => {
    await context?.close();
    server?.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  });

  test("every function and every distribution has Node's bits", async () => {
    const found = await page.evaluate('import("/fingerprint.js").then(({ fingerprint }) => fingerprint())');
    expect(found).toEqual(fingerprint());
  });

  test.each(SCENARIOS)(
    "%s for %s comes to Node's digests and summaries in a module worker",
    async (name, until) => {
      const { worker, request, outcomes } = await trialOf(name, until);
      files.set(`/${name}.js`, worker);
      const call = `window.runIn(${JSON.stringify(`/${name}.js`)}, ${JSON.stringify(encode(request))})`;
      expect(await page.evaluate(call)).toEqual(outcomes);
    },
  );

  test("a page resolves a scenario to the identity that Node gives it, and refuses a broken one in the same words", async () => {
    const text = "title: page\nuntil: 10d\nworld:\n  - consensus/nakamoto: { blockTime: 10m }";
    const call = (yaml: string) =>
      `import("/browser.js").then((orrery) => { try { return orrery.scenarioHash(orrery.resolve(orrery.parseScenario(${JSON.stringify(yaml)}, "page"))); } catch (error) { return error.message; } })`;
    const { parseScenario, resolve, scenarioHash } = await import("../../sim/browser.ts");
    expect(await page.evaluate(call(text))).toBe(scenarioHash(resolve(parseScenario(text, "page"))));
    expect(await page.evaluate(call(text.replace("blockTime", "blockTme")))).toContain(
      'Did you mean "blockTime"?',
    );
  });

  test("runInWorker tells how far it is, comes to Node's digests, ends by a signal, and fails in the words of the command line", async () => {
    const file = readFileSync(FORKED, "utf8");
    const resolved = resolve(parseScenario(file, "forked"));
    files.set("/orrery.js", (await bundleWorker()).source);
    const found =
      await page.evaluate(`import("/browser.js").then(async ({ runInWorker, resolve, parseScenario }) => {
      const resolved = resolve(parseScenario(${JSON.stringify(file)}, "forked"));
      const worker = () => new Worker("/orrery.js", { type: "module" });
      const shares = [];
      const onProgress = (share) => shares.push(share);
      const digests = (await runInWorker(resolved, { worker, onProgress })).map(({ digest }) => digest);
      const abort = new AbortController();
      const aborted = await runInWorker(resolved, { worker, signal: abort.signal, onProgress: () => abort.abort(new Error("enough")) }).catch(({ message }) => message);
      const late = await runInWorker(resolved, { worker, signal: abort.signal }).catch(({ message }) => message);
      const set = { "supply/cohorts.providers": -1 };
      const refused = await runInWorker(resolved, { worker, set }).catch(({ message, exitCode }) => [message, exitCode]);
      return { digests, shares, aborted, late, refused };
    })`);
    const { digests, shares, aborted, late, refused } = found as Record<string, unknown[]>;
    const here = resolved.designs.flatMap(({ name }) => runBranches(resolved, ORRERY, { design: name }));
    expect(digests).toEqual(here.map(({ digest }) => digest));
    expect(shares!.length).toBeGreaterThan(2);
    expect(shares).toEqual(shares!.toSorted((one, other) => Number(one) - Number(other)));
    expect(shares!.at(-1)).toBe(1);
    expect([aborted, late]).toEqual(["enough", "enough"]);
    expect(refused).toEqual([expect.stringContaining("Expected at least"), 2]);
  });

  test("nothing is asked of the network but the page's own files", () => {
    expect(asked.filter((url) => !files.has(url) && url !== "/favicon.ico")).toEqual([]);
  });
});

if (!CHROMIUM)
  test.skip("Chromium is not here, so no page is tried; this installs it: apt-get install chromium", () => {});
