import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { periodOf, sweepOf } from "../../sim/cli/options/sweep-options.ts";
import { COIN_TOSS, orrery, temporaryFolder } from "./orrery.ts";

const QUEUES = fileURLToPath(new URL("scenarios/queues.yaml", import.meta.url));
const sweep = (...args: string[]) =>
  orrery(["sweep", QUEUES, "--no-report", "--until", "3000", "--out", temporaryFolder(), ...args]);
const RATE = "demand/poisson.arrivalRate";

test("a grid from the command line: a row a point and design", async () => {
  const { code, stdout } = await sweep(
    "--grid",
    `${RATE}=0.2,0.4`,
    "--measure",
    "customers.arrived",
    "--replications",
    "2",
  );
  expect(code).toBe(0);
  expect(stdout).toContain(
    `queues · 50 min · 2 points (grid over ${RATE}) · 2 designs · 2 replications · 8 runs\n`,
  );
  const rows = stdout.split("\n").filter((line) => /^ +0\.[24] +(one fast|two slow) +[\d,]+$/.test(line));
  expect(rows).toHaveLength(4);
  // Arrivals after the warm-up of 150 s: 0.2 a second, 0.4 a second, the same for both designs.
  const arrived = rows.map((row) =>
    Number(
      row
        .trim()
        .split(/\s{2,}/)
        .at(-1)!
        .replace(",", ""),
    ),
  );
  expect(arrived[0]).toBe(arrived[1]);
  expect(arrived[0]! / (0.2 * 2_000)).toBeCloseTo(1, 0);
  expect(arrived[2]! / (0.4 * 2_000)).toBeCloseTo(1, 0);
});

test("a sample of ranges: in how many draws a claim holds, and on what it hangs", async () => {
  const out = temporaryFolder();
  const args = ["sweep", QUEUES, "--no-report", "--until", "3000", "--out", out, "--sample", "latin:24"];
  const { stdout } = await orrery([...args, "--range", `${RATE}=0.1:0.9`, "--measure", "customers.wait"]);
  expect(stdout).toContain("24 points (Latin hypercube over demand/poisson.arrivalRate)");
  expect(stdout).toMatch(/^customers\.wait +\w+ +one fast( +[\d.]+){5}$/m);
  expect(stdout.replace(/\n {2}/g, " ")).toMatch(
    /^- "the fast server keeps fewer in the system" holds in \d+ of 24 draws \(95 % interval of the share \d+(\.\d+)? % to \d+(\.\d+)? %\)/m,
  );
  expect(stdout).toContain('"two slow is best in customers.wait" holds in');
  const { points } = JSON.parse(readFileSync(path.join(out, "queues/manifest.json"), "utf8"));
  expect(points).toHaveLength(24);
});

test("--json has every point with the means of its designs", async () => {
  const { stdout } = await sweep("--zip", `${RATE}=0.2,0.4`, "--zip", "supply/servers.servers=2,3", "--json");
  const [{ points, paths, sweep: swept }] = JSON.parse(stdout).scenarios;
  expect(swept.kind).toBe("zip");
  expect(points.map(({ settings }: { settings: object }) => settings)).toEqual([
    { [RATE]: 0.2, "supply/servers.servers": 2 },
    { [RATE]: 0.4, "supply/servers.servers": 3 },
  ]);
  expect(points[0].means["one fast"]["customers.arrived"]).toBeGreaterThan(0);
  expect(paths).toEqual([]);
});

test.each([
  [[], /^UsageError: .*queues\.yaml has no sweep, and the command line names none\.\n\nName one: --grid /],
  [["--grid", "demand/poison.arrivalRate=1,2"], /called "demand\/poison"\. Did you mean "demand\/poisson"\?/],
  [["--sample", "soon"], /Expected latin:64 or sobol:64, or a period of the series such as 6h\./],
])("%j is refused", async (args, message) => {
  const { code, stdout, stderr } = await sweep(...args);
  expect(stderr.replace(/^Orrery .*\n/, "")).toMatch(message);
  expect(stderr).not.toContain("    at ");
  expect(stdout).toBe("");
  expect(code).toBe(2);
});

test.each([
  [{ grid: [`${RATE}=`] }, /^--grid takes a parameter and a list of values, got /],
  [{ grid: [`${RATE}=1`, `${RATE}=2`] }, /^--grid names demand\/poisson\.arrivalRate twice\./],
  [{ grid: [`${RATE}=1`], zip: [`${RATE}=2`] }, /^A sweep is of one kind, got --grid and --zip\./],
  [
    { zip: [`${RATE}=1,2`, "supply/servers.servers=1"] },
    /^The lists of a zip have the same length\.\n\n {2}demand\/poisson\.arrivalRate {2}2 values\n {2}supply\/servers\.servers {2}1 value\n/,
  ],
  [{ sample: "latin:0", assumed: true }, /^--sample takes a kind and a number of points, got "latin:0"\./],
  [{ sample: "halton:9", assumed: true }, /^--sample takes a kind and a number of points, got "halton:9"\./],
  [{ sample: "sobol:8" }, /^--sample needs to be told what to sample\./],
  [{ range: [`${RATE}=1:2`] }, /^--range says where to sample, but not how often\./],
  [
    { sample: "sobol:8", range: [`${RATE}=2:1`] },
    /^--range takes a parameter and two numbers, the lower first; got /,
  ],
  [{ sample: "sobol:8", range: [`${RATE}=:1`] }, /^--range takes a parameter and two numbers/],
])("the options %j are refused", (options, message) => {
  expect(() => sweepOf(options)).toThrow(message);
});

test("options become a sweep as a scenario would write it", () => {
  expect(sweepOf({})).toBeUndefined();
  expect(sweepOf({ sample: "6h" })).toBeUndefined();
  expect(periodOf({ sample: "6h" })).toBe("6h");
  expect(periodOf({ sample: "sobol:8" })).toBeUndefined();
  expect(sweepOf({ grid: ["a/b.c=1,[2,3],x y,true", 'd.e="p,q"'] })).toEqual({
    grid: { "a/b.c": [1, [2, 3], "x y", true], "d.e": ["p,q"] },
  });
  expect(sweepOf({ sample: "sobol:8", range: ["a/b.c=1e-3:2"], assumed: true })).toEqual({
    sobol: { points: 8, ranges: { "a/b.c": [0.001, 2] }, assumed: true },
  });
  const own = { points: 200, assumed: true, except: ["d/e.f"] };
  expect(sweepOf({ sample: "latin:8" }, { latinHypercube: own })).toEqual({
    latinHypercube: { ...own, points: 8 },
  });
  expect(() => sweepOf({ sample: "latin:8" }, { grid: {} })).toThrow(/^--sample needs to be told what/);
});

test("one point that fails leaves the others: its replay command is told, and the exit code", async () => {
  const args = ["sweep", COIN_TOSS, "--no-report", "--until", "5d", "--out", temporaryFolder()];
  const { code, stdout, stderr } = await orrery([
    ...args,
    "--design",
    "fair",
    "--grid",
    "test/toss.stopAt=5,100000",
  ]);
  expect(code).toBe(3);
  expect(stdout).toMatch(/^ +5 +fair +–/m);
  expect(stdout).toMatch(/^ +100000 +fair +\d/m);
  expect(stderr).toContain("heads stay below the limit");
});
