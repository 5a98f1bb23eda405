import { nodeProgram } from "./programs.ts";
import { median, type Row } from "./suite.ts";

export const name = "delivery";

const ROUNDS = 5;
const EVENTS = 3_000_000;
const WARM_UP = 1_000_000;
const PENDING = 10_000;

/**
 * Events with a payload through the kernel to two mechanisms, and a mechanism's timers of two numbers beside the same
 * timers in the bare kernel; every one in the digest. The ratio is taken within a round, then its median.
 */
export function run(): Row[] {
  const delivery = nodeProgram("delivery.ts");
  const timers = nodeProgram("timers.ts");
  const rounds = Array.from({ length: ROUNDS }, () => ({
    shared: delivery(EVENTS),
    own: timers("mechanism", PENDING, WARM_UP, EVENTS),
    bare: timers("kernel", PENDING, WARM_UP, EVENTS),
  }));
  return [
    {
      measure: "delivery to mechanisms",
      value: median(rounds.map(({ shared }) => shared)),
      unit: "events/s",
      atLeast: 3_000_000,
    },
    {
      measure: `a mechanism's timers, N = ${PENDING}`,
      value: median(rounds.map(({ own }) => own)),
      unit: "events/s",
    },
    {
      measure: "ratio to the bare kernel",
      value: median(rounds.map(({ own, bare }) => own / bare)),
      unit: "times",
      atLeast: 0.8,
    },
  ];
}
