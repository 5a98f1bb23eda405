import { appendFileSync, cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { decode, sha256Hex } from "../../sim/codec.ts";
import { scenarioHash } from "../../sim/scenario/resolve.ts";
import type { ResolvedScenario } from "../../sim/scenario/scenario.ts";
import { COIN_TOSS, orrery, startOrrery, temporaryFolder } from "./orrery.ts";

async function results(): Promise<string> {
  const out = temporaryFolder();
  await orrery(["run", COIN_TOSS, "--format", "csv", "--no-report", "--until", "3d", "--out", out]);
  return path.join(out, "coin-toss");
}

/** Changes a file and its hash in the manifest: as somebody would who wants it not to be seen. */
function forge(folder: string, name: string, change: (text: string) => string): void {
  const text = change(readFileSync(path.join(folder, name), "utf8"));
  writeFileSync(path.join(folder, name), text);
  if (name === "manifest.json") return;
  const manifest = JSON.parse(readFileSync(path.join(folder, "manifest.json"), "utf8"));
  manifest.files[name] = { sha256: sha256Hex(text), bytes: Buffer.byteLength(text) };
  writeFileSync(path.join(folder, "manifest.json"), JSON.stringify(manifest));
}

test("results as they were stored are verified by running them again", async () => {
  const folder = await results();
  const { code, stdout } = await orrery(["verify", folder, "--run-code"]);
  expect(stdout).toBe(
    `${folder} is verified: 6 files, 2 chains of blocks, 2 runs.\nNot compared: when, by which command and on which engine it was run, and where the scenario lay.\n`,
  );
  expect(code).toBe(0);
});

test("chains are counted, not runs: a run has one in each place that has blocks", async () => {
  const folder = temporaryFolder();
  const chains = `
title: Two chains, or one
until: 1d
world:
  - consensus/nakamoto
designs:
  one: []
  two:
    - consensus/nakamoto: { blockTime: 60 }
      in: fast
`;
  writeFileSync(path.join(folder, "chains.yaml"), chains);
  await orrery(["run", "chains.yaml", "--no-report"], folder);
  expect((await orrery(["verify", "results/chains", "--quick"], folder)).stdout).toContain(
    "6 files, 3 chains of blocks, 2 runs.",
  );
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
  forge(folder, "blocks.csv", (text) => text.replace(/^(heavy\/0,,10,)36000,/m, "$136001,"));
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
  const { code, stdout } = await orrery(["verify", folder, "--run-code"]);
  expect(stdout).toContain(
    `Run heavy/0 has digest ${before} when run again, but 0123456789abcdef is stored (both after ${manifest.runs[1].events} events).`,
  );
  expect(code).toBe(1);
});

test("runs that come to nothing again, as they did, are no flaw, whoever calls; a replay of something else is one", async () => {
  const out = temporaryFolder();
  const fragile = fileURLToPath(new URL("scenarios/fragile.ts", import.meta.url));
  const given = ["--replications", "1", "--claims", "event", "--no-report", "--set", "test/fragile.share=1"];
  await startOrrery(["run", fragile, ...given, "--out", out], undefined, {
    npm_command: "exec",
    npm_config_local_prefix: out,
  }).ended;
  const folder = path.join(out, "fragile");
  expect(readFileSync(path.join(folder, "manifest.json"), "utf8")).toContain("Replay: orrery replay");
  const verified = await orrery(["verify", folder, "--run-code"]);
  expect(verified.stdout).toContain(`${folder} is verified: 6 files, 0 chains of blocks, 1 run.`);
  expect(verified.code).toBe(0);
  forge(folder, "manifest.json", (text) => text.replace("--to-event", "--until 1d; true --to-event"));
  const forged = await orrery(["verify", folder, "--run-code"]);
  expect(forged.stdout).toContain("manifest.json: failures › 0 › message is ");
  expect(forged.code).toBe(1);
});

test("code of a scenario that is not Orrery's is run only where the user says so", async () => {
  const out = temporaryFolder();
  await orrery(["run", "hello", "--until", "3d", "--format", "csv", "--no-report", "--out", out]);
  const folder = path.join(out, "hello");
  const evil = path.join(folder, "evil.ts");
  const ran = path.join(out, "ran");
  writeFileSync(
    evil,
    `import { writeFileSync } from "node:fs";\nwriteFileSync(${JSON.stringify(ran)}, "");\nexport default { title: "x", until: "1d", world: [] };\n`,
  );
  const file = path.join(folder, "manifest.json");
  const manifest = JSON.parse(readFileSync(file, "utf8"));
  const origin = { path: "hello/evil.ts", code: "module" };
  manifest.files["evil.ts"] = { sha256: sha256Hex(readFileSync(evil)), bytes: readFileSync(evil).length };
  writeFileSync(file, JSON.stringify({ ...manifest, origin, code: "0".repeat(64) }));
  const other = path.join(out, "other");
  cpSync(folder, other, { recursive: true });
  forge(other, "manifest.json", (text) => text.replace(manifest.runs[0].digest, "0123456789abcdef"));
  const verified = await orrery(["verify", folder]);
  expect(verified.stdout).toContain("evil.ts is no file that Orrery writes.");
  expect(verified.stdout).toContain("Nothing was run again: its scenario is code that is not Orrery's: ");
  expect(verified.stdout).toContain("--run-code");
  expect(verified.code).toBe(1);
  const differing = await orrery(["diff", folder, other]);
  expect(differing.stdout).toContain("not looked for:");
  await orrery(["report", folder]);
  expect(existsSync(ran)).toBe(false);
  // Of code that is this package's own nothing is asked, whatever the manifest says where it lay.
  writeFileSync(file, JSON.stringify({ ...manifest, origin }));
  const own = await orrery(["verify", folder]);
  expect(own.stdout).toMatch(/^ {2}manifest\.json: origin › code is "module", a run gives "data"\.$/m);
  expect(existsSync(ran)).toBe(false);
});

test("results of other code are not verified, and nothing is run", async () => {
  const folder = await results();
  forge(folder, "manifest.json", (text) =>
    text.replace(/"code": "[0-9a-f]{64}"/, `"code": "${"0".repeat(64)}"`),
  );
  const { code, stdout } = await orrery(["verify", folder, "--run-code"]);
  expect(stdout).toMatch(
    /^\S+ has its files and blocks as they were stored, and is not verified: 6 files, .*\.\nNothing was run again: other code made it \(0{12}, version \S+\) than is here/,
  );
  expect(code).toBe(1);
});

test("a manifest that lists other runs than its scenario has, or lacks a field, is told at once", async () => {
  const folder = await results();
  const file = path.join(folder, "manifest.json");
  const { format: _, ...manifest } = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(file, JSON.stringify(manifest));
  const odd = await orrery(["verify", folder]);
  expect(odd.stdout).toContain('  manifest.json: format: Expected "parquet" or "csv".\n');
  expect([odd.code, odd.stderr]).toEqual([1, ""]);
  writeFileSync(file, JSON.stringify({ ...manifest, format: "csv", replications: 1e9 }));
  const many = await orrery(["verify", folder, "--run-code"]);
  expect(many.stdout).toContain(
    "  manifest.json: replications is 1000000000, which makes 2000000000 runs of this scenario; runs has 2, failures has 0.\n",
  );
  expect(many.code).toBe(1);
});

test("a scenario whose parameters nobody could have run is refused before it is run", async () => {
  const out = temporaryFolder();
  await orrery(["run", "hello", "--until", "3d", "--format", "csv", "--no-report", "--out", out]);
  const folder = path.join(out, "hello");
  const edited = readFileSync(path.join(folder, "scenario.json"), "utf8").replace(
    /"blockTime":[\d.]+/g,
    '"blockTime":-1',
  );
  forge(folder, "scenario.json", () => edited);
  forge(folder, "manifest.json", (text) => {
    const manifest = JSON.parse(text);
    return JSON.stringify({ ...manifest, scenarioHash: scenarioHash(decode(edited) as ResolvedScenario) });
  });
  const { code, stdout } = await orrery(["verify", folder]);
  expect(stdout).toMatch(/^ {2}scenario\.json: halving › consensus\/\w+ › blockTime: .*got -1/m);
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
