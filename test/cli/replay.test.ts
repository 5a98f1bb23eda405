import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { COIN_FORK, COIN_TOSS, FORKED, orrery, replayIn, temporaryFolder } from "./orrery.ts";

const heavy = ["replay", COIN_TOSS, "--design", "heavy", "--replication", "1"];

test("a replay has the digest of the run, and a replay from a snapshot has it, too", async () => {
  const folder = temporaryFolder();
  await orrery(
    ["run", COIN_TOSS, "--design", "heavy", "--replications", "2", "--no-report", "--quiet"],
    folder,
  );
  const manifest = JSON.parse(readFileSync(path.join(folder, "results/coin-toss/manifest.json"), "utf8"));
  const stored = manifest.runs[1];
  const whole = await orrery([...heavy, "--save-at", "7d", "week.json"], folder);
  expect(whole.stdout).toContain(
    `coin-toss: ${stored.events} events from 0 s to 20 d, the horizon; event #${stored.events}, digest ${stored.digest}.`,
  );
  expect(whole.stdout).toContain("Snapshot at 7 d, event #338: week.json");
  const resumed = await orrery(["replay", COIN_TOSS, "--from", "week.json"], folder);
  expect(resumed.stdout).toContain(
    `from 7 d to 20 d, the horizon; event #${stored.events}, digest ${stored.digest}.`,
  );
});

