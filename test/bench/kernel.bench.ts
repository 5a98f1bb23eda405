import { cppProgram, noCpp, nodeProgram, noSimpy, type Program, simpyProgram } from "./programs.ts";
import { median, type Row } from "./suite.ts";

export const name = "kernel";

const ROUNDS = 5;
const EVENTS = 3_000_000;
const WARM_UP = 1_000_000;

/**
 * The hold model (Jones 1986, "An empirical comparison of priority-queue and event-set implementations"): of N pending
 * events the first is taken and scheduled again after Exp(1). Each round runs the programs one after the other; ratios
 * are taken within a round, then their median.
 */
export function run(): Row[] {
  const kernel = nodeProgram("hold.ts");
  const cpp = cppProgram("hold.cpp");
  const simpy = simpyProgram("hold_simpy.py");
  return [
    ...against(kernel, cpp, 100, 0.7),
    ...against(kernel, cpp, 10_000, 1),
    ...against(kernel, cpp, 1_000_000, 1.5),
    ...againstSimpy(kernel, simpy),
  ];
}

function against(kernel: Program, cpp: Program | undefined, pending: number, atLeast: number): Row[] {
  const ratio = `ratio to C++ priority_queue, N = ${pending}`;
  const rounds = Array.from({ length: ROUNDS }, () => ({
    kernel: kernel(pending, WARM_UP, EVENTS),
    cpp: cpp?.(pending, WARM_UP, EVENTS) ?? Number.NaN,
  }));
  const own: Row = {
    measure: `hold, N = ${pending}`,
    value: median(rounds.map((round) => round.kernel)),
    unit: "events/s",
  };
  if (cpp === undefined) return [own, { measure: ratio, skipped: noCpp }];
  return [
    own,
    {
      measure: `hold in C++, N = ${pending}`,
      value: median(rounds.map((round) => round.cpp)),
      unit: "events/s",
    },
    {
      measure: ratio,
      value: median(rounds.map((round) => round.kernel / round.cpp)),
      unit: "times",
      atLeast,
    },
  ];
}

function againstSimpy(kernel: Program, simpy: Program | undefined): Row[] {
  const pending = 10_000;
  const ratio = `ratio to SimPy processes, N = ${pending}`;
  if (simpy === undefined) return [{ measure: ratio, skipped: noSimpy }];
  const rounds = Array.from({ length: ROUNDS }, () => ({
    kernel: kernel(pending, WARM_UP, EVENTS),
    simpy: simpy(pending, WARM_UP / 10, EVENTS / 10),
  }));
  return [
    {
      measure: `hold in SimPy, N = ${pending}`,
      value: median(rounds.map((round) => round.simpy)),
      unit: "events/s",
    },
    {
      measure: ratio,
      value: median(rounds.map((round) => round.kernel / round.simpy)),
      unit: "times",
      atLeast: 20,
    },
  ];
}
