import { defineMechanism } from "../../model/mechanism.ts";
import type { Random } from "../../random.ts";
import { count, number, seconds } from "../../schema/fields.ts";
import type { Seconds } from "../../units.ts";

declare module "../../model/events.ts" {
  interface Events {
    readonly customerArrived: { readonly customer: number; readonly service: number };
  }
}

interface Law {
  readonly arrivalRate: number;
  readonly meanService: Seconds;
  readonly squaredVariation: number;
}

export const poisson = defineMechanism({
  name: "demand/poisson",
  summary: "Sends customers at the times of a Poisson process, each with the service time that it will need.",
  source: "Kendall 1953, Annals of Mathematical Statistics 24(3): the input M and the service G of a queue",
  params: {
    arrivalRate: number("1/s", {
      default: 0.8,
      min: 1e-6,
      max: 1e6,
      doc: "Customers that arrive in a second, on average.",
      range: [0.1, 0.9],
    }),
    meanService: seconds({ default: 1, min: 1e-6, max: 1e9, doc: "Mean service time.", range: [0.5, 1.1] }),
    squaredVariation: number("", {
      default: 1,
      min: 0,
      max: 100,
      doc: "Variance of the service time over the square of its mean: 0 constant, 1 exponential, others gamma.",
      source: "Kendall 1953: M, exponential service",
    }),
    customers: count({
      default: Number.MAX_SAFE_INTEGER,
      min: 1,
      doc: "Customers in all: after the last one the source is silent.",
      standsFor: "without end",
      source: "Kendall 1953: a population without end",
    }),
  },
  emits: {
    customerArrived: {
      doc: "Customer number `customer` (from 0) of its source arrives and will need `service` s of one server.",
      fields: { customer: "number", service: "number" },
    },
  },
  init: () => ({ arrived: 0 }),
  estimate: ({ arrivalRate, customers }, { horizon }) => ({
    events: { customerArrived: Math.min(customers, arrivalRate * horizon + 1) },
  }),
  on: {
    opened({ params, random, emit }) {
      const { gap, service } = nextCustomer(random, 0, params);
      emit.customerArrived({ customer: 0, service }, gap);
    },
    customerArrived({ params, state, random, mine, emit }, { customer }) {
      if (!mine) return;
      state.arrived += 1;
      if (state.arrived === params.customers) return;
      const { gap, service } = nextCustomer(random, customer + 1, params);
      emit.customerArrived({ customer: customer + 1, service }, gap);
    },
  },
  metrics: {
    "customers.arrived": { total: ({ state }) => state.arrived },
  },
  invariants: {
    "no more customers arrive than there are": ({ params, state }) => state.arrived <= params.customers,
  },
  example: () => ({ world: [{ mechanism: "demand/poisson", params: { arrivalRate: 0.05 } }], until: "1h" }),
});

/** Time since the customer before, and service time. The gap is drawn first: another law of service moves no arrival. */
function nextCustomer(random: Random, customer: number, { arrivalRate, meanService, squaredVariation }: Law) {
  const draw = random.at(customer, "customer");
  const gap = draw.exponential(1 / arrivalRate);
  if (squaredVariation === 1) return { gap, service: draw.exponential(meanService) };
  if (squaredVariation === 0) return { gap, service: meanService };
  return { gap, service: draw.gamma(1 / squaredVariation, meanService * squaredVariation) };
}
