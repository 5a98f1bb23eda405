/**
 * Queues whose answers are known: Poisson arrivals at one to eight servers, the same load on each. Every measure is
 * held against its closed form, with a tolerance that follows from the length of the run.
 */
import { birthDeath, defineMechanism, defineScenario, fields, queues, type Use } from "orrery";
import { poisson } from "../sim/mechanisms/demand/poisson.ts";
import { servers } from "../sim/mechanisms/supply/servers.ts";

const ARRIVAL_RATE = 0.8;
const LOAD = 0.8;

/** What theory expects, published beside what the simulation finds. It handles no event. */
const closedForm = defineMechanism({
  name: "theory/closed-form",
  summary:
    "Publishes the means of a queue in steady state and their standard errors in a run of this length.",
  source:
    "Gross et al., Fundamentals of Queueing Theory, 2008; Whitt 1992, Operations Research 40(2); Whitt 1989, Management Science 35(11)",
  params: {
    servers: fields.count({ default: 1, min: 1, doc: "Servers behind the line." }),
    squaredVariation: fields.number("", {
      default: 1,
      min: 0,
      doc: "Of the service time; 1 where there are several servers.",
    }),
  },
  init: ({ servers, squaredVariation }) => {
    const meanService = (LOAD * servers) / ARRIVAL_RATE;
    const means =
      servers === 1
        ? queues.mg1(ARRIVAL_RATE, meanService, squaredVariation)
        : queues.mmc(ARRIVAL_RATE, 1 / meanService, servers);
    const process = {
      birth: () => ARRIVAL_RATE,
      death: (state: number) => Math.min(state, servers) / meanService,
    };
    // Exact for exponential service; for another law the factor that holds in heavy traffic.
    const spread = ((1 + squaredVariation) / 2) ** 3;
    const inSystem = spread * birthDeath.timeAverageVariance(process, (state) => state);
    const waiting = spread * birthDeath.timeAverageVariance(process, (state) => Math.max(state - servers, 0));
    // The work that arrives is a compound Poisson sum: λ E[S²] a second.
    const busy = (ARRIVAL_RATE * meanService * meanService * (1 + squaredVariation)) / (servers * servers);
    return { means, variances: { inSystem, waiting, busy } };
  },
  on: {},
  ownMetrics: {
    "theory.inSystem": {
      unit: "customers",
      kind: "level",
      words: "Customers in the system, in theory",
      better: "neither",
      doc: "Mean number in the system.",
      value: ({ state }) => state.means.numberInSystem,
    },
    "theory.wait": {
      unit: "s",
      kind: "level",
      words: "Wait before service, in theory",
      better: "neither",
      doc: "Mean time before service.",
      value: ({ state }) => state.means.waitingTime,
    },
    "theory.utilisation": {
      unit: "ratio",
      kind: "ratio",
      words: "Utilisation, in theory",
      better: "neither",
      doc: "Busy over all servers.",
      value: ({ state }) => state.means.utilisation,
    },
    "theory.inSystemError": {
      unit: "customers",
      kind: "level",
      words: "Error of the customers in the system",
      better: "neither",
      doc: "Standard error of the mean number in the system.",
      value: ({ state, horizon, warmUp }) => Math.sqrt(state.variances.inSystem / (horizon - warmUp)),
    },
    "theory.waitError": {
      unit: "s",
      kind: "level",
      words: "Error of the wait",
      better: "neither",
      doc: "Standard error of the mean wait, at most: that of the number waiting, by Little's law.",
      value: ({ state, horizon, warmUp }) =>
        Math.sqrt(state.variances.waiting / (horizon - warmUp)) / ARRIVAL_RATE,
    },
    "theory.utilisationError": {
      unit: "ratio",
      kind: "ratio",
      words: "Error of the utilisation",
      better: "neither",
      doc: "Standard error of the utilisation.",
      value: ({ state, horizon, warmUp }) => Math.sqrt(state.variances.busy / (horizon - warmUp)),
    },
  },
  example: () => ({ world: [], until: "1h" }),
});

/** The same customers come to all; more servers are slower ones. */
function queue(count: number, squaredVariation = 1): Use[] {
  const meanService = (LOAD * count) / ARRIVAL_RATE;
  return [
    poisson({ arrivalRate: ARRIVAL_RATE, meanService, squaredVariation }),
    servers({ servers: count }),
    closedForm({ servers: count, squaredVariation }),
  ];
}

export default defineScenario({
  title: "Queues against their closed forms",
  question: "Does the simulator reproduce what queueing theory knows exactly?",
  seed: 1,
  until: "5d",
  warmUp: "1h",
  sample: "1h",
  world: [],
  designs: {
    "M/M/1": queue(1),
    "M/M/2": queue(2),
    "M/M/8": queue(8),
    "M/D/1": queue(1, 0),
    "M/G/1": queue(1, 4),
  },
  // 3.29 standard errors: 99.9 % of runs keep each of the claims.
  expect: {
    "the number in the system is that of theory": {
      summary: "abs(customers.inSystem - theory.inSystem) <= 3.29 * theory.inSystemError",
    },
    "the wait is that of Erlang C and of Pollaczek and Khinchine": {
      summary: "abs(customers.wait - theory.wait) <= 3.29 * theory.waitError",
    },
    "the utilisation is the load": {
      summary: "abs(servers.utilisation - theory.utilisation) <= 3.29 * theory.utilisationError",
    },
    // 4 against 8.23 in the mean, by Erlang C.
    "one fast server keeps fewer customers in the system than eight slow ones": {
      compare: "[M/M/1].customers.inSystem < [M/M/8].customers.inSystem",
      confidence: 0.99,
    },
  },
});
