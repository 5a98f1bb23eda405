// The hold model: timers with two numbers that are set again and again, by a mechanism with the digest on, or by the
// kernel's own user. Usage: timers <mechanism | kernel> <pending> <warm-up events> <measured events>; prints events per
// second of the processor, so that a machine that others use as well does not count against it.
import { Kernel } from "../../sim/kernel/kernel.ts";
import { defineMechanism } from "../../sim/model/mechanism.ts";
import { Simulation } from "../../sim/run/simulation.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import { Increments } from "./increments.ts";

const [who, ...counts] = process.argv.slice(2);
const [pending, warmUp, measured] = counts.map(Number) as [number, number, number];
const increments = new Increments();

const timers = defineMechanism({
  name: "bench/timers",
  summary: "Sets each of its timers again when it is due.",
  source: "this bench",
  params: {},
  emits: {
    due: { doc: "A timer is due.", private: true, fields: { timer: "number", round: "number" } },
  },
  init: () => ({}),
  on: {
    opened({ emit }) {
      for (let timer = 0; timer < pending; timer += 1) emit.due({ timer, round: 0 }, increments.next());
    },
    due({ emit }, { timer, round }) {
      emit.due({ timer, round: round + 1 }, increments.next());
    },
  },
  example: () => ({ world: [] }),
});

/** Delivers so many events. */
type Advance = (events: number) => void;

function byMechanism(): Advance {
  const scenario = {
    title: "Timers",
    until: 1e9,
    sample: 1e9,
    world: [{ mechanism: timers.mechanism.name, params: {} }],
  };
  // As one of Orrery's own: what a scenario brings is called within a guard.
  const catalogue = new Map([[timers.mechanism.name, timers.mechanism]]);
  const simulation = new Simulation(resolve(scenario, catalogue), catalogue, {
    design: "base",
    replication: 0,
    seed: 1,
  });
  return (events) => simulation.runTo({ events: simulation.events + events });
}

function byKernel(): Advance {
  const kernel = new Kernel();
  const deliver = (type: number, timer: number, round: number): void => {
    kernel.schedule(type, increments.next(), 0, timer, round + 1);
  };
  for (let timer = 0; timer < pending; timer += 1) kernel.schedule(0, increments.next(), 0, timer, 0);
  return (events) => kernel.runEvents(events, Number.POSITIVE_INFINITY, deliver);
}

const advance = who === "kernel" ? byKernel() : byMechanism();
advance(warmUp);
const begin = process.cpuUsage();
advance(measured);
const { user, system } = process.cpuUsage(begin);
console.log(Math.round((measured / (user + system)) * 1e6));
