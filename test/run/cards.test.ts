import { expect, test } from "vitest";
import { Ledger } from "../../sim/model/ledger.ts";
import { Counters } from "../../sim/run/monitor/counters.ts";
import { Jobs, type JobsSnapshot } from "../../sim/run/monitor/jobs.ts";
import { Machines, type MachinesSnapshot } from "../../sim/run/monitor/machines.ts";

const offer = { usdPerGpuHour: 1, memory: 24, reliability: 1, throughput: 1, kind: "A", region: "US" };
const work = { seconds: 60, usdPerGpuHour: 1 };

/** What follows jobs and the machines that they run on, and what it tells of. */
function following(from?: { readonly jobs: JobsSnapshot; readonly machines: MachinesSnapshot }) {
  const told: string[] = [];
  const ledger = new Ledger([{ name: "usd", decimals: 6 }]);
  const tell = (_: string, event: number, fault: string): void => void told.push(`#${event} ${fault}`);
  const common = { adopts: false, tell, ledger };
  const machines = new Machines({ ...common, from: from?.machines });
  const jobs = new Jobs({ ...common, from: from?.jobs, machines, counters: new Counters() });
  const snapshot = () => structuredClone({ jobs: jobs.snapshot(), machines: machines.snapshot() });
  const on = { ...machines.watches, ...jobs.watches };
  /** A job comes and is matched with machines, some GPUs on each. */
  const matched = (
    job: number,
    shares: readonly (readonly [machine: number, gpus: number])[],
    at: number,
  ) => {
    const gpus = shares.reduce((sum, [, part]) => sum + part, 0);
    on.jobSubmitted!({ job, gpus, patience: 60, ...work }, 0, at);
    const [named, parts] = [shares.map(([machine]) => machine), shares.map(([, part]) => part)];
    on.jobMatched!({ job, gpus, machines: named, parts, ...work }, 0, at + 1);
  };
  return { told, on, machines, snapshot, matched };
}

const ON_TWO = [
  [7, 1],
  [8, 1],
] as const;

test("a machine has cards for all that runs on it, of jobs alone and of gangs, before and after a snapshot", () => {
  const { told, on, snapshot, matched } = following();
  on.machineOffered!({ machine: 7, gpus: 2, ...offer }, 0, 1);
  on.machineOffered!({ machine: 8, gpus: 1, ...offer }, 0, 2);
  matched(1, ON_TWO, 3);
  on.jobStarted!({ job: 1, gpus: 2, ...work }, 0, 5);
  matched(2, [[7, 0.6]], 6);
  on.jobStarted!({ job: 2, gpus: 0.6, machine: 7, ...work }, 0, 8);
  expect(told).toEqual([]);
  const later = following(snapshot());
  later.matched(3, [[7, 0.6]], 9);
  later.on.jobStarted!({ job: 3, gpus: 0.6, machine: 7, ...work }, 1, 11);
  expect(later.told).toEqual([
    "#11 machine 7 has 2 GPUs, and with job 3 runs 1 whole ones and parts of 1.2 GPUs.",
  ]);
  later.on.jobFinished!({ job: 3, gpus: 0.6, machine: 7, ...work }, 2, 12);
  later.on.jobFinished!({ job: 1, gpus: 2, ...work }, 2, 13);
  later.matched(4, [[8, 1]], 14);
  later.on.jobStarted!({ job: 4, gpus: 1, machine: 8, ...work }, 2, 16);
  later.matched(5, [[7, 1]], 17);
  later.on.jobStarted!({ job: 5, gpus: 1, machine: 7, ...work }, 2, 19);
  expect(later.told).toHaveLength(1);
  later.matched(6, [[8, 1]], 20);
  later.on.jobStarted!({ job: 6, gpus: 1, machine: 8, ...work }, 2, 22);
  expect(later.told[1]).toBe("#22 machine 8 has 1 GPUs, and with job 6 runs 2 whole ones.");
});

test("a gang that is matched is started after a snapshot within the instant", () => {
  const { on, snapshot, matched } = following();
  on.machineOffered!({ machine: 7, gpus: 1, ...offer }, 0, 1);
  on.machineOffered!({ machine: 8, gpus: 1, ...offer }, 0, 2);
  matched(1, ON_TWO, 3);
  const later = following(snapshot());
  later.on.jobStarted!({ job: 1, gpus: 2, ...work }, 0, 5);
  later.matched(2, [[8, 1]], 6);
  later.on.jobStarted!({ job: 2, gpus: 1, machine: 8, ...work }, 0, 8);
  expect(later.told).toEqual(["#8 machine 8 has 1 GPUs, and with job 2 runs 2 whole ones."]);
});

