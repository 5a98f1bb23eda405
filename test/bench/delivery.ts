// Delivery to mechanisms, digest on: a hundred pulses wander, one mechanism sends each of them on and another counts
// them. Usage: delivery <events>; prints events per second.
import { defineMechanism } from "../../sim/model/mechanism.ts";
import { Simulation } from "../../sim/run/simulation.ts";
import { catalogueOf } from "../../sim/scenario/catalogue.ts";
import { resolve } from "../../sim/scenario/resolve.ts";

declare module "../../sim/model/events.ts" {
  interface Events {
    readonly pulse: { readonly pulse: number; readonly hop: number };
  }
}

const PENDING = 100;
const WARM_UP = 500_000;
const common = { source: "this bench", params: {}, example: () => ({ world: [] }) } as const;

const relay = defineMechanism({
  ...common,
  name: "bench/relay",
  summary: "Sends every pulse on after a delay that depends on the pulse.",
  emits: { pulse: { doc: "A pulse arrives.", fields: { pulse: "number", hop: "number" } } },
  init: () => ({}),
  on: {
    opened({ emit }) {
      for (let pulse = 1; pulse <= PENDING; pulse += 1) emit.pulse({ pulse, hop: 0 }, pulse / PENDING);
    },
    pulse({ emit }, { pulse, hop }) {
      emit.pulse({ pulse, hop: hop + 1 }, 1 + pulse / 1_000);
    },
  },
});

const counter = defineMechanism({
  ...common,
  name: "bench/counter",
  summary: "Counts pulses.",
  init: () => ({ pulses: 0 }),
  on: {
    pulse({ state }) {
      state.pulses += 1;
    },
  },
  ownMetrics: {
    "pulses.count": {
      kind: "flow",
      unit: "pulses",
      words: "Pulses seen",
      better: "neither",
      doc: "Pulses seen.",
      total: ({ state }) => state.pulses,
    },
  },
});

const scenario = { title: "Delivery", until: 1e9, sample: 1e9, world: [relay(), counter()] };
const catalogue = catalogueOf(scenario);
const simulation = new Simulation(resolve(scenario, catalogue), catalogue, {
  design: "base",
  replication: 0,
  seed: 1,
});
const events = Number(process.argv[2]);
simulation.runTo({ events: WARM_UP });
const begin = process.hrtime.bigint();
simulation.runTo({ events: WARM_UP + events });
const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
console.log(Math.round(events / seconds));
