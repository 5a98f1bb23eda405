/** Queues in steady state as the package gives them, with what each takes. */
import * as queues from "../queues.ts";
import { inOrder } from "./checked.ts";
import { above, integer, number } from "./kinds.ts";

export type { QueueMeans } from "../queues.ts";

/** Erlang's recursion has a step for each. */
const MOST_SERVERS = 10_000_000;

export const { erlangB, erlangC, mm1, mmc, mg1 } = inOrder(queues, {
  erlangB: [
    ["servers", integer(0, MOST_SERVERS)],
    ["load", number()],
  ],
  erlangC: [
    ["servers", integer(1, MOST_SERVERS)],
    ["load", number()],
  ],
  mm1: [
    ["arrivalRate", number()],
    ["serviceRate", above(0)],
  ],
  mmc: [
    ["arrivalRate", number()],
    ["serviceRate", above(0)],
    ["servers", integer(1, MOST_SERVERS)],
  ],
  mg1: [
    ["arrivalRate", number()],
    ["serviceTime", number()],
    ["squaredVariation", number()],
  ],
});
