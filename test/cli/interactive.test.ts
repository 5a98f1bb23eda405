import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { COIN_TOSS, orrery, temporaryFolder } from "./orrery.ts";

test("an interactive report is written, verified as such, and made plain again", async () => {
  const out = temporaryFolder();
  const folder = path.join(out, "coin-toss");
  const page = () => readFileSync(path.join(folder, "report.html"), "utf8");
  await orrery(["run", COIN_TOSS, "--until", "3d", "--interactive", "--quiet", "--out", out]);
  expect(page()).toContain("; script-src 'sha256-");
  const written = page();
  const verified = await orrery(["verify", folder, "--run-code"]);
  expect([verified.code, verified.stdout]).toEqual([0, expect.stringContaining("is verified")]);
  expect((await orrery(["report", folder])).stdout).not.toContain("interactive");
  expect(page()).not.toContain("<script");
  const again = await orrery(["report", folder, "--interactive"]);
  expect(again.stdout).toMatch(/ drawn\. Report: .*report\.html \(interactive, [\d.]+ MB\)\n$/);
  expect(page()).toBe(written);
});

test("--interactive and --no-report contradict each other", async () => {
  const { code, stderr } = await orrery(["run", "hello", "--interactive", "--no-report"]);
  expect(code).toBe(2);
  expect(stderr).toContain("--interactive is of the report, and --no-report leaves it out.");
});
