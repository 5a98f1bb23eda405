import { exp } from "../../math.ts";
import { type ContextOf, defineMechanism } from "../../model/mechanism.ts";
import { plannedWithin } from "../../model/recorded-times.ts";
import { number, table, type Values } from "../../schema/fields.ts";
import { inlineTable, numberColumn } from "../../schema/table.ts";
import { instant } from "../../units.ts";
import { type OtherUse, USES, usableSeries, valueAt } from "./other-uses/series.ts";

const level = (given: { default: number; range: readonly [number, number]; doc: string }) =>
  number("USD/GPU h", { min: 0, max: 1_000, ...given });
const volatility = (range: readonly [number, number], what: string) =>
  number("", {
    default: 0,
    min: 0,
    max: 1,
    doc: `Standard deviation of the daily change of ln(what ${what} brings); 0: it stays.`,
    range,
  });

const params = {
  mining: level({
    default: 0.01,
    doc: "What mining brings at the start. An RTX 3090 brought about 0.02 to 0.1 USD while Ethereum was mined, and next to nothing since (September 2022).",
    range: [0, 0.1],
  }),
  serving: level({
    default: 0.1,
    doc: "What serving inference itself brings at the start, the hours without requests included.",
    range: [0, 0.4],
  }),
  volunteering: level({
    default: 0.005,
    doc: "What the credits of volunteer computing are worth at the start.",
    range: [0, 0.02],
  }),
  miningVolatility: volatility([0, 0.08], "mining"),
  servingVolatility: volatility([0, 0.05], "serving"),
  volunteeringVolatility: volatility([0, 0.08], "volunteering"),
  series: table(
    {
      t: { type: "number", unit: "s", min: 0, sorted: true },
      use: { type: "text" },
      usd_per_gpu_hour: { type: "number", unit: "USD/GPU h", min: 0 },
    },
    {
      default: inlineTable({ t: [], use: [], usd_per_gpu_hour: [] }),
      doc: "From each time on, what a use (mining, serving, volunteering) brings, instead of what it brought at the start.",
      source: "Orrery: for the scenario to set",
    },
  ),
};

type Params = Values<typeof params>;
/** What each use brings now, over what it would bring without its random walk. */
interface State {
  drift: Record<OtherUse, number>;
}
type Prices = ContextOf<typeof params, State>;

export const otherUses = defineMechanism({
  name: "pricing/other-uses",
  summary:
    "Publishes what an hour of a GPU brings by mining, serving inference or volunteering: levels that walk at random, or a series.",
  source: "Geometric random walk without drift: its expectation stays where it starts",
  params,
  init: ({ series }: Params): State => {
    usableSeries(series);
    return { drift: { mining: 1, serving: 1, volunteering: 1 } };
  },
  recorded: ({ series }, until) => plannedWithin("series", numberColumn(series, "t"), until),
  on: {
    day({ state, params, random }, { day }) {
      for (const use of USES) {
        const deviation = params[`${use}Volatility`];
        if (deviation === 0) continue;
        state.drift[use] *= exp(random.at(day, use).normal(-(deviation * deviation) / 2, deviation));
      }
    },
  },
  signals: {
    miningUsdPerGpuHour: (context) => brings(context, "mining"),
    servingUsdPerGpuHour: (context) => brings(context, "serving"),
    volunteeringUsdPerGpuHour: (context) => brings(context, "volunteering"),
  },
  metrics: {
    "market.miningUsdPerGpuHour": {
      value: (context) => brings(context, "mining"),
      holdsUntil: nextRow,
    },
    "market.servingUsdPerGpuHour": {
      value: (context) => brings(context, "serving"),
      holdsUntil: nextRow,
    },
    "market.volunteeringUsdPerGpuHour": {
      value: (context) => brings(context, "volunteering"),
      holdsUntil: nextRow,
    },
  },
  invariants: {
    "what a use brings is a number that is not below zero": (context) =>
      USES.every((use) => brings(context, use) >= 0 && brings(context, use) < Number.POSITIVE_INFINITY),
  },
  example: () => ({
    world: [{ mechanism: "pricing/other-uses", params: { mining: 0.05, miningVolatility: 0.05 } }],
    until: "30d",
  }),
});

const brings = ({ state, params, now }: Prices, use: OtherUse): number =>
  valueAt(params.series, use, now, params[use]) * state.drift[use];

/** When the series has its next row, of whatever use. */
function nextRow({ params, now }: Prices): number {
  const next = numberColumn(params.series, "t").find((t) => instant(t) > now);
  return next === undefined ? Number.POSITIVE_INFINITY : instant(next);
}
