import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { parquetReadObjects } from "hyparquet";
import { describe, expect, test } from "vitest";
import { COIN_FORK, COIN_TOSS, FORKED, orrery, replayIn, startOrrery, temporaryFolder } from "./orrery.ts";

const quick = ["--no-report", "--until", "5d"];
const digests = (out: string): string[] =>
  JSON.parse(readFileSync(path.join(out, "coin-toss/manifest.json"), "utf8")).runs.map(
    ({ digest }: { digest: string }) => digest,
  );

async function rows(file: string): Promise<Record<string, unknown>[]> {
  const content = await readFile(file);
  return parquetReadObjects({
    file: content.buffer.slice(content.byteOffset, content.byteOffset + content.byteLength) as ArrayBuffer,
  });
}

describe("orrery run", () => {
  test("what would take days is refused before it begins, and run all the same where that is asked for", async () => {
    const folder = temporaryFolder();
    const file = path.join(folder, "crowd.json");
    const world = [{ "demand/poisson": { arrivalRate: 1e6 } }];
    writeFileSync(file, JSON.stringify({ title: "Crowd", until: "10d", world }));
    const refused = await orrery(["run", file, "--out", folder, "--no-report"]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("demand/poisson › arrivalRate\n    About 860,000,000,000 events");
    // Cut short it is small; the option is taken by every command that resolves a scenario.
    const short = ["--until", "0.001s", "--allow-long", "--out", folder, "--no-report", "--quiet"];
    expect((await orrery(["run", file, ...short])).code).toBe(0);
  });

  test("writes the results folder, ends with a table, says where the results are", async () => {
    const out = temporaryFolder();
    const { code, stdout } = await orrery(["run", COIN_TOSS, "--replications", "2", "--out", out, ...quick]);
    expect(code).toBe(0);
    expect(stdout).toContain("Coin toss\nDoes a heavier coin pay more?\ncoin-toss · 5 d · 4 runs\n");
    expect(stdout).toMatch(/^toss\.heads +tosses +\d[\d.]* +\d[\d.]* \(\+\d[\d.]* %\)$/m);
    expect(stdout).toContain("The run ends at 5 d of the scenario's 20 d");
    expect(stdout).toContain(`Results: ${path.join(out, "coin-toss")}`);
    const files = [
      "balances.parquet",
      "blocks.parquet",
      "flows.parquet",
      "manifest.json",
      "runs.parquet",
      "scenario.json",
      "series.parquet",
    ];
    expect(readdirSync(path.join(out, "coin-toss")).sort()).toEqual(files);
    expect(readdirSync(path.join(out, ".partial"))).toEqual([]);
  });

  test("the tables have the columns, types and rows of the contract", async () => {
    const out = temporaryFolder();
    await orrery(["run", COIN_TOSS, "--out", out, ...quick]);
    const folder = path.join(out, "coin-toss");
    const [run] = await rows(path.join(folder, "runs.parquet"));
    expect(Object.keys(run!).slice(0, 5)).toEqual(["run", "design", "replication", "seed", "digest"]);
    expect(run).toMatchObject({
      run: "fair/0",
      design: "fair",
      replication: 0,
      digest: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    expect(typeof run!["seed"]).toBe("bigint");
    const heads = run!["toss.heads"] as number;
    const series = await rows(path.join(folder, "series.parquet"));
    expect(series.length % 5).toBe(0);
    expect(
      series.filter(({ run, metric }) => run === "fair/0" && metric === "toss.heads").map(({ t }) => t),
    ).toEqual([86_400, 172_800, 259_200, 345_600, 432_000]);
    const [flow] = await rows(path.join(folder, "flows.parquet"));
    expect(flow).toEqual({
      run: "fair/0",
      period: 0,
      asset: "token",
      decimals: 9,
      from: "issuance",
      to: "holders",
      kind: "prize",
      amount: `${heads}000000000`,
      value: heads,
    });
    const balances = await rows(path.join(folder, "balances.parquet"));
    expect(balances).toContainEqual({
      run: "fair/0",
      asset: "token",
      decimals: 9,
      sector: "holders",
      opening: "0",
      closing: `${heads}000000000`,
    });
    const [block] = await rows(path.join(folder, "blocks.parquet"));
    expect(block).toMatchObject({ run: "fair/0", height: 1n, t: 3_600, proposer: "test/toss.winner" });
  });

  test("--json prints one JSON document and nothing else on stdout", async () => {
    const out = temporaryFolder();
    const { code, stdout, stderr } = await orrery([
      "run",
      COIN_TOSS,
      "--json",
      "--out",
      out,
      "--design",
      "heavy",
      ...quick,
    ]);
    expect(code).toBe(0);
    expect(stderr).toBe("");
    const { scenarios } = JSON.parse(stdout);
    expect(scenarios).toHaveLength(1);
    expect(scenarios[0]).toMatchObject({
      scenario: "coin-toss",
      until: 432_000,
      replications: 1,
      report: null,
      reused: 0,
    });
    expect(scenarios[0].runs.map(({ run }: { run: string }) => run)).toEqual(["heavy/0"]);
    expect(
      scenarios[0].measures.find(({ measure }: { measure: string }) => measure === "toss.share"),
    ).toMatchObject({ unit: "ratio", kind: "ratio" });
  });

  test("one and two workers give the same digests, and so does the CSV format", async () => {
    const [one, two] = [temporaryFolder(), temporaryFolder()];
    await Promise.all([
      orrery(["run", COIN_TOSS, "--replications", "2", "--workers", "1", "--out", one, ...quick]),
      orrery([
        "run",
        COIN_TOSS,
        "--replications",
        "2",
        "--workers",
        "2",
        "--format",
        "csv",
        "--out",
        two,
        ...quick,
      ]),
    ]);
    expect(new Set(digests(one)).size).toBe(4);
    expect(digests(two)).toEqual(digests(one));
    const csv = readFileSync(path.join(two, "coin-toss/runs.csv"), "utf8").split("\n");
    expect(csv[0]).toMatch(/^run,design,replication,seed,digest,ledger\.burned\[token\],/);
    expect(csv[1]).toContain(`fair/0,fair,0,`);
    expect(csv).toHaveLength(6);
  });

  test("a YAML scenario runs from a subfolder, with charts and a report", async () => {
    const folder = temporaryFolder();
    expect((await orrery(["new", "mine"], folder)).code).toBe(0);
    const { code, stdout } = await orrery(["run", "mine.yaml", "--until", "100d"], folder);
    expect(stdout).toContain("Report: results/mine/report.html");
    expect(code).toBe(0);
    expect(readFileSync(path.join(folder, "results/mine/report.html"), "utf8")).toContain(
      "<code>npx orrery run mine.yaml --until 100d</code>",
    );
    const charts = readdirSync(path.join(folder, "results/mine/charts"));
    expect(charts.filter((name) => name.endsWith(".svg")).length).toBeGreaterThan(0);
    expect(charts.filter((name) => name.endsWith(".png"))).toHaveLength(charts.length / 2);
    expect((await orrery(["report", "results/mine"], folder)).code).toBe(0);
    expect((await orrery(["verify", "results/mine"], folder)).stdout).toMatch(
      /^results\/mine is verified: \d+ files, 0 chains of blocks, 2 runs\.\nNot compared: .*\.\n$/,
    );
  });

  test("after Ctrl-C finished runs are kept, and the same command carries on from them", async () => {
    const out = temporaryFolder();
    const args = [
      "run",
      COIN_TOSS,
      "--replications",
      "4",
      "--workers",
      "1",
      "--no-report",
      "--out",
      out,
      "--set",
      "test/toss.period=5",
    ];
    const { ended, interrupt } = startOrrery(args);
    const partial = path.join(out, ".partial");
    const kept = () =>
      existsSync(partial)
        ? readdirSync(partial, { recursive: true }).filter((name) => String(name).endsWith(".runs"))
        : [];
    while (kept().length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    interrupt();
    const { code, stdout, stderr } = await ended;
    expect(stdout).toBe("");
    expect(stderr).toMatch(
      /Interrupted: coin-toss was interrupted: \d of 8 runs are finished and kept\.\n\nCarry on with the same command\.\n$/,
    );
    expect(code).toBe(130);
    expect(existsSync(path.join(out, "coin-toss"))).toBe(false);
    const again = await orrery(args);
    expect(again.stdout).toMatch(/8 runs, [1-7] of them from an earlier start/);
    expect(kept()).toEqual([]);

    const whole = temporaryFolder();
    await orrery([...args.slice(0, 6), "--no-report", "--out", whole, "--set", "test/toss.period=5"]);
    expect(digests(out)).toEqual(digests(whole));
  });

  test("every branch is a run, and --branch runs some of them alone", async () => {
    const out = temporaryFolder();
    const { code } = await orrery(["run", FORKED, "--quiet", "--no-report", "--out", out]);
    expect(code).toBe(0);
    const table = await rows(path.join(out, "forked/runs.parquet"));
    expect(table.map(({ run, branch }) => [run, branch])).toEqual([
      ["base/0/none", "none"],
      ["base/0/demand halves", "demand halves"],
    ]);
    await orrery(["run", FORKED, "--quiet", "--no-report", "--out", out, "--branch", "demand halves"]);
    const [alone, ...others] = await rows(path.join(out, "forked/runs.parquet"));
    expect(others).toEqual([]);
    expect(alone!["digest"]).toBe(table[1]!["digest"]);
    expect((await orrery(["verify", path.join(out, "forked")])).code).toBe(0);
  });

  test("new results replace old ones in whole, and not what a user laid beside them", async () => {
    const out = temporaryFolder();
    await orrery(["run", COIN_TOSS, "--format", "csv", "--out", out, ...quick]);
    writeFileSync(path.join(out, "coin-toss/notes.md"), "notes");
    await orrery(["run", COIN_TOSS, "--out", out, ...quick]);
    const files = readdirSync(path.join(out, "coin-toss"));
    expect(files.filter((name) => name.endsWith(".csv"))).toEqual([]);
    expect(readFileSync(path.join(out, "coin-toss/notes.md"), "utf8")).toBe("notes");
  });
});

describe("orrery run: error", () => {
  test("a claim that breaks ends with exit code 3, the event and the command that replays it", async () => {
    const out = temporaryFolder();
    const { code, stdout, stderr } = await orrery([
      "run",
      COIN_TOSS,
      "--out",
      out,
      "--design",
      "fair",
      "--set",
      "test/toss.stopAt=5",
    ]);
    expect(stdout).toBe("");
    expect(stderr).toContain("InvariantError: test/toss: heads stay below the limit.\n");
    expect(stderr).toMatch(/event #\d+ tossed \{ number: \d+, heads: true \}/);
    const replay = /Replay: orrery (replay .*)/.exec(stderr)![1]!;
    expect(replay).toMatch(
      /^replay \S+coin-toss\.ts --design fair --replication 0 --to-event \d+ --state --set test\/toss\.stopAt=5$/,
    );
    const replayed = await orrery(replay.replaceAll('"', "").split(" "));
    expect(replayed.stdout).toContain('"heads": 5');
    expect(stderr).not.toContain("    at ");
    expect(code).toBe(3);
    expect(existsSync(path.join(out, "coin-toss"))).toBe(false);
  });

  test("a job that comes to nothing is told with its replay, and the rest is run and stored", async () => {
    const out = temporaryFolder();
    const grid = ["sweep", COIN_TOSS, "--grid", "test/toss.stopAt=5,1000", "--design", "fair"];
    const { code, stdout, stderr } = await orrery([...grid, "--out", out, ...quick, "--json"]);
    expect(code).toBe(3);
    expect(stderr).toContain(
      "fair/0/p0 of coin-toss came to nothing.\nInvariantError: test/toss: heads stay",
    );
    expect(JSON.parse(stdout).scenarios).toHaveLength(1);
    const manifest = JSON.parse(readFileSync(path.join(out, "coin-toss/manifest.json"), "utf8"));
    expect(manifest.failures.map(({ run }: { run: string }) => run)).toEqual(["fair/0/p0"]);
    expect(manifest.runs.map(({ run }: { run: string }) => run)).toEqual(["fair/0/p1"]);
    const replayed = await orrery(replayIn(stderr));
    expect(replayed.stdout).toContain('"heads": 5');
    expect((await orrery(["verify", path.join(out, "coin-toss")])).stdout).toContain(
      "1 chain of blocks, 1 run.",
    );
  });

  test("a branch and a parameter that are not there are told at once; a time that is cut off is noted", async () => {
    const { code, stderr } = await orrery([
      "run",
      COIN_FORK,
      "--quiet",
      "--branch",
      "few head",
      "--set",
      "test/toss.hads=0.7",
    ]);
    expect(stderr).toContain('  --branch\n    There is no branch "few head". Did you mean "few heads"?\n');
    expect(stderr).toContain('test/toss › hads\n    There is no such parameter. Did you mean "heads"?\n');
    expect(code).toBe(2);
    const cut = await orrery(["run", COIN_FORK, "--out", temporaryFolder(), ...quick]);
    expect(cut.stdout).toContain("The branches at 10 d do not happen.");
    expect(cut.code).toBe(0);
  });

  test("a folder that cannot be written is refused before anything runs", async () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, "file"), "");
    const { code, stderr } = await orrery(["run", COIN_TOSS, "--quiet", "--out", "file"], folder);
    expect(stderr).toMatch(
      /^OrreryError: .*file\/coin-toss cannot be written: a part of the path is a file, not a folder\.\n\n {2}ENOTDIR\n\nName another folder by --out\.\n$/,
    );
    expect(code).toBe(2);
  });

  test("a scenario, a design or a parameter that is not there: all problems at once, with what was meant", async () => {
    const unknown = await orrery(["run", "helo", "--quiet"]);
    expect(unknown.stderr).toMatch(/^UsageError: There is no scenario "helo"\./);
    expect(unknown.code).toBe(2);
    const { code, stderr } = await orrery([
      "run",
      COIN_TOSS,
      "--quiet",
      "--design",
      "hevy",
      "--set",
      "test/toss.hads=0.7",
      "--set",
      "tes/toss.heads=1",
    ]);
    expect(stderr).toBe(`ScenarioError: coin-toss has 4 problems.

  --design
    There is no design "hevy". Did you mean "heavy"?
  designs["fair"][0] test/toss › hads
    There is no such parameter. Did you mean "heads"?
  designs["heavy"][0] test/toss › hads
    There is no such parameter. Did you mean "heads"?
  --set tes/toss.heads=1
    No mechanism or instance here is called "tes/toss". Did you mean "test/toss"?
`);
    expect(code).toBe(2);
  });

  test("options out of bounds and unknown commands are named, with exit code 2", async () => {
    const ends = await Promise.all(
      [
        ["run", COIN_TOSS, "--workers", "0"],
        ["run", COIN_TOSS, "--replications", "0"],
        ["run", COIN_TOSS, "--until", "soon"],
        ["rnu"],
        ["run"],
      ].map((args) => orrery([...args, "--quiet"])),
    );
    const advice = "Options and arguments: orrery <command> --help\n";
    expect(ends.map(({ code }) => code)).toEqual([2, 2, 2, 2, 2]);
    expect(ends.map(({ stderr }) => stderr)).toEqual([
      `UsageError: Option '--workers <n>' argument '0' is invalid. Expected a whole number of at least 1.\n${advice}`,
      `UsageError: Option '--replications <n>' argument '0' is invalid. Expected a whole number of at least 1.\n${advice}`,
      `UsageError: Option '--until <duration>' argument 'soon' is invalid. Expected a duration above 0, such as 90d, 12h or 2y.\n${advice}`,
      `UsageError: Unknown command 'rnu'\n(Did you mean run?)\n${advice}`,
      `UsageError: Missing required argument 'scenario'\n${advice}`,
    ]);
  });
});

describe("orrery run: options that only observe", () => {
  test("--claims and --sample never change a digest", async () => {
    const digests = async (...options: string[]) => {
      const { stdout } = await orrery([
        "run",
        COIN_TOSS,
        "--json",
        "--no-report",
        "--out",
        temporaryFolder(),
        ...options,
      ]);
      return JSON.parse(stdout).scenarios[0].runs.map(({ digest }: { digest: string }) => digest);
    };
    const plain = await digests();
    expect(await digests("--claims", "event", "--sample", "3h")).toEqual(plain);
    expect(await digests("--claims", "off")).toEqual(plain);
  });
});

test("a table outside of a YAML scenario's folder is read where a person says so, by every command", async () => {
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, "own"));
  writeFileSync(path.join(folder, "jobs.csv"), "submitted,seconds,gpus\n0,60,1\n");
  const scenario = path.join(folder, "own/asks.yaml");
  writeFileSync(
    scenario,
    "title: Asks\nuntil: 1h\nworld:\n  - supply/fleet\n  - pricing/scheduler\n  - demand/trace: { trace: ../jobs.csv }\n",
  );
  const replay = ["replay", scenario, "--until", "1m"];
  const refused = await orrery(replay, folder);
  expect([refused.code, refused.stderr]).toEqual([
    2,
    expect.stringContaining("The file lies outside of the scenario's folder"),
  ]);
  for (const args of [replay, ["describe", scenario], ["check", scenario]])
    expect((await orrery([...args, "--allow-data-outside"], folder)).code, args[0]).toBe(0);
});
