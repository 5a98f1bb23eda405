import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { orrery, temporaryFolder } from "./orrery.ts";

const scenario = (expectations: string): string => `title: Emission
until: 10d
world:
  - issuance/genesis: { supply: 1000 }
  - issuance/fixed: { tokensPerDay: 10, split: { treasury: 1 } }
expect:
${expectations}`;

function written(expectations: string): { folder: string; golden: string } {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, "emission.yaml"), scenario(expectations));
  return { folder, golden: path.join(folder, "emission.expected.json") };
}

test("--update writes the golden summary, and the next check holds the scenario to it", async () => {
  const { folder, golden } = written("  supply is bounded: { always: ledger.supply <= 1100 }\n");
  const first = await orrery(["check", "emission.yaml"], folder);
  expect(first.stdout).toContain("2 passed, 0 failed, 1 skipped");
  expect(existsSync(golden)).toBe(false);
  await orrery(["check", "emission.yaml", "--update"], folder);
  // 10 tokens a day for 10 days.
  expect(JSON.parse(readFileSync(golden, "utf8")).base["ledger.minted[token]"]).toBe(100);
  expect((await orrery(["check", "emission.yaml"], folder)).stdout).toContain(
    "3 passed, 0 failed, 0 skipped",
  );

  writeFileSync(
    golden,
    readFileSync(golden, "utf8").replace('"ledger.minted[token]": 100', '"ledger.minted[token]": 80'),
  );
  const { code, stdout } = await orrery(["check", "emission.yaml", "--quiet"], folder);
  expect(stdout).toContain(
    "base  ledger.minted[token]: expected 80, got 100 (2.0e-1 apart, tolerance 1e-9)\n",
  );
  expect(stdout).toContain("If this is meant: orrery check emission.yaml --update\n");
  expect(code).toBe(1);
});

test("an expectation that does not hold says when and what was found", async () => {
  const { folder } = written(
    "  supply is bounded: { always: ledger.supply <= 1050 }\n  much is minted: { summary: 'ledger.minted > 1e6' }\n",
  );
  const { code, stdout } = await orrery(["check", "emission.yaml", "--reporter", "json"], folder);
  const failed = JSON.parse(stdout).findings.filter(({ status }: { status: string }) => status === "failed");
  expect(failed).toEqual([
    {
      scenario: "emission",
      check: 'expect "supply is bounded"',
      status: "failed",
      // The sample at the end of day 6 holds the emission of 6 days.
      details: ["always: ledger.supply <= 1050", "base/0: At 6 d, ledger.supply[token] = 1060."],
    },
    {
      scenario: "emission",
      check: 'expect "much is minted"',
      status: "failed",
      details: ["summary: ledger.minted > 1e6", "base/0: ledger.minted[token] = 100."],
    },
  ]);
  expect(code).toBe(1);
});

test("error: measures that are not there are all named, with what was meant", async () => {
  const { folder } = written(
    "  one: { always: ledger.suply <= 1 }\n  two: { atEnd: 'ledger.supply[coin] > 0 &&' }\n  three: { atEnd: ledger.supply }\n",
  );
  const { code, stderr } = await orrery(["check", "emission.yaml"], folder);
  expect(stderr).toBe(`ScenarioError: emission has 3 problems.

  expect › "one" › always
    There is no measure "ledger.suply". Did you mean "ledger.supply"?
  expect › "two" › atEnd
    "ledger.supply[coin] > 0 &&" is no expression: Expected expression after &&.
  expect › "three" › atEnd
    "ledger.supply" is a number, not a claim. Compare it with something, such as "ledger.supply >= 0".
`);
  expect(code).toBe(2);
});
