import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { mmc } from "../../sim/formulas/queues.ts";
import { COIN_TOSS, orrery, temporaryFolder } from "./orrery.ts";

const QUEUES = fileURLToPath(new URL("scenarios/queues.yaml", import.meta.url));
const quick = ["--no-report", "--replications", "4"];

test("compare runs, then says by how much designs differ and which wins on what", async () => {
  const out = temporaryFolder();
  const { code, stdout } = await orrery(["compare", QUEUES, "--out", out, ...quick]);
  expect(code).toBe(0);
  const lines = stdout.split("\n");
  expect(lines.every((line) => line.length <= 120)).toBe(true);
  expect(stdout).toContain("queues · 5 h 33 min, warm-up 16 min 40 s · 4 replications · 8 runs\n");
  // Two slow servers: more in the system, and a shorter wait.
  expect(stdout).toMatch(/^customers\.inSystem +customers +\d\.\d\d +\+0\.\d+ \*\n +0\.\d+ to 0\.\d+$/m);
  expect(stdout).toMatch(/^customers\.wait +s +\d\.\d\d +−0\.\d+ \*$/m);
  expect(stdout).toMatch(
    /^Differences from one fast with simultaneous 95 % intervals \(\d+ comparisons\)\./m,
  );
  expect(stdout.replace(/\n {2}/g, " ")).toMatch(
    /^- two slow is best in wait before service, 0\.\d+ s below one fast, the next \(simultaneous 95 % interval of \d+ comparisons 0\.\d+ s to 0\.\d+ s, 4 pairs with common luck\)$/m,
  );
  expect(stdout).toMatch(
    /^Common luck: designs that each had luck of their own would need [\d.,]+ times as many/m,
  );
  expect(stdout.trimEnd()).toMatch(/Results: .*queues$/);
});

test("the intervals are the ones that the closed forms lie in", async () => {
  const out = temporaryFolder();
  const args = ["compare", QUEUES, "--json", "--out", out, ...quick, "--measure", "customers.inSystem"];
  const { stdout, stderr } = await orrery(args);
  expect(stderr).toBe("");
  const [{ comparison, branchEffects, runs }] = JSON.parse(stdout).scenarios;
  expect(runs).toHaveLength(8);
  expect(branchEffects).toEqual([]);
  const [{ branch, effects, findings }] = comparison;
  expect(branch).toBe("");
  expect(effects).toHaveLength(1);
  const [{ difference }] = effects[0].effects;
  const theory = mmc(0.8, 0.5, 2).numberInSystem - mmc(0.8, 1, 1).numberInSystem;
  expect(difference.low).toBeLessThan(theory);
  expect(difference.high).toBeGreaterThan(theory);
  expect(difference).toMatchObject({ count: 4, paired: true, family: 1, verdict: "higher" });
  // Nobody said whether more customers in the system are better.
  expect(findings).toEqual([]);
});

test("without --replications there are eight, and that is said", async () => {
  const args = ["compare", QUEUES, "--no-report", "--until", "2000", "--out", temporaryFolder()];
  const { stdout } = await orrery([...args, "--measure", "customers.wait"]);
  expect(stdout).toContain("8 replications (--replications n for another number)");
  expect(stdout).not.toContain("customers.stay");
});

test.each([
  [
    ["--measure", "customers.wat"],
    /^UsageError: There is no measure "customers\.wat"\. Did you mean "customers\.wait"\?\n/,
  ],
  [
    ["--design", "one fast"],
    /^UsageError: There is nothing to compare in .*: it has one design and no branches\.\n/,
  ],
  [["--replications", "0"], /^UsageError: .*Expected a whole number of at least 1\./],
  [["--design", "three", "--design", "one fast"], /There is no design "three"/],
])("%j is refused before anything runs", async (more, message) => {
  const { code, stdout, stderr } = await orrery(["compare", QUEUES, "--out", temporaryFolder(), ...more]);
  expect(stderr.replace(/^Orrery .*\n/, "")).toMatch(message);
  expect(stderr).not.toContain("    at ");
  expect(stdout).toBe("");
  expect(code).toBe(2);
});

test("one replication gives differences, and says that they may be luck", async () => {
  const args = ["compare", COIN_TOSS, "--no-report", "--until", "5d", "--replications", "1"];
  const { stdout } = await orrery([...args, "--out", temporaryFolder(), "--measure", "toss.heads"]);
  expect(stdout).toMatch(/^toss\.heads +tosses +\d+ +\+?−?\d[\d.]*$/m);
  expect(stdout).toContain("One replication has no interval: any of them may be luck.");
});
