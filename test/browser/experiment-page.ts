import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { bundleWorker } from "../../sim/experiment/workers/bundle.ts";
import type { FigureInput } from "../../sim/figures/figure.ts";
import { REPORT_STYLE } from "../../sim/figures/report-style.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { ROOT } from "../../sim/scenario/load-bundle.ts";
import { experimentOf } from "../../sim/site/experiment.ts";
import { markupJson } from "../../sim/text/markup.ts";
import { bundled } from "../engines/bundles.ts";

/** A page with the sliders of a scenario and nothing else, under the policy of the site, served on this machine. */
export interface ExperimentPage {
  readonly url: string;
  /** What is served, by path; a test may put something else there. */
  readonly files: Map<string, string | Uint8Array>;
  readonly close: () => void;
}

const POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; worker-src 'self'";

/** @param input a scenario of Orrery's own mechanisms, and what was published of it */
export async function experimentPage(input: FigureInput): Promise<ExperimentPage> {
  const { name } = input.scenario;
  const { source, sha256 } = await bundleWorker();
  const { data, files: own } = await experimentOf({
    input,
    catalogue: ORRERY,
    worker: { url: "worker.js", sha256 },
    folder: name,
    file: `${name}.yaml`,
    isAllOrrerys: true,
  });
  const css = readFileSync(path.join(ROOT, "reports/lib/what-if.css"), "utf8");
  const files = new Map<string, string | Uint8Array>([
    ["/worker.js", source],
    ["/page.js", await bundled("reports/lib/enliven-experiment.ts")],
    ["/start.js", 'import { enlivenExperiment } from "./page.js"; enlivenExperiment(); window.ready = true;'],
    ...own.map(({ path: file, content }) => [`/${file}`, content] as const),
    [
      "/",
      `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><title>What if</title><link rel="icon" href="data:,"><style>${REPORT_STYLE}\n${css}</style><main><h1>${name}</h1><div data-live="what-if"></div><div data-live="recompute"></div></main><script type="application/json" id="page">${markupJson({ experiment: data })}</script><script type="module" src="start.js"></script></html>`,
    ],
  ]);
  const server = createServer(({ url: asked }, response) => {
    const found = files.get(asked ?? "/");
    const type =
      asked === "/" ? "text/html" : asked?.endsWith(".js") ? "text/javascript" : "application/octet-stream";
    response.writeHead(found === undefined ? 404 : 200, { "content-type": type }).end(found);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    files,
    close: () => server.close(),
  };
}
