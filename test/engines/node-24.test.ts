import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { encode } from "../../sim/codec.ts";
import { ROOT } from "../../sim/scenario/load-bundle.ts";
import { bundled, SCENARIOS, trialOf } from "./bundles.ts";
import { fingerprint } from "./fingerprint.ts";

/** Another major version of Node, with another V8: npm's package of it, put there by .ci/run. */
const PACKAGE = `node-linux-${process.arch}`;
const NODE_24 = path.join(ROOT, ".cache/node-24/node_modules", PACKAGE, "bin/node");
const present = existsSync(NODE_24);
const INSTALL = `npm install --prefix .cache/node-24 --no-save --ignore-scripts ${PACKAGE}@24`;

const folder = mkdtempSync(path.join(tmpdir(), "orrery-node-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What a module prints when Node 24 runs it, read as JSON. */
function printedBy(name: string, ...parts: readonly string[]): unknown {
  const file = path.join(folder, name);
  writeFileSync(file, parts.join("\n"));
  return JSON.parse(execFileSync(NODE_24, [file], { encoding: "utf8", maxBuffer: 2 ** 28 }));
}

/** Stands in for the thread that a worker answers to. */
const LISTENER = `import { readFileSync } from "node:fs";
import { decode, encode } from "./codec.mjs";
let answer;
globalThis.postMessage = (message) => {
  if (message.kind !== "progress") answer = message;
};
await import("./worker.mjs");
globalThis.onmessage({ data: decode(readFileSync(new URL("./request.json", import.meta.url), "utf8")) });
const { runs, failure } = answer;
console.log(JSON.stringify(failure ?? runs.map(({ digest, summary }) => ({ digest, summary: encode(summary) }))));
`;

describe.runIf(present)("Node 24 agrees with this Node", () => {
  test("it is another version", () => {
    expect(execFileSync(NODE_24, ["--version"], { encoding: "utf8" })).toMatch(/^v24\./);
  });

  test("on the bits of every function and every distribution", async () => {
    const module = await bundled("test/engines/fingerprint.ts");
    expect(printedBy("fingerprint.mjs", module, "console.log(JSON.stringify(fingerprint()));")).toEqual(
      fingerprint(),
    );
  });

  test.each(SCENARIOS)("on the digests and the summaries of %s for %s", async (name, until) => {
    const { worker, request, outcomes } = await trialOf(name, until);
    writeFileSync(path.join(folder, "codec.mjs"), await bundled("sim/codec.ts"));
    writeFileSync(path.join(folder, "request.json"), encode(request));
    writeFileSync(path.join(folder, "worker.mjs"), worker);
    const printed = printedBy(`${path.parse(name).name}.mjs`, LISTENER);
    expect(printed).toEqual(outcomes);
  });
});

if (!present)
  test.skip(`Node 24 is not here, so its digests are not compared; this installs it: ${INSTALL}`, () => {});
