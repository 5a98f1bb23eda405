import { nodeProgram, noSimpy, simpyProgram } from "./programs.ts";
import { median, type Row } from "./suite.ts";

export const name = "mm1";

const ROUNDS = 5;
const CUSTOMERS = 2_000_000;

/** A queue of customers for one server: two events a customer here, a process a customer in SimPy. */
export function run(): Row[] {
  const orrery = nodeProgram("mm1.ts");
  const simpy = simpyProgram("mm1_simpy.py");
  const ratio = "ratio to SimPy processes, M/M/1";
  const rounds = Array.from({ length: ROUNDS }, () => ({
    orrery: orrery(CUSTOMERS),
    simpy: simpy?.(CUSTOMERS / 20) ?? Number.NaN,
  }));
  const own: Row = {
    measure: "M/M/1",
    value: median(rounds.map((round) => round.orrery)),
    unit: "customers/s",
  };
  if (simpy === undefined) return [own, { measure: ratio, skipped: noSimpy }];
  return [
    own,
    { measure: "M/M/1 in SimPy", value: median(rounds.map((round) => round.simpy)), unit: "customers/s" },
    {
      measure: ratio,
      value: median(rounds.map((round) => round.orrery / round.simpy)),
      unit: "times",
      atLeast: 15,
    },
  ];
}
