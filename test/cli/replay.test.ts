import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { COIN_TOSS, orrery, temporaryFolder } from "./orrery.ts";

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
