import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { orrery, temporaryFolder } from "./orrery.ts";

/** Issuance by blocks without blocks; `more`: further lines of the file. */
const halving = (more = ""): string => `title: Halving without a chain
until: 30d
world:
  - issuance/genesis: { supply: 1000 }
  - issuance/halving: { interval: 10 }
${more}`;
const MEANT = "meant: { block: the chain comes later }\n";

test("lint: files and folders, what is open, what is meant and what is wrong, told together", async () => {
  const folder = temporaryFolder();
  const at = (file: string): string => path.join(folder, file);
  mkdirSync(at("empty"));
  writeFileSync(at("open.yaml"), halving());
  writeFileSync(at("meant.yaml"), halving(MEANT));
  writeFileSync(at("package.json"), '{ "name": "no scenario" }');
  writeFileSync(at("orrery.schema.json"), '{ "properties": { "until": { "type": "string" }, "world": {} } }');
  writeFileSync(at("open.expected.json"), '{ "until": 1, "world": [] }');
  writeFileSync(at("helper.ts"), "throw new Error('never run');");
  const [fine, strict, json, wrong, none] = await Promise.all([
    orrery(["lint", "."], folder),
    orrery(["lint", "open.yaml", "meant.yaml", "open.yaml", "--strict"], folder),
    orrery(["lint", ".", "hello", "--json", "--strict"], folder),
    orrery(["lint", "open.yaml", "nowhere.yaml", "helo"], folder),
    orrery(["lint", "empty"], folder),
  ]);
  expect(fine).toEqual({
    code: 0,
    stderr: "",
    stdout: `open leaves 1 point open.

  block
    issuance/halving acts on block, and no mechanism here emits it: it does nothing. Add one of: consensus/nakamoto, consensus/slot-pos.

Where that is meant, the scenario says why: meant: { "block": "…" }

2 scenarios: 1 point is left open; 1 is meant.
`,
  });
  expect(strict).toEqual({ ...fine, code: 1 });
  const found = JSON.parse(json.stdout);
  expect([json.code, json.stderr, found.exitCode]).toEqual([1, "", 1]);
  expect(found.scenarios.map(({ scenario }: { scenario: string }) => scenario)).toEqual([
    "meant",
    "open",
    "hello",
  ]);
  expect(found.scenarios[1]).toMatchObject({ file: "open.yaml", error: null, problems: [], meant: [] });
  expect(found.scenarios[1].open).toMatchObject([{ path: "block" }]);
  expect(found.scenarios[0]).toMatchObject({ open: [], meant: [{ meant: "the chain comes later" }] });
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain('UsageError: There is no scenario "nowhere.yaml".');
  expect(wrong.stderr).toContain('There is no scenario "helo". Did you mean "hello"?');
  expect(wrong.stdout).toContain("3 scenarios: 2 do not run, 1 point is left open.");
  expect(none).toMatchObject({ code: 2, stdout: "" });
  expect(none.stderr).toContain("There is no scenario in the folder empty.");
});

test("lint: names that a terminal would obey are shown, and all problems of a file told at once", async () => {
  const folder = temporaryFolder();
  writeFileSync(
    path.join(folder, "odd.yaml"),
    'title: Odd\nuntil: 1d\nworld:\n  - issuance/genesi\n  - issuance/fixed: { tokensPerDay: "\\e[31m" }\nexpect: { x: { always: tokn.usd > 0 } }\n',
  );
  const { code, stderr, stdout } = await orrery(["lint", "odd.yaml"], folder);
  expect(code).toBe(2);
  expect(stderr).toContain('Did you mean "issuance/genesis"?');
  expect(stderr).toContain("tokensPerDay");
  expect(stderr).not.toContain("\u001b");
  expect(stdout).toBe("1 scenario does not run.\n");
});

test("run and check tell once on stderr what is left open, and keep it with the results", async () => {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, "open.yaml"), halving());
  const [run, json, quiet, check] = await Promise.all([
    orrery(["run", "open.yaml", "--no-report", "--out", "one"], folder),
    orrery(["run", "open.yaml", "--no-report", "--json", "--out", "two"], folder),
    orrery(["run", "open.yaml", "--no-report", "--quiet", "--out", "three"], folder),
    orrery(["check", "open.yaml", "--output", "found.json"], folder),
  ]);
  expect(run.code).toBe(0);
  expect(run.stderr.match(/open leaves 1 point open\./g)).toHaveLength(1);
  expect(run.stdout).not.toContain("acts on block");
  expect([json.stderr, quiet.stderr]).toEqual(["", ""]);
  const told = JSON.parse(json.stdout).scenarios[0];
  expect(told.open).toMatchObject([{ path: "block", meant: "" }]);
  const manifest = JSON.parse(readFileSync(path.join(folder, "two/open/manifest.json"), "utf8"));
  expect(manifest.resolved.open).toEqual(told.open);
  expect(check.stderr.match(/open leaves 1 point open\./g)).toHaveLength(1);
  const found = JSON.parse(readFileSync(path.join(folder, "found.json"), "utf8"));
  expect(found.findings.at(-1)).toMatchObject({
    kind: "open",
    status: "skipped",
    summary: "1 point: orrery lint open.yaml",
  });
});

test("lint: parameters that are sound one by one, and are refused together as a run begins, are told", async () => {
  const folder = temporaryFolder();
  const curve = "issuance/ideal-stake-curve: { least: 0.5, most: 0.1 }";
  writeFileSync(
    path.join(folder, "pair.yaml"),
    `title: Pair\nuntil: 1d\nworld:\n  - issuance/genesis\n  - consensus/slot-pos\n  - ${curve}\n`,
  );
  const { code, stderr } = await orrery(["lint", "pair.yaml"], folder);
  expect(stderr).toContain(
    "issuance/ideal-stake-curve\n    issuance/ideal-stake-curve has a least inflation above its most.",
  );
  expect(code).toBe(2);
});
