import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { cluster, type Load } from "./jobs.ts";
import { median, type Row } from "./suite.ts";

/*
 * Jobs in front of machines by name, digest on: arrivals, queue, placement, fleet, departure. Seconds are those of the
 * processor, so that a machine that others use as well does not count against it.
 */
export const name = "jobs";

const scheduler = { mechanism: "pricing/scheduler", params: {} };
const posted = { mechanism: "pricing/posted", params: {} };
const MANY = 1_000_000;
const WAITING = 200_000;

export function run(): Row[] {
  seconds({ machines: 100, jobs: 20_000, load: 0.9, market: scheduler });
  const million = seconds({ machines: 10_000, jobs: MANY, load: 0.9, market: scheduler });
  const few = { machines: 1_000, jobs: 100_000, load: 0.9, market: scheduler };
  const perJob = (jobs: number) => (seconds({ ...few, jobs }) / jobs) * 1e6;
  const short = median([perJob(100_000), perJob(100_000), perJob(100_000)]);
  const long = perJob(MANY);
  const crowded = seconds({ ...few, load: 1.1 });
  const choosing = seconds({ ...few, load: 0.7, market: posted });
  return [
    { measure: "10^6 jobs on 10^4 machines", value: million, unit: "s", atMost: 30 },
    { measure: "a job among 10^5 on 10^3 machines", value: short, unit: "µs" },
    { measure: "a job among 10^6", value: long, unit: "µs" },
    { measure: "a job of many over a job of few", value: long / short, unit: "times", atMost: 1.5 },
    { measure: "10^5 jobs where more arrives than can be done", value: crowded, unit: "s" },
    { measure: "10^5 jobs that choose among posted prices", value: choosing, unit: "s" },
    { measure: "following protocols over not following", value: following(), unit: "times" },
    { measure: "memory of a waiting job", value: bytesOfWaiting(), unit: "B", atMost: 300 },
    { measure: "memory of a job done", value: bytesOfDone(), unit: "B", atMost: 1 },
  ];
}

/** What it costs to follow each job and machine: least times of runs that alternate. */
function following(): number {
  const load = { machines: 1_000, jobs: 50_000, load: 0.9, market: scheduler };
  const [plain, followed]: [number[], number[]] = [[], []];
  for (let pair = 0; pair < 7; pair++) {
    plain.push(seconds(load));
    followed.push(seconds({ ...load, follow: true }));
  }
  return Math.min(...followed) / Math.min(...plain);
}

function seconds(load: Load): number {
  const simulation = cluster(load);
  const begin = process.cpuUsage();
  simulation.finish();
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1e6;
}

/** All jobs come at once, to ten machines. */
function bytesOfWaiting(): number {
  const simulation = cluster({ machines: 10, jobs: WAITING, load: 0, market: scheduler });
  simulation.runTo({ events: 1000 });
  const before = occupied();
  simulation.runTo({ time: WAITING * 1e-3 });
  return (occupied() - before) / WAITING;
}

/** What a run keeps of jobs that came and went: that of half of them is subtracted from that of all. */
function bytesOfDone(): number {
  const simulation = cluster({ machines: 100, jobs: WAITING, load: 0.5, market: scheduler });
  simulation.runTo({ events: WAITING });
  const before = occupied();
  simulation.runTo({ events: WAITING * 4 });
  return Math.max(0, occupied() - before) / (0.75 * WAITING);
}

function occupied(): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
