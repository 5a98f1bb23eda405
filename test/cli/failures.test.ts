import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { orrery, replayIn, temporaryFolder } from "./orrery.ts";

const FRAGILE = fileURLToPath(new URL("scenarios/fragile.ts", import.meta.url));

const manifestIn = (out: string) => JSON.parse(readFileSync(path.join(out, "fragile/manifest.json"), "utf8"));

describe("a mechanism of a scenario's own that fails", () => {
  test("is told with its line and its replay; the rest is stored and drawn, which says what is missing", async () => {
    const out = temporaryFolder();
    const { code, stdout, stderr } = await orrery(["run", FRAGILE, "--workers", "1", "--out", out]);
    const line =
      readFileSync(FRAGILE, "utf8")
        .split("\n")
        .findIndex((text) => text.includes("went below zero")) + 1;
    expect(stderr).toContain(`
fragile/0 of fragile came to nothing.
MechanismError: test/fragile failed on day: RangeError: the price went below zero.

  At 3 d, event #5 day { day: 3 }.
  At fragile.ts:${line}:`);
    expect(stderr).toContain("\nSo did fragile/2, fragile/3.\n");
    expect(stderr).not.toContain("defect");
    expect(stdout).toContain("Not in it, for they came to nothing: fragile, all 4 runs.\n");
    expect(code).toBe(3);
    const manifest = manifestIn(out);
    expect(manifest.runs.map(({ run }: { run: string }) => run)).toEqual(
      [0, 1, 2, 3].map((k) => `sturdy/${k}`),
    );
    expect(manifest.failures).toHaveLength(4);
    expect(manifest.failures[0].message).toContain(`Replay: orrery replay ${FRAGILE} --design fragile`);
    const report = readFileSync(path.join(out, "fragile/report.html"), "utf8");
    expect(report).toContain("4 runs came to nothing and are not in the results:");
    const replayed = await orrery(replayIn(stderr));
    expect(replayed.stderr).toContain("MechanismError: test/fragile failed on day: RangeError");
    expect(replayed.code).toBe(3);
  });

  test("in compare, sweep and check ends none of them", async () => {
    const out = temporaryFolder();
    const some = ["--set", "test/fragile.share=0.5", "--workers", "1", "--out", out];
    const compared = await orrery(["compare", FRAGILE, "--no-report", "--json", ...some]);
    const { failures } = JSON.parse(compared.stdout).scenarios[0];
    expect(failures.length).toBeGreaterThan(0);
    expect(
      failures.every(
        ({ design, error }: { design: string; error: string }) =>
          design === "fragile" && error === "MechanismError",
      ),
    ).toBe(true);
    expect(compared.code).toBe(3);
    const grid = ["--grid", "test/fragile.share=0,1", "--replications", "1"];
    const swept = await orrery(["sweep", FRAGILE, ...grid, "--no-report", "--workers", "1", "--out", out]);
    expect(swept.stdout).toContain("Not in it, for they came to nothing: fragile, 1 of 2 runs.\n");
    expect(swept.stderr).toMatch(
      /fragile\/0\/p1 of fragile came to nothing\.[\s\S]*--set test\/fragile\.share=1\n/,
    );
    expect(swept.code).toBe(3);
    const checked = await orrery(["check", FRAGILE, "--workers", "1"]);
    expect(checked.stdout).toContain("broke in 4 of 8 runs");
    expect(checked.stdout).toContain("test/fragile failed on day: RangeError: the price went below zero.");
    expect(checked.code).toBe(3);
  }, 180_000);

  test("ends a search with the replay at the value that was tried", async () => {
    const vary = ["--vary", "test/fragile.share=0.9:1", "--so-that", "[fragile].fragile.days == x * 5"];
    const { code, stderr } = await orrery(["solve", FRAGILE, ...vary, "--replications", "1", "--quiet"]);
    expect(stderr).toMatch(
      /^MechanismError: test\/fragile failed on day: RangeError: [\s\S]*--set test\/fragile\.share=(0\.9|1)\n$/,
    );
    expect(code).toBe(3);
  });

  test("in every run leaves nothing to store, and what is there stays", async () => {
    const out = temporaryFolder();
    const { code, stdout, stderr } = await orrery(["run", FRAGILE, "--design", "fragile", "--out", out]);
    expect(stderr).toContain(
      "fragile/0 of fragile came to nothing.\nMechanismError: test/fragile failed on day",
    );
    expect(stdout).toBe("");
    expect(code).toBe(3);
    expect(existsSync(path.join(out, "fragile"))).toBe(false);
  });

  test.each([
    ["text", "MechanismError: test/fragile failed on day: no more."],
    ["promise", "MechanismError: test/fragile gave a promise on day."],
    ["exit", "ThreadError: The run ended its thread.\n\n  process.exit(7)"],
    [
      "measure",
      "MechanismError: test/fragile failed in the measure fragile.days: RangeError: no days to count.",
    ],
    ["claim", "MechanismError: test/fragile failed in the claim days are counted: RangeError: who knows."],
    ["init", "MechanismError: test/fragile failed in init: TypeError: nothing to begin with."],
  ])("by %s ends its own run alone, in a sentence", async (how, sentence) => {
    const out = temporaryFolder();
    const set = ["--set", `test/fragile.how=${how}`, "--set", "test/fragile.share=0.5", "--workers", "1"];
    const { code, stderr } = await orrery([
      "run",
      FRAGILE,
      "--design",
      "fragile",
      ...set,
      "--no-report",
      "--out",
      out,
    ]);
    expect(stderr).toContain(`\n${sentence}\n`);
    expect(stderr).not.toContain("    at ");
    expect(code).toBe(3);
    // Whoever fails in all replications leaves nothing, the others half.
    expect(existsSync(path.join(out, "fragile"))).toBe(!["measure", "claim", "init"].includes(how));
  });
});
