import { run as simulate } from "../../sim/run/run.ts";
import { catalogueOf } from "../../sim/scenario/catalogue.ts";
import { loadScenario } from "../../sim/scenario/load.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import type { Row } from "./suite.ts";

/*
 * The flagship as users run it, digest on. Absolute times lie on shared machines (this one was seen to be three times
 * slower for minutes); the two ratios do not.
 */
export const name = "flagship";

const MEGABYTE = 1e6;

export async function run(): Promise<Row[]> {
  const { scenario } = await loadScenario("flagship");
  const catalogue = catalogueOf(scenario);
  const timed = (design: string, until: string, set: readonly string[] = []) => {
    const resolved = resolve(scenario, catalogue, { name: "flagship", until, set, designs: [design] });
    const begin = process.hrtime.bigint();
    const result = simulate(resolved, catalogue, { design });
    const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
    return { seconds, result, jobs: result.series["jobs.potential"]!.reduce((sum, count) => sum + count, 0) };
  };
  const scaled = (replicas: number) => {
    const set = [`demand/bootstrap-trace.replicas=${replicas}`, `supply/cohorts.providers=${7 * replicas}`];
    const { seconds, jobs } = timed("no token", "90d", set);
    return { jobs, perJob: (seconds / jobs) * 1e6 };
  };

  timed("no token", "60d");
  const designs = Object.keys(scenario.designs!);
  const whole = designs.map((design) => ({ design, ...timed(design, "2y") }));
  const memory = process.memoryUsage().rss / MEGABYTE;
  const [few, many] = [scaled(2), scaled(150)];
  const crowd = timed("no token", "10d", ["supply/cohorts.providers=100000"]);
  return [
    ...whole.map(({ design, seconds }) => ({
      measure: `two years of ${design}`,
      value: seconds,
      unit: "s",
      atMost: 3,
    })),
    { measure: "events a second, all designs", value: rate(whole), unit: "events/s" },
    { measure: "memory after all designs", value: memory, unit: "MB", atMost: 500 },
    { measure: `a job among ${few.jobs}`, value: few.perJob, unit: "µs" },
    { measure: `a job among ${many.jobs}`, value: many.perJob, unit: "µs" },
    {
      measure: "a job of many over a job of few",
      value: many.perJob / few.perJob,
      unit: "times",
      atMost: 1.5,
    },
    { measure: "10 days of 100,000 providers", value: crowd.seconds, unit: "s" },
  ];
}

const rate = (runs: readonly { seconds: number; result: { events: number } }[]): number =>
  runs.reduce((sum, { result }) => sum + result.events, 0) /
  runs.reduce((sum, { seconds }) => sum + seconds, 0);
