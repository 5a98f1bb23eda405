import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { COIN_TOSS, orrery, replayIn, temporaryFolder } from "./orrery.ts";

const SCENARIO = `title: Two rates
until: 40d
world:
  - issuance/genesis: { supply: 1000 }
designs:
  slow rate: [issuance/fixed: { tokensPerDay: 1, split: { treasury: 1 } }]
  fast: [issuance/fixed: { tokensPerDay: 10, split: { treasury: 1 } }]
expect:
  fast mints more: { compare: "[fast].ledger.minted > [slow rate].ledger.minted" }
  fast passes 1100 in a month: { eventually: ledger.supply > 1100, design: fast, before: 30d }
  the supply ends below 1500: { atEnd: ledger.supply < 1500 }
  something is minted: { eventually: ledger.supply > 1000 }
`;

interface Found {
  readonly check: string;
  readonly status: string;
  readonly summary: string;
}

test("check: claims are held under what is changed, golden summaries are skipped and said so", async () => {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, "rates.yaml"), SCENARIO);
  const checked = async (...options: string[]): Promise<[number | null, Found[]]> => {
    const { code, stdout } = await orrery(["check", "rates.yaml", "--json", ...options], folder);
    return [code, JSON.parse(stdout).findings];
  };
  await orrery(["check", "rates.yaml", "--update"], folder);
  const [plain, set, until, design, seed] = await Promise.all([
    checked(),
    checked("--set", "[slow rate].issuance/fixed.tokensPerDay=20"),
    checked("--until", "20d"),
    checked("--design", "slow rate"),
    checked("--seed", "7"),
  ]);
  const outcomes = (found: Found[]): string[] => found.map(({ status }) => status);
  expect(plain[0]).toBe(0);
  expect(outcomes(plain[1])).toEqual(["passed", "passed", "passed", "passed", "passed", "passed"]);
  expect(set[0]).toBe(1);
  expect(outcomes(set[1])).toEqual(["passed", "failed", "passed", "failed", "passed", "skipped"]);
  expect(set[1].at(-1)!.summary).toBe(
    "it is of the scenario without --set '[slow rate].issuance/fixed.tokensPerDay=20'",
  );
  expect(until[0]).toBe(0);
  expect(outcomes(until[1])).toEqual(["passed", "passed", "skipped", "passed", "passed", "skipped"]);
  expect(until[1][2]!.summary).toBe("it is about 30 d, and the runs end at 20 d");
  expect(design[0]).toBe(0);
  expect(outcomes(design[1])).toEqual(["passed", "skipped", "skipped", "passed", "passed", "skipped"]);
  expect(design[1].slice(1, 3).map(({ summary }) => summary)).toEqual([
    "--design leaves out what it is about",
    '--design leaves out "fast"',
  ]);
  expect([seed[0], seed[1].at(-1)!.summary]).toEqual([0, "it is of the scenario without --seed 7"]);
});

test("error: five ways to change a check that are wrong, with the way out, and nothing is written", async () => {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, "rates.yaml"), SCENARIO);
  const wrong = await Promise.all(
    [
      ["--update", "--set", "[fast].issuance/fixed.tokensPerDay=5", "--until", "5d"],
      ["--set", "[fst].issuance/fixed.tokensPerDay=5"],
      ["--until", "tomorrow"],
      ["--design", "fastr"],
      ["--seed", "-1"],
    ].map((options) => orrery(["check", "rates.yaml", ...options], folder)),
  );
  expect(wrong.map(({ code }) => code)).toEqual([2, 2, 2, 2, 2]);
  const told = wrong.map(({ stderr }) => stderr);
  expect(told[0]).toBe(
    "UsageError: --update writes what a scenario gives as it stands, and --set '[fast].issuance/fixed.tokensPerDay=5' --until 5d change it.\n\nLeave out one of them.\n",
  );
  expect(told[1]).toContain('There is no design "fst". Did you mean "fast"?');
  expect(told[2]).toContain("Expected a duration above 0, such as 90d, 12h or 2y.");
  expect(told[3]).toContain('There is no design "fastr". Did you mean "fast"?');
  expect(told[4]).toContain("Expected a whole number of at least 0.");
  expect(() => readFileSync(path.join(folder, "rates.expected.json"))).toThrow("ENOENT");
});

test("run keeps what is set of one design with its results, and a later run of other values has others", async () => {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, "rates.yaml"), SCENARIO);
  const run = async (value: number) => {
    const set = `[slow rate].issuance/fixed.tokensPerDay=${value}`;
    const { stdout } = await orrery(["run", "rates.yaml", "--no-report", "--json", "--set", set], folder);
    const manifest = JSON.parse(readFileSync(path.join(folder, "results/rates/manifest.json"), "utf8"));
    const rates = manifest.resolved.designs.map(({ uses }: { uses: { as: string; params: object }[] }) => ({
      ...uses.find(({ as }) => as === "issuance/fixed")!.params,
    }));
    return { told: JSON.parse(stdout).scenarios[0], rates };
  };
  const [two, three] = [await run(2), await run(3)];
  expect(two.rates).toMatchObject([{ tokensPerDay: 2 }, { tokensPerDay: 10 }]);
  expect(three.rates).toMatchObject([{ tokensPerDay: 3 }, { tokensPerDay: 10 }]);
  expect(three.told.scenarioHash).not.toBe(two.told.scenarioHash);
  expect(three.told.reused).toBe(0);
});

test("the replay that a failed check prints sets what the check set, and breaks at the same event", async () => {
  const changes = ["--set", "[heavy].test/toss.stopAt=5", "--seed", "3", "--until", "10d"];
  const failed = await orrery(["check", COIN_TOSS, ...changes]);
  expect(failed.code).toBe(3);
  const words = replayIn(failed.stdout.replaceAll(/^ +/gm, ""));
  expect(words).toEqual(
    expect.arrayContaining(["[heavy].test/toss.stopAt=5", "--seed", "3", "--horizon", "10d"]),
  );
  expect(words).toEqual(expect.arrayContaining(["--design", "heavy"]));
  const again = await orrery(words);
  expect(again.code).toBe(3);
  expect(again.stderr).toContain("heads stay below the limit");
});
