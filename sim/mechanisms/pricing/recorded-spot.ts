import { OrreryError } from "../../errors.ts";
import type { Index } from "../../indexed.ts";
import { rings } from "../../model/estimate.ts";
import { type ContextOf, defineMechanism } from "../../model/mechanism.ts";
import { number, table, text, type Values } from "../../schema/fields.ts";
import { quoted } from "../../schema/shown.ts";
import { didYouMean } from "../../schema/suggest.ts";
import { inlineTable, numberColumn, type Table, textColumn } from "../../schema/table.ts";

const params = {
  prices: table(
    {
      instance_type: { type: "text" },
      zone: { type: "text" },
      timestamp: { type: "timestamp", unit: "s" },
      usd_per_hour: { type: "number", unit: "USD/h", min: 0 },
    },
    {
      default: inlineTable({
        instance_type: ["p3.16xlarge", "p3.16xlarge", "p3.16xlarge"],
        zone: ["us-east-1a", "us-east-1a", "us-east-1a"],
        timestamp: [0, 86_400, 259_200],
        usd_per_hour: [7.4, 8.2, 7.9],
      }),
      doc: "Changes of price as recorded; a price holds until the next one of the same instance and zone.",
      source: "Orrery: for the scenario to set",
    },
  ),
  instanceType: text({
    default: "p3.16xlarge",
    doc: "Instance, as the table names it.",
    source: "Orrery: for the scenario to set",
  }),
  zone: text({
    default: "us-east-1a",
    doc: "Zone, as the table names it.",
    source: "Orrery: for the scenario to set",
  }),
  gpus: number("GPUs", {
    default: 8,
    min: 1,
    max: 64,
    doc: "GPUs of the instance.",
    source: "AWS EC2: p3.16xlarge has eight V100",
  }),
  scale: number("", {
    default: 1,
    min: 0,
    max: 100,
    doc: "The recorded price is multiplied by this: to speak of another GPU than the recorded one.",
    source: "Orrery: for the scenario to set",
  }),
};
const emits = {
  recordedPrice: {
    doc: "The recorded price number `k` begins to hold; after the last one the record starts again.",
    private: true,
    fields: { k: "number" },
  },
} as const;

interface State {
  /** Seconds since the first change, and USD an hour, of the chosen instance and zone in order of time. */
  since: Float64Array;
  usd: Float64Array;
  price: number;
}
type Spot = ContextOf<typeof params, State, {}, typeof emits>;

export const recordedSpot = defineMechanism({
  name: "pricing/recorded-spot",
  summary: "Replays recorded prices of a cloud's spare capacity, again and again.",
  source:
    "AWS P2 and P3 spot price changes, December 2019 to March 2020: github.com/stanford-futuredata/training_on_a_dime",
  params,
  emits,
  init: (given): State => {
    const { since, usd } = recordOf(given);
    if (usd.length === 0) throw unrecorded(given.prices, given.instanceType, given.zone);
    return { since, usd, price: usd[0] };
  },
  estimate: (params, ahead) => {
    const { since } = recordOf(params);
    const gap = (since[since.length - 1] ?? 0) / Math.max(1, since.length - 1);
    return { events: { recordedPrice: gap > 0 ? rings(ahead, gap) + 1 : 0 } };
  },
  on: {
    opened: (context) => follow(context, 0),
    recordedPrice(context, { k }) {
      const { state } = context;
      state.price = state.usd[k % state.usd.length]!;
      follow(context, k);
    },
  },
  signals: {
    cloudSpotUsdPerGpuHour: ({ state, params }) => (state.price / params.gpus) * params.scale,
  },
  metrics: {
    "market.cloudSpotUsdPerGpuHour": {
      value: ({ state, params }) => (state.price / params.gpus) * params.scale,
    },
  },
  invariants: {
    "the table has prices of this instance in this zone": ({ state }) => state.usd.length > 0,
  },
  example: () => ({ world: [{ mechanism: "pricing/recorded-spot", params: {} }], until: "10d" }),
});

/** Changes of the instance's price in the zone, in order of time. */
function recordOf({ prices, instanceType, zone }: Values<typeof params>): Pick<State, "since" | "usd"> {
  const instances = textColumn(prices, "instance_type");
  const zones = textColumn(prices, "zone");
  const times = numberColumn(prices, "timestamp");
  const usd = numberColumn(prices, "usd_per_hour");
  const rows = Array.from(times.keys())
    .filter((row) => instances[row] === instanceType && zones[row] === zone)
    .sort((one: Index, other: Index) => times[one] - times[other] || one - other);
  return {
    since: Float64Array.from(rows, (row: Index) => times[row] - times[rows[0]!]!),
    usd: Float64Array.from(rows, (row: Index) => usd[row]),
  };
}

/** When the record is over it starts again: its last price holds as long as one does on average. */
function follow({ state, emit }: Spot, k: number): void {
  const { length } = state.since;
  const span = state.since[length - 1] ?? 0;
  if (span === 0) return;
  const round = Math.floor((k + 1) / length);
  const period = (span * length) / (length - 1);
  emit.recordedPrice.at({ k: k + 1 }, round * period + state.since[(k + 1) % length]!);
}

function unrecorded(prices: Table, instanceType: string, zone: string): OrreryError {
  const instances = textColumn(prices, "instance_type");
  const zones = textColumn(prices, "zone").filter((_, row) => instances[row] === instanceType);
  const unknown =
    zones.length === 0
      ? `no price of the instance ${quoted(instanceType)}.${didYouMean(instanceType, [...new Set(instances)])}`
      : `no price of ${quoted(instanceType)} in the zone ${quoted(zone)}. It has: ${[...new Set(zones)].sort().join(", ")}.`;
  return new OrreryError(`pricing/recorded-spot finds in ${prices.path} ${unknown}`);
}
