import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { MARKING, orrery, startOrrery, temporaryFolder, until } from "./orrery.ts";

const scenario = (expectations: string): string => `title: Emission
until: 10d
world:
  - issuance/genesis: { supply: 1000 }
  - issuance/fixed: { tokensPerDay: 10, split: { treasury: 1 } }
expect:
${expectations}`;

/** Luck: how many customers are in a queue. */
const queue = (expectations: string): string => `title: Queue
until: 2h
world:
  - demand/poisson: { arrivalRate: 0.8, meanService: 1 }
designs:
  one: [supply/servers: { servers: 1 }]
  two: [supply/servers: { servers: 2 }]
expect:
${expectations}`;

function written(text: string, name = "emission.yaml", folder = temporaryFolder()) {
  writeFileSync(path.join(folder, name), text);
  return { folder, golden: path.join(folder, name.replace(".yaml", ".expected.json")) };
}

interface Report {
  readonly exitCode: number;
  readonly findings: readonly {
    readonly check: string;
    readonly status: string;
    readonly summary: string;
    readonly details: readonly string[];
    readonly line: number | null;
  }[];
}

async function findingsOf(folder: string, ...args: string[]) {
  const { code, stdout, stderr } = await orrery(["check", ...args, "--json"], folder);
  const { findings, exitCode } = JSON.parse(stdout) as Report;
  expect(exitCode).toBe(code);
  const failed = findings.filter(({ status }) => status === "failed");
  return { code, stderr, findings, failed };
}

test("--update writes the golden summary, and the next check holds the scenario to it", async () => {
  const { folder, golden } = written(scenario("  supply is bounded: { always: ledger.supply <= 1100 }\n"));
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
    "base  ledger.minted[token]: old 80, new 100, +20 (standard errors: 0.87, from 20 batches; 2.0e-1 apart, tolerance 1e-9)\n",
  );
  expect(stdout).toContain("If this is meant: orrery check emission.yaml --update\n");
  expect(code).toBe(1);
});

