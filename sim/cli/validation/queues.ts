import { erlangB, mg1, mm1, mmc } from "../../formulas/queues.ts";
import { run } from "../../run/run.ts";
import { ORRERY } from "../../scenario/catalogue.ts";
import { resolve } from "../../scenario/resolve.ts";
import type { Validation } from "../../site/validation.ts";
import { tInterval } from "../../statistics/interval.ts";
import { casesOf } from "./vectors.ts";

const SUBJECT = "Queues";
const CONFIDENCE = 0.99;

interface Queue {
  readonly demand: { readonly arrivalRate: number; readonly squaredVariation?: number };
  readonly servers: number;
  readonly measure: string;
  readonly replications: number;
}

/** A measure of a queue, simulated: mean and interval over replications. */
export function simulatedQueue({ demand, servers, measure, replications }: Queue) {
  const world = [
    { mechanism: "demand/poisson", params: demand },
    { mechanism: "supply/servers", params: { servers } },
  ];
  const resolved = resolve({ title: "queue", until: 100_000, warmUp: 2_000, world }, ORRERY);
  const values = Array.from(
    { length: replications },
    (_, replication) => run(resolved, ORRERY, { design: "base", replication }).summary[measure]!,
  );
  return tInterval(values, CONFIDENCE);
}

function queue(
  id: string,
  what: string,
  source: string,
  unit: string,
  known: number,
  given: Queue,
): Validation {
  return {
    id,
    subject: SUBJECT,
    what,
    source,
    unit,
    tolerance: "interval",
    cases: () => {
      const interval = simulatedQueue(given);
      return [{ label: what, published: known, ours: interval.mean, interval }];
    },
  };
}

const GROSS = "Gross, Shortle, Thompson and Harris (2008): Fundamentals of Queueing Theory, 4th edition";
const ERLANG_C = `${GROSS}: Erlang's C formula`;
const KHINCHINE = `${GROSS}: Pollaczek and Khinchine's formula`;
const WAIT = "customers.wait";

/** Offered load at which one call in a hundred is lost, by servers. */
const ONE_IN_A_HUNDRED: readonly (readonly [servers: number, load: number])[] = [
  [1, 0.0101],
  [2, 0.153],
  [5, 1.36],
  [10, 4.46],
  [20, 12.0],
  [100, 84.1],
];

export const QUEUES: readonly Validation[] = [
  {
    id: "erlang-b",
    subject: SUBJECT,
    what: "Blocking at the loads of the published traffic table",
    source: "Erlang B traffic table at 1 % blocking (Cooper, Introduction to Queueing Theory; ITU-T)",
    unit: "ratio",
    tolerance: { absolute: 0.0005, why: "loads of the table have three digits" },
    cases: () =>
      casesOf(ONE_IN_A_HUNDRED, ([servers, load]) => [`${servers} servers`, 0.01, erlangB(servers, load)]),
  },
  queue("mm1-wait", "M/M/1 at a load of 0.7: mean wait, simulated", ERLANG_C, "s", mm1(0.7, 1).waitingTime, {
    demand: { arrivalRate: 0.7 },
    servers: 1,
    measure: WAIT,
    replications: 12,
  }),
  queue(
    "mm4-wait",
    "M/M/4 at a load of 0.8: mean wait, simulated",
    ERLANG_C,
    "s",
    mmc(3.2, 1, 4).waitingTime,
    {
      demand: { arrivalRate: 3.2 },
      servers: 4,
      measure: WAIT,
      replications: 6,
    },
  ),
  ...[0, 0.5, 2].map((squaredVariation) =>
    queue(
      `mg1-wait-${squaredVariation}`,
      `M/G/1 at a load of 0.7, squared variation ${squaredVariation}: mean wait, simulated`,
      KHINCHINE,
      "s",
      mg1(0.7, 1, squaredVariation).waitingTime,
      { demand: { arrivalRate: 0.7, squaredVariation }, servers: 1, measure: WAIT, replications: 12 },
    ),
  ),
];
