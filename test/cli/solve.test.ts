import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { orrery } from "./orrery.ts";

const QUEUES = fileURLToPath(new URL("scenarios/queues.yaml", import.meta.url));
const RATE = "demand/poisson.arrivalRate";
const solve = (...args: string[]) => orrery(["solve", QUEUES, ...args]);

test("the arrival rate at which the wait is 4 s is 0.8 a second in theory: ρ / (1 − ρ)", async () => {
  const { code, stdout } = await solve(
    "--vary",
    `${RATE}=0.2:0.9`,
    "--so-that",
    "[one fast].customers.wait == 4",
    "--json",
  );
  expect(code).toBe(0);
  const { x, interval, trials, bracket, replications } = JSON.parse(stdout);
  expect(replications).toBe(8);
  expect(interval.low).toBeLessThan(0.8);
  expect(interval.high).toBeGreaterThan(0.8);
  expect(interval.high - interval.low).toBeLessThan(0.1);
  expect(bracket[1] - bracket[0]).toBeLessThanOrEqual(0.001 * bracket[1]);
  expect(trials.map((trial: { x: number }) => trial.x)).toContain(x);
});

test("the text names the value, its interval and the curve, and how to take it over", async () => {
  const args = ["--vary", `${RATE}=0.2:0.9`, "--so-that", "customers.wait == 1", "--design", "one fast"];
  const { stdout } = await solve(...args, "--replications", "4", "--until", "5000", "--workers", "1");
  expect(stdout).toMatch(
    /^queues: demand\/poisson\.arrivalRate = 0\.\d+ makes customers\.wait equal to 1\n95 % interval 0\.\d+ to 0\.\d+, 4 replications with common luck;/,
  );
  expect(stdout).toMatch(/^demand\/poisson\.arrivalRate +customers\.wait +1 +difference$/m);
  expect(stdout).toMatch(/Take it over: --set demand\/poisson\.arrivalRate=0\.\d+\n$/);
  const two = await solve(...args, "--replications", "4", "--until", "5000", "--workers", "2");
  expect(two.stdout).toBe(stdout);
});

test.each([
  [
    ["--vary", `${RATE}=0.9:0.2`, "--so-that", "customers.wait == 4"],
    /^UsageError: --vary takes a parameter and two numbers/m,
  ],
  [
    ["--vary", `${RATE}=0.2:0.9`, "--so-that", "customers.wait == 4", "--design", "one fats"],
    /has no design "one fats"\. Did you mean "one fast"\?/,
  ],
  [
    ["--vary", `${RATE}=0.1:0.2`, "--so-that", "[one fast].customers.wait == 4", "--until", "2000"],
    /^OrreryError: The root search finds no change of sign from 0\.1 to 0\.2\./m,
  ],
])("%j is refused", async (args, message) => {
  const { code, stdout, stderr } = await solve(...args);
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain("    at ");
  expect(stdout).toBe("");
  expect(code).toBe(2);
});
