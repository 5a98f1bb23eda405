import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { COIN_TOSS, orrery, temporaryFolder } from "./orrery.ts";

let out = "";
const folder = (name: string): string => path.join(out, name, "coin-toss");

beforeAll(async () => {
  out = mkdtempSync(path.join(tmpdir(), "orrery-test-"));
  const run = (name: string, ...args: string[]) =>
    orrery([
      "run",
      COIN_TOSS,
      "--no-report",
      "--until",
      "5d",
      "--replications",
      "3",
      "--out",
      path.join(out, name),
      ...args,
    ]);
  await Promise.all([
    run("one"),
    run("same"),
    run("heavier", "--set", "test/toss.heads=0.55"),
    run("seed", "--seed", "8"),
  ]);
  return () => rmSync(out, { recursive: true, force: true });
}, 60_000);

test("the same experiment twice is identical: exit code 0", async () => {
  const { code, stdout } = await orrery(["diff", folder("one"), folder("same")]);
  expect(stdout).toMatch(/ are identical: 6 runs with the same digests and measures\.\n$/);
  expect(code).toBe(0);
});

test("another parameter: the measures that differ, the first checkpoint, the first event; exit code 1", async () => {
  const { code, stdout } = await orrery(["diff", "--run-code", folder("one"), folder("heavier")]);
  expect(code).toBe(1);
  expect(stdout).toContain("6 runs in both, 0 of them with the same digest.");
  expect(stdout).toContain(
    "Inputs that differ\n  test/toss.heads: 0.5 → 0.55 (fair)\n  test/toss.heads: 0.6 → 0.55 (heavy)\n",
  );
  expect(stdout).toContain("paired by seed");
  const [, checkpoint] = /fair\/0: block (\d+) at [^;]*; block \d+ at .* is the same/.exec(stdout)!;
  // A block is tossed an hour; the toss of the block is the event before it.
  const [, event, number] =
    /fair\/0, event #(\d+)\n {2}first .*tossed \{ number: (\d+), heads: false \}\n {2}second .*heads: true \}/.exec(
      stdout,
    )!;
  expect(number).toBe(checkpoint);
  expect(Number(event)).toBeGreaterThan(Number(number));
});

test("another seed: independent luck, nothing is paired; --quick runs nothing again", async () => {
  const { stdout } = await orrery(["diff", folder("one"), folder("seed"), "--quick"]);
  expect(stdout).toContain("  seed: 7 → 8\n");
  expect(stdout).toContain("with independent luck");
  expect(stdout).not.toContain("First event");
});

test("--json says the same, --quiet only the exit code", async () => {
  const json = await orrery(["diff", folder("one"), folder("heavier"), "--json", "--run-code"]);
  const found = JSON.parse(json.stdout);
  expect(found).toMatchObject({ identical: false, shared: 6, onlyFirst: [], onlySecond: [] });
  expect(found.differing[0]).toMatchObject({
    run: "fair/0",
    digests: [expect.any(String), expect.any(String)],
  });
  expect(found.firstEvent).toMatchObject({ run: "fair/0", found: { event: expect.any(Number) } });
  const quiet = await orrery(["diff", folder("one"), folder("heavier"), "--quiet"]);
  expect([quiet.code, quiet.stdout]).toEqual([1, ""]);
});

test("code that is not at hand is named, and the rest is told all the same", async () => {
  const other = path.join(temporaryFolder(), "coin-toss");
  mkdirSync(other);
  for (const file of [
    "scenario.json",
    "runs.parquet",
    "series.parquet",
    "flows.parquet",
    "balances.parquet",
    "blocks.parquet",
  ])
    writeFileSync(path.join(other, file), readFileSync(path.join(folder("heavier"), file)));
  const manifest = JSON.parse(readFileSync(path.join(folder("heavier"), "manifest.json"), "utf8"));
  const changed = { ...manifest, code: "0".repeat(64), origin: { ...manifest.origin, path: COIN_TOSS } };
  writeFileSync(path.join(other, "manifest.json"), JSON.stringify(changed));
  const { stdout, code } = await orrery(["diff", folder("one"), other, "--run-code"]);
  expect(stdout).toMatch(
    /First event that differs\n {2}not looked for: .* cannot be run again: other code made it \(0{12}, version \S+\) than is here/,
  );
  expect(stdout).toContain("First checkpoint that differs");
  expect(code).toBe(1);
});

test("no results, results of another version, half of a folder: each is refused with a sentence", async () => {
  const empty = temporaryFolder();
  const refused = async (second: string, message: RegExp) => {
    const { code, stdout, stderr } = await orrery(["diff", folder("one"), second]);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain("    at ");
    expect([code, stdout]).toEqual([2, ""]);
  };
  await refused(empty, /^OrreryError: .* is no results folder: it has no manifest\.json\.\n/);
  writeFileSync(path.join(empty, "manifest.json"), '{ "resultsVersion": 2 }');
  await refused(
    empty,
    /is of another version of Orrery, or was changed\.\n\n {2}results version 2, this Orrery reads \d/,
  );
  writeFileSync(path.join(empty, "manifest.json"), readFileSync(path.join(folder("one"), "manifest.json")));
  await refused(empty, /^OrreryError: .* has no scenario\.json: the results are not complete\./);
  writeFileSync(path.join(empty, "scenario.json"), readFileSync(path.join(folder("one"), "scenario.json")));
  await refused(empty, /^OrreryError: .*runs\.parquet cannot be read\./);
});
