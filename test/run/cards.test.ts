import { expect, test } from "vitest";
import { Ledger } from "../../sim/model/ledger.ts";
import { Cards, type CardsSnapshot } from "../../sim/run/monitor/cards.ts";

const offer = { usdPerGpuHour: 1, memory: 24, reliability: 1, throughput: 1, kind: "A", region: "US" };
const work = { seconds: 60, usdPerGpuHour: 1 };

function following(from?: CardsSnapshot) {
  const told: string[] = [];
  const ledger = new Ledger([{ name: "usd", decimals: 6 }]);
  const tell = (_: string, event: number, fault: string): void => void told.push(`#${event} ${fault}`);
  const cards = new Cards({ from, adopts: false, tell, ledger, speedOf: () => 1 });
  return { cards, told, on: cards.watches };
}

test("a machine has cards for all that runs on it, of jobs alone and of gangs, before and after a snapshot", () => {
  const { cards, told, on } = following();
  on.machineOffered!({ machine: 7, gpus: 2, ...offer }, 0, 1);
  on.machineOffered!({ machine: 8, gpus: 1, ...offer }, 0, 2);
  on.jobMatched!({ job: 1, gpus: 2, machines: [7, 8], parts: [1, 1], ...work }, 0, 3);
  on.jobStarted!({ job: 1, gpus: 2, ...work }, 0, 4);
  on.jobStarted!({ job: 2, gpus: 0.6, machine: 7, ...work }, 0, 5);
  expect(told).toEqual([]);
  const later = following(structuredClone(cards.snapshot()));
  later.on.jobStarted!({ job: 3, gpus: 0.6, machine: 7, ...work }, 1, 6);
  expect(later.told).toEqual([
    "#6 machine 7 has 2 GPUs, and with job 3 runs 1 whole ones and parts of 1.2 GPUs.",
  ]);
  later.on.jobFinished!({ job: 3, gpus: 0.6, machine: 7, ...work }, 2, 7);
  later.on.jobFinished!({ job: 1, gpus: 2, ...work }, 2, 8);
  later.on.jobStarted!({ job: 4, gpus: 1, machine: 8, ...work }, 2, 9);
  later.on.jobStarted!({ job: 5, gpus: 1, machine: 7, ...work }, 2, 10);
  expect(later.told).toHaveLength(1);
  later.on.jobStarted!({ job: 6, gpus: 1, machine: 8, ...work }, 2, 11);
  expect(later.told[1]).toBe("#11 machine 8 has 1 GPUs, and with job 6 runs 2 whole ones.");
});