test("what runs is counted where it runs: on another machine than was matched, started twice, on one that nobody offered", () => {
  const { told, on, matched } = following();
  on.machineOffered!({ machine: 7, gpus: 1, ...offer }, 0, 1);
  on.machineOffered!({ machine: 8, gpus: 1, ...offer }, 0, 2);
  matched(1, [[7, 1]], 3);
  on.jobStarted!({ job: 1, gpus: 1, machine: 8, ...work }, 0, 5);
  matched(2, [[8, 1]], 6);
  on.jobStarted!({ job: 2, gpus: 1, machine: 8, ...work }, 0, 8);
  expect(told).toEqual(["#8 machine 8 has 1 GPUs, and with job 2 runs 2 whole ones."]);
  on.jobFinished!({ job: 1, gpus: 1, machine: 8, ...work }, 1, 9);
  on.jobFinished!({ job: 2, gpus: 1, machine: 8, ...work }, 1, 10);
  matched(3, [[8, 1]], 11);
  on.jobStarted!({ job: 3, gpus: 1, machine: 8, ...work }, 1, 13);
  expect(told).toHaveLength(1);
  on.jobStarted!({ job: 3, gpus: 1, machine: 8, ...work }, 1, 14);
  expect(told.slice(1)).toEqual([
    "#14 jobStarted of job 3, which is running since event #13: jobFinished or jobInterrupted or jobPaused may follow.",
    "#14 machine 8 has 1 GPUs, and with job 3 runs 2 whole ones.",
  ]);
  matched(4, [[9, 5]], 15);
  on.jobStarted!({ job: 4, gpus: 5, machine: 9, ...work }, 1, 17);
  expect(told).toHaveLength(3);
});

test("a machine is used while it is on offer, and one that was never offered is told as that when the instant is over", () => {
  const { told, on, machines, matched } = following();
  on.machineOffered!({ machine: 7, gpus: 8, ...offer }, 0, 1);
  on.machineWithdrawn!({ machine: 7 }, 1, 2);
  matched(1, [[7, 1]], 3);
  matched(2, [[9, 1]], 5);
  machines.close(6, 5);
  expect(told).toEqual([
    "#4 machine 7 is used, and is withdrawn since event #2.",
    "#6 machine 9 is used, and was never offered.",
  ]);
  on.machineOffered!({ machine: 9, gpus: 8, ...offer }, 6, 7);
  on.machineWithdrawn!({ machine: 10 }, 6, 8);
  expect(told.slice(2)).toEqual([
    "#8 machineWithdrawn of machine 10, which is unknown: machineListed or machineOffered may follow.",
  ]);
});

test("a job that has a new price as it runs, in another row than one that ended, is held to its own limit", () => {
  const { told, on, matched } = following();
  on.machineOffered!({ machine: 7, gpus: 8, ...offer, throughput: 2 }, 0, 1);
  matched(1, [[7, 1]], 2);
  on.jobStarted!({ job: 1, gpus: 1, machine: 7, ...work }, 0, 4);
  on.jobFinished!({ job: 1, gpus: 1, machine: 7, ...work }, 1, 5);
  on.jobSubmitted!({ job: 2, gpus: 1, patience: 60, ...work, usdPerGpuHour: 3 }, 1, 6);
  on.jobRepriced!({ job: 2, usdPerGpuHour: 100 }, 1, 7);
  on.jobMatched!({ job: 2, gpus: 1, ...work, usdPerGpuHour: 3 }, 1, 8);
  on.jobStarted!({ job: 2, gpus: 1, ...work }, 1, 9);
  on.jobRepriced!({ job: 2, usdPerGpuHour: 3 }, 1, 10);
  expect(told).toEqual([]);
  on.jobRepriced!({ job: 2, usdPerGpuHour: 4 }, 1, 11);
  on.jobFinished!({ job: 2, gpus: 2, ...work }, 2, 12);
  expect(told).toEqual([
    "#11 job 2 is to go on at 4 USD/GPU h, and its limit is 3 USD/GPU h.",
    "#12 job 2 is said to have 2 GPUs, and asked for 1.",
  ]);
});
