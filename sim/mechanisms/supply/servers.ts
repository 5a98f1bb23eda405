import { type Distribution, distribution, observe } from "../../formulas/distribution.ts";
import type { Index } from "../../indexed.ts";
import { defineMechanism } from "../../model/mechanism.ts";
import { count } from "../../schema/fields.ts";
import type { Seconds } from "../../units.ts";

/*
 * Above 200 lines: a station and its line are one hot path.
 *
 * A customer: customerArrived ──(a server is free)──► served for `service` s ──► customerLeft
 *                    └──► waits in line until one is ──────┘
 */

declare module "../../model/events.ts" {
  interface Events {
    readonly customerLeft: { readonly arrived: number };
  }
}

/** Customers in order of arrival, in a ring of columns: it grows with the longest line and is never moved. */
interface Line {
  arrived: Float64Array;
  service: Float64Array;
  first: number;
  length: number;
}

const FIRST_PLACES = 64;

export const servers = defineMechanism({
  name: "supply/servers",
  summary: "Serves customers in the order of their arrival, as many at a time as there are servers.",
  source: "Kendall 1953, Annals of Mathematical Statistics 24(3): G/G/c, first come first served",
  params: {
    servers: count({
      default: 1,
      min: 1,
      max: 1_000_000,
      doc: "Customers that can be served at a time.",
      range: [1, 16],
    }),
  },
  emits: {
    customerLeft: {
      doc: "A customer who came at `arrived` s has been served.",
      fields: { arrived: "number" },
    },
  },
  init: ({ servers }) => ({
    servers,
    inSystem: 0,
    busy: 0,
    line: newLine(FIRST_PLACES),
    /** Integrals over time up to `changed`: of customers in the system, and of busy servers. */
    changed: 0 as Seconds,
    customerSeconds: 0,
    busySeconds: 0,
    /** Of the customers whose service has begun, and of those who have left. */
    started: 0,
    waited: 0 as Seconds,
    left: 0,
    stayed: 0 as Seconds,
    waits: distribution(),
  }),
  estimate: (_, { count }) => ({
    events: { customerLeft: count("customerArrived") },
    bytes: count("customerArrived") * 32,
  }),
  on: {
    customerArrived({ state, now, emit }, { service }) {
      passTime(state, now);
      state.inSystem += 1;
      if (state.busy === state.servers) {
        join(state.line, now, service);
        return;
      }
      state.busy += 1;
      begin(state, 0);
      emit.customerLeft({ arrived: now }, service);
    },
    customerLeft({ state, now, mine, emit }, { arrived }) {
      if (!mine) return;
      passTime(state, now);
      state.inSystem -= 1;
      state.left += 1;
      state.stayed += now - arrived;
      const { line } = state;
      if (line.length === 0) {
        state.busy -= 1;
        return;
      }
      const next: Index = leaveLine(line);
      const since = line.arrived[next];
      begin(state, now - since);
      emit.customerLeft({ arrived: since }, line.service[next]);
    },
  },
  metrics: {
    "customers.inSystem": {
      totals: ({ state, now }) => [state.customerSeconds + state.inSystem * (now - state.changed), now],
    },
    "customers.wait": { totals: ({ state }) => [state.waited, state.started] },
    "customers.stay": { totals: ({ state }) => [state.stayed, state.left] },
    "customers.waitP50": { distribution: ({ state }) => state.waits },
    "customers.waitP95": { distribution: ({ state }) => state.waits },
    "customers.served": { total: ({ state }) => state.left },
    "servers.utilisation": {
      totals: ({ state, now }) => [
        state.busySeconds + state.busy * (now - state.changed),
        state.servers * now,
      ],
    },
  },
  invariants: {
    "whoever is in the system waits or is served": ({ state }) =>
      state.inSystem === state.busy + state.line.length,
    "no server idles while a customer waits": ({ state }) =>
      state.line.length === 0 || state.busy === state.servers,
    "no customer leaves before the service begins": ({ state }) => state.left + state.busy === state.started,
  },
  example: () => ({
    world: [
      { mechanism: "demand/poisson", params: {} },
      { mechanism: "supply/servers", params: {} },
    ],
    until: "1h",
  }),
});

interface Clocked {
  inSystem: number;
  busy: number;
  changed: Seconds;
  customerSeconds: number;
  busySeconds: number;
}

/** Brings the integrals to `now`, before the numbers change. */
function passTime(state: Clocked, now: Seconds): void {
  const elapsed = now - state.changed;
  state.customerSeconds += state.inSystem * elapsed;
  state.busySeconds += state.busy * elapsed;
  state.changed = now;
}

function begin(state: { started: number; waited: Seconds; waits: Distribution }, wait: Seconds): void {
  state.started += 1;
  state.waited += wait;
  observe(state.waits, wait);
}

function newLine(places: number): Line {
  return {
    arrived: new Float64Array(places),
    service: new Float64Array(places),
    first: 0,
    length: 0,
  };
}

function join(line: Line, arrived: Seconds, service: Seconds): void {
  if (line.length === line.arrived.length) lengthen(line);
  // The number of places is a power of two.
  const place = (line.first + line.length) & (line.arrived.length - 1);
  line.arrived[place] = arrived;
  line.service[place] = service;
  line.length += 1;
}

/** The place of the customer who was first; it stays readable until the next one joins. */
function leaveLine(line: Line): number {
  const place = line.first;
  line.first = (place + 1) & (line.arrived.length - 1);
  line.length -= 1;
  return place;
}

function lengthen(line: Line): void {
  const { first, length } = line;
  for (const name of ["arrived", "service"] as const) {
    const column = new Float64Array(2 * length);
    column.set(line[name].subarray(first));
    column.set(line[name].subarray(0, first), length - first);
    line[name] = column;
  }
  line.first = 0;
}