test("a golden summary that changed is shown in standard errors where replications tell them", async () => {
  const { folder, golden } = written(queue("  it runs: { always: customers.inSystem >= 0 }\n"), "queue.yaml");
  await orrery(["check", "queue.yaml", "--update"], folder);
  const changed = JSON.parse(readFileSync(golden, "utf8"));
  changed.one["customers.inSystem"] += 1;
  writeFileSync(golden, JSON.stringify(changed));
  const { stdout } = await orrery(["check", "queue.yaml", "--replications", "4", "--quiet"], folder);
  expect(stdout).toMatch(
    /one {2}customers\.inSystem: old \S+, new \S+, −1 \(standard errors: \S+, from 4 replications; /,
  );
});

test("an expectation that does not hold says when and what was found, and on which line it stands", async () => {
  const { folder } = written(
    scenario(
      "  supply is bounded: { always: ledger.supply <= 1050 }\n  'much is minted': { summary: 'ledger.minted > 1e6' }\n",
    ),
  );
  const { code, failed } = await findingsOf(folder, "emission.yaml");
  expect(failed).toMatchObject([
    {
      scenario: "emission",
      kind: "expectation",
      check: 'expect "supply is bounded"',
      summary: "always: ledger.supply <= 1050",
      // The sample at the end of day 6 holds the emission of 6 days.
      details: ["base/0: At 6 d, ledger.supply[token] = 1060."],
      file: "emission.yaml",
      line: 7,
    },
    {
      check: 'expect "much is minted"',
      summary: "summary: ledger.minted > 1e6",
      details: ["base/0: ledger.minted[token] = 100."],
      line: 8,
    },
  ]);
  expect(code).toBe(1);
});

test("branches are checked each, and have golden summaries of their own; a sweep is left aside", async () => {
  const folder = temporaryFolder();
  writeFileSync(
    path.join(folder, "counter.ts"),
    `import { defineMechanism, defineScenario, fields } from "orrery";
const counter = defineMechanism({
  name: "test/counter", summary: "Counts days.", source: "made up",
  params: { step: fields.count({ default: 1, doc: "A day counts so many." }) },
  init: () => ({ days: 0 }),
  on: { day: ({ state, params }) => { state.days += params.step; } },
  ownMetrics: { "test.days": { kind: "level", unit: "d", words: "Days", better: "neither", doc: "Days.", value: ({ state }) => state.days } },
  example: () => ({ world: [], until: "2d" }),
});
export default defineScenario({
  title: "Counter", until: "10d", sample: "1d", world: [counter({})],
  branches: { at: "5d", none: {}, fast: { set: { "test/counter.step": 2 } } },
  sweep: { grid: { "test/counter.step": [1, 2, 3] } },
  expect: {
    "ten days are ten": { atEnd: "test.days == 10", branch: "none" },
    "days are few": { always: "test.days <= 12" },
  },
});
`,
  );
  const { failed, findings } = await findingsOf(folder, "counter.ts", "--update");
  expect(findings[0]!.summary).toBe("held in 2 runs");
  // Branches part just before their time: four days of one and five of two.
  expect(failed.map(({ details }) => details)).toEqual([["base/0 · fast: At 9 d, test.days = 14."]]);
  const summaries = JSON.parse(readFileSync(path.join(folder, "counter.expected.json"), "utf8"));
  expect(Object.keys(summaries)).toEqual(["base · none", "base · fast"]);

  writeFileSync(
    path.join(folder, "counter.expected.json"),
    JSON.stringify({ base: { "test.days": 9 }, "base · none": summaries["base · none"] }),
  );
  const again = await findingsOf(folder, "counter.ts");
  expect(again.failed.at(-1)!.details).toEqual([
    "base is not there any more",
    "base · fast is new",
    "If this is meant: orrery check counter.ts --update",
  ]);
});

describe("a claim with a confidence", () => {
  test("is given the replications that it needs, of the designs that need them", async () => {
    const { folder } = written(
      queue(
        [
          '  two servers are busier together: { compare: "[two].customers.inSystem < [one].customers.inSystem", confidence: 0.95 }',
          "  hardly anybody waits long: { always: customers.inSystem < 60, design: two, confidence: 0.95 }\n",
        ].join("\n"),
      ),
      "queue.yaml",
    );
    const { findings } = await findingsOf(folder, "queue.yaml");
    expect(findings.map(({ status }) => status)).toEqual(["passed", "passed", "passed", "skipped"]);
    // 4 of both for the comparison, and 12 of `two` for the share.
    expect(findings[0]!.summary).toBe("held in 16 runs");
    expect(findings[1]!.details[0]).toMatch(/is below 0: it lies between .* 4 replications/);
    expect(findings[2]!.details[0]).toContain("held in 12 of 12 replications");
  });

  test("that no number of replications decides is a failure that says so", async () => {
    const { folder } = written(
      queue('  luck favours one: { summary: "servers.utilisation > 0.8", design: one, confidence: 0.95 }\n'),
      "queue.yaml",
    );
    const { code, failed } = await findingsOf(folder, "queue.yaml", "--most", "6");
    expect(failed).toMatchObject([
      { summary: "summary: servers.utilisation > 0.8 (confidence 95 %): not established" },
    ]);
    expect(failed[0]!.details[0]).toMatch(
      /whether servers\.utilisation − 0\.8 is above 0 is undecided: it lies between \S+ and \S+ \(95 % over all looks, 6 replications\)/,
    );
    expect(code).toBe(1);
  });
});

describe("error", () => {
  test("measures that are not there are all named, with what was meant", async () => {
    const { folder } = written(
      scenario(
        "  one: { always: ledger.suply <= 1 }\n  two: { atEnd: 'ledger.supply[coin] > 0 &&' }\n  three: { atEnd: ledger.supply }\n",
      ),
    );
    const { code, stderr, stdout } = await orrery(["check", "emission.yaml"], folder);
    expect(stderr).toBe(`ScenarioError: emission has 3 problems.

  expect › "one" › always
    There is no measure "ledger.suply". Did you mean "ledger.supply"?
  expect › "two" › atEnd
    "ledger.supply[coin] > 0 &&" is no expression: Expected expression after &&.
  expect › "three" › atEnd
    "ledger.supply" is a number, not a claim. Compare it with something, such as "ledger.supply >= 0".
`);
    // Before anything runs.
    expect(stdout).not.toContain("held in 1 run");
    expect(code).toBe(2);
  });

  test("one wrong scenario does not stop the others", async () => {
    const { folder } = written(scenario("  it holds: { always: ledger.supply > 0 }\n"));
    written("title: Nothing\nuntil: 1d\nworld: [issuance/genisis: {}]\n", "wrong.yaml", folder);
    const { code, stderr, findings } = await findingsOf(
      folder,
      "wrong.yaml",
      "missing.yaml",
      "emission.yaml",
    );
    expect(findings.map(({ check, status }) => `${check}: ${status}`)).toEqual([
      "scenario: failed",
      "scenario: failed",
      "invariants: passed",
      'expect "it holds": passed',
      "golden summary: skipped",
    ]);
    expect(findings[0]!.details.join(" ")).toContain('Did you mean "issuance/genesis"?');
    expect(stderr).toContain('UsageError: There is no scenario "missing.yaml".');
    expect(stderr).not.toContain("    at ");
    expect(code).toBe(2);
  });

  test("what is wrong is told in the order of the scenarios, also where the last is known first", async () => {
    const { folder, golden } = written(scenario("  it holds: { always: ledger.supply > 0 }\n"));
    writeFileSync(golden, "<<<<<<< HEAD");
    const names = ["emission.yaml", "missing.yaml", "no-such.yaml"];
    const { stderr, findings } = await findingsOf(folder, ...names, "--workers", "2");
    const told = stderr.match(/^\w+Error: .*(emission|missing|no-such)/gm)!;
    expect(told.map((line) => /emission|missing|no-such/.exec(line)![0])).toEqual([
      "emission",
      "missing",
      "no-such",
    ]);
    expect(findings.at(-1)!.summary).toContain("no-such.yaml");
  });

  test("a golden summary that is no JSON is told with its path and the way out", async () => {
    const { folder, golden } = written(scenario("  it holds: { always: ledger.supply > 0 }\n"));
    writeFileSync(golden, "<<<<<<< HEAD");
    const { code, stderr, findings } = await findingsOf(folder, "emission.yaml");
    expect(stderr).toContain(
      "OrreryError: emission.expected.json is no golden summary.\n\n  It is no JSON: ",
    );
    expect(stderr).toContain("Write it anew: orrery check <scenario> --update");
    expect(findings.map(({ status }) => status)).toEqual(["passed", "passed", "failed"]);
    expect(code).toBe(2);
  });

  test.each([
    [["--replications", "0"], "Expected a whole number of at least 1."],
    [["--most", "2"], "Expected a whole number of at least 4."],
    [["--reporter", "tap"], "Allowed choices are table, github, junit, markdown, json."],
    [["--output", "report.txt"], "No report can be written to report.txt."],
    [["--output", "missing/report.xml"], "missing/report.xml cannot be written: "],
  ])("%j", async (args, message) => {
    const { folder } = written(scenario("  it holds: { always: ledger.supply > 0 }\n"));
    const { code, stderr } = await orrery(["check", "emission.yaml", ...args], folder);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("    at ");
    expect(code).toBe(2);
  });
});

test("an invariant that breaks is a finding with its replay command; other claims are not called kept", async () => {
  const folder = temporaryFolder();
  writeFileSync(
    path.join(folder, "broken.ts"),
    `import { defineMechanism, defineScenario } from "orrery";
const counter = defineMechanism({
  name: "test/counter", summary: "Counts days.", source: "made up", params: {},
  init: () => ({ days: 0 }),
  on: { day: ({ state }) => { state.days++; } },
  ownMetrics: { "test.days": { kind: "level", unit: "d", words: "Days", better: "neither", doc: "Days.", value: ({ state }) => state.days } },
  invariants: { "few days pass": ({ state }) => state.days < 5 },
  example: () => ({ world: [], until: "2d" }),
});
export default defineScenario({
  title: "Broken", until: "10d", world: [counter({})],
  expect: { "days pass": { atEnd: "test.days > 1" } },
});
`,
  );
  const { code, findings } = await findingsOf(folder, "broken.ts");
  expect(findings).toMatchObject([
    { check: "invariants", status: "failed", summary: "broke in 1 of 1 run" },
    { check: 'expect "days pass"', status: "skipped", summary: "no run to look at was finished" },
    { check: "golden summary", status: "skipped" },
  ]);
  expect(findings[0]!.details[0]).toBe("base/0: test/counter: few days pass.");
  expect(findings[0]!.details.at(-1)).toMatch(/^Replay: orrery replay broken\.ts --design base/);
  expect(code).toBe(3);
});

test("Ctrl-C ends a check with exit code 130", async () => {
  const marks = temporaryFolder();
  const { ended, interrupt } = startOrrery(["check", MARKING], marks, { ORRERY_MARKS: marks });
  await until(() => readdirSync(marks).length > 0);
  interrupt();
  const { code, stderr } = await ended;
  expect(stderr).toBe("Interrupted: The check was interrupted.\n");
  expect(code).toBe(130);
});