test("--to-event stops there; --state, --events and --trace show what happened", async () => {
  const folder = temporaryFolder();
  const { code, stdout } = await orrery(
    [...heavy, "--to-event", "6", "--state", "--profile", "--events", "log.ndjson", "--trace", "trace.json"],
    folder,
  );
  expect(code).toBe(0);
  expect(stdout).toContain("State at 2 h (7200 s), after event #6");
  expect(stdout).toContain('"tosses": 2');
  expect(stdout).toMatch(/^tossed +2 /m);
  const events = readFileSync(path.join(folder, "log.ndjson"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(events.map(({ name }) => name)).toEqual(["start", "opened", "tossed", "block", "tossed", "block"]);
  expect(events[3]).toMatchObject({ event: 4, t: 3_600, name: "block", height: 1, count: 1, seconds: 3_600 });
  const { traceEvents } = JSON.parse(readFileSync(path.join(folder, "trace.json"), "utf8"));
  expect(traceEvents.filter(({ ph }: { ph: string }) => ph === "i").at(-1)).toMatchObject({
    name: "block",
    ts: 7_200_000_000,
  });
});

test("error: a design must be chosen where there are several, and a snapshot must be one", async () => {
  const several = await orrery(["replay", COIN_TOSS]);
  expect(several.stderr).toBe(
    'UsageError: coin-toss has 2 designs: say which one by --design.\n\n  Its designs: "fair", "heavy".\n',
  );
  expect(several.code).toBe(2);
  const folder = temporaryFolder();
  const missing = await orrery(["replay", COIN_TOSS, "--from", "nothing.json"], folder);
  expect(missing.stderr).toMatch(/^UsageError: nothing\.json cannot be read\.\n/);
});

test("error: a log or a trace that cannot be written is one sentence", async () => {
  const full = await orrery([...heavy, "--events", "/dev/full"]);
  expect([full.stderr, full.code]).toEqual([
    "UsageError: /dev/full cannot be written: the disk is full.\n",
    2,
  ]);
  const nowhere = await orrery([...heavy, "--trace", "/nowhere/trace.json"]);
  expect(nowhere.stderr).toMatch(/^UsageError: \/nowhere\/trace\.json cannot be written: [^\n]*\.\n$/);
  expect(nowhere.code).toBe(2);
});

test("--branch goes on under a branch, and a snapshot within it remembers which one it is", async () => {
  const folder = temporaryFolder();
  await orrery(["run", FORKED, "--no-report", "--quiet"], folder);
  const { runs } = JSON.parse(readFileSync(path.join(folder, "results/forked/manifest.json"), "utf8"));
  const halves = runs.find(({ branch }: { branch: string }) => branch === "demand halves");
  const ending = `to 20 d, the horizon; event #${halves.events}, digest ${halves.digest}.`;
  const args = ["replay", FORKED, "--branch", "demand halves"];
  const whole = await orrery([...args, "--save-at", "15d", "later.json", "--events", "log.ndjson"], folder);
  expect(whole.stdout).toContain(`forked: ${halves.events} events from 0 s ${ending}`);
  expect(readFileSync(path.join(folder, "log.ndjson"), "utf8").trim().split("\n")).toHaveLength(
    halves.events,
  );
  const resumed = await orrery(["replay", FORKED, "--from", "later.json"], folder);
  expect(resumed.stdout).toContain(`from 15 d ${ending}`);
  const early = await orrery([...args, "--until", "5d", "--save-at", "5d", "early.json"], folder);
  expect(early.stdout).toContain("from 0 s to 5 d;");
  const branched = await orrery([...args, "--from", "early.json"], folder);
  expect(branched.stdout).toContain(`from 5 d ${ending}`);

  const late = await orrery(["replay", FORKED, "--from", "later.json", "--branch", "none"], folder);
  expect(late.stderr).toBe(
    'UsageError: It is too late for the branch "none": the snapshot is of 15 d, in the branch "demand halves".\n\n  The branches part at 12 d.\n',
  );
  expect(late.code).toBe(2);
});

test("--antithetic has the luck that the pairs of a run had", async () => {
  const folder = temporaryFolder();
  const run = ["run", COIN_TOSS, "--antithetic", "--replications", "2", "--design", "heavy", "--until", "5d"];
  await orrery([...run, "--no-report", "--quiet"], folder);
  const { runs } = JSON.parse(readFileSync(path.join(folder, "results/coin-toss/manifest.json"), "utf8"));
  const replayed = await orrery([...heavy, "--antithetic", "--horizon", "5d"], folder);
  expect(replayed.stdout).toContain(`digest ${runs[1].digest}.`);
  expect(runs[0].digest).not.toBe(runs[1].digest);
  expect(runs[0].seed).toBe(runs[1].seed);
});

test("the replay that a claim broken in a branch names stops at the event that broke it", async () => {
  const broken = await orrery(
    ["run", COIN_FORK, "--design", "heavy", "--quiet", "--no-report", "--antithetic"],
    temporaryFolder(),
  );
  expect(broken.stderr).toContain("InvariantError: test/toss: heads stay below the limit.");
  expect(broken.code).toBe(3);
  const args = replayIn(broken.stderr);
  expect(args.slice(0, 8)).toEqual([
    "replay",
    COIN_FORK,
    "--design",
    "heavy",
    "--replication",
    "0",
    "--branch",
    "few heads",
  ]);
  expect(args.at(-1)).toBe("--antithetic");
  const replayed = await orrery(args);
  expect(replayed.stdout).toMatch(/State at .*, after event #\d+\n(.|\n)*"heads": 150\n/);
  // The claim is told again with the state that breaks it.
  expect(replayed.stderr).toContain("InvariantError: test/toss: heads stay below the limit.");
  expect(replayIn(replayed.stderr)).toEqual(args);
  expect(replayed.code).toBe(3);
});

test("error: a branch that is not there, with those that are", async () => {
  const { stderr, code } = await orrery(["replay", FORKED, "--branch", "demand halvs"]);
  expect(stderr).toBe(
    'UsageError: forked has no branch "demand halvs". Did you mean "demand halves"?\n\n  Its branches: "none", "demand halves".\n',
  );
  expect(code).toBe(2);
  const none = await orrery(["replay", COIN_TOSS, "--design", "heavy", "--branch", "x"]);
  expect(none.stderr).toBe('UsageError: coin-toss has no branch "x" within its horizon.\n');
});
