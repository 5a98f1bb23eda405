import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { sha256Hex } from "../../sim/codec.ts";
import { COIN_TOSS, orrery, temporaryFolder } from "./orrery.ts";

async function results(): Promise<string> {
  const out = temporaryFolder();
  await orrery(["run", COIN_TOSS, "--format", "csv", "--no-report", "--until", "3d", "--out", out]);
  return path.join(out, "coin-toss");
}

/** Changes a file and its hash in the manifest: as somebody would who wants it not to be seen. */
function forge(folder: string, name: string, change: (text: string) => string): void {
  const text = change(readFileSync(path.join(folder, name), "utf8"));
  writeFileSync(path.join(folder, name), text);
  const manifest = JSON.parse(readFileSync(path.join(folder, "manifest.json"), "utf8"));
  manifest.files[name].sha256 = sha256Hex(text);
  writeFileSync(path.join(folder, "manifest.json"), JSON.stringify(manifest));
}

test("results as they were stored are verified by running them again", async () => {
  const folder = await results();
  const { code, stdout } = await orrery(["verify", folder]);
  expect(stdout).toBe(`${folder} is verified: 6 files, 2 chains of blocks, 2 runs.\n`);
  expect(code).toBe(0);
});

test("a file that was changed, and one that was added, are named", async () => {
  const folder = await results();
  appendFileSync(path.join(folder, "series.csv"), "more\n");
  writeFileSync(path.join(folder, "extra.txt"), "");
  const { code, stdout } = await orrery(["verify", folder, "--quick"]);
  expect(stdout).toMatch(
    /is not what was stored: 2 flaws\.\n {2}series\.csv was changed: its sha256 is [0-9a-f]{64}, the manifest says [0-9a-f]{64}\.\n {2}extra\.txt is not in the manifest\.\n/,
  );
  expect(code).toBe(1);
});

test("a block that was changed is named even where the manifest was changed with it", async () => {
  const folder = await results();
  forge(folder, "blocks.csv", (text) => text.replace(/^(heavy\/0,10,)36000,/m, "$136001,"));
  const { code, stdout } = await orrery(["verify", folder, "--quick", "--json"]);
  const { flaws } = JSON.parse(stdout);
  expect(flaws).toHaveLength(1);
  expect(flaws[0]).toMatchObject({ kind: "block", subject: "heavy/0 block 10" });
  expect(flaws[0].sentence).toMatch(
    /^Run heavy\/0: Block 10 hashes to [0-9a-f]{64}, but [0-9a-f]{64} is stored: its content was changed\.$/,
  );
  expect(code).toBe(1);
});

test("a digest that was changed is named by running the run again", async () => {
  const folder = await results();
  const file = path.join(folder, "manifest.json");
  const manifest = JSON.parse(readFileSync(file, "utf8"));
  const before = manifest.runs[1].digest;
  manifest.runs[1].digest = "0123456789abcdef";
  writeFileSync(file, JSON.stringify(manifest));
  const { code, stdout } = await orrery(["verify", folder]);
  expect(stdout).toContain(
    `Run heavy/0 has digest ${before} when run again, but 0123456789abcdef is stored (both after ${manifest.runs[1].events} events).`,
  );
  expect(code).toBe(1);
});

test("error: a folder without results, and a manifest that was cut, are said to be what they are", async () => {
  const folder = temporaryFolder();
  expect((await orrery(["verify", folder])).stderr).toBe(
    `OrreryError: ${folder} is no results folder: it has no manifest.json.\n\nResults lie in results/<scenario> after orrery run <scenario>.\n`,
  );
  writeFileSync(path.join(folder, "manifest.json"), "{");
  const { code, stderr } = await orrery(["verify", folder]);
  expect(stderr).toContain(`${folder}/manifest.json is not JSON: it was changed or cut.`);
  expect(code).toBe(2);
});
