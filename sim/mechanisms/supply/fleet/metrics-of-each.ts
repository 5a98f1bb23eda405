import { MINE, RENT, USES } from "../../../formulas/uses.ts";
import type { Metric, MetricOfEach } from "../../../model/mechanism.ts";
import type { Values } from "../../../schema/fields.ts";
import { kindsOf, type Lots, regionsOf, secondsOf } from "./lots.ts";
import type { params } from "./params.ts";
import type { Fleet } from "./state.ts";

type Group = "region" | "kind";
type PerLot = (lots: Lots, lot: number, now: number) => number;

const online: PerLot = (lots, lot, now) => secondsOf(lots, lot, RENT, now);
const busy: PerLot = (lots, lot, now) => lots.busySeconds[lot]! + lots.busy[lot]! * (now - lots.since[lot]!);

/** Sum over the lots of a region or a kind of GPU. */
function sumOf({ state: { lots }, now }: Fleet, group: Group, at: number, of: PerLot): number {
  let sum = 0;
  for (let lot = 0; lot < lots.count; lot++) if (lots[group][lot] === at) sum += of(lots, lot, now);
  return sum;
}

const measured = (group: Group, where: string): Record<string, (at: number) => Metric<Fleet>> => ({
  "gpu.supply": (at) => ({
    unit: "GPUs",
    kind: "level",
    doc: `GPUs online ${where}, mean over time.`,
    totals: (context) => [sumOf(context, group, at, online), context.now],
  }),
  "gpu.utilisation": (at) => ({
    unit: "ratio",
    kind: "ratio",
    doc: `Busy over online GPU-time ${where}.`,
    totals: (context) => [sumOf(context, group, at, busy), sumOf(context, group, at, online)],
  }),
  "gpu.usdPerGpuHour": (at) => ({
    unit: "USD/GPU h",
    kind: "level",
    doc: `Price of a rented GPU-hour ${where}, mean over GPU-hours.`,
    totals: (context) => [
      sumOf(context, group, at, ({ usd }, lot) => usd[lot]!),
      sumOf(context, group, at, ({ hours }, lot) => hours[lot]!),
    ],
  }),
  "providers.incomeUsd": (at) => ({
    unit: "USD",
    kind: "flow",
    doc: `Income from all uses of the GPUs ${where}, tokens at their price on receipt.`,
    total: (context) => sumOf(context, group, at, ({ income }, lot) => income[lot]!),
  }),
  "energy.joules": (at) => ({
    unit: "J",
    kind: "flow",
    doc: `Energy of the GPUs and their buildings ${where}.`,
    total: (context) => sumOf(context, group, at, ({ joules }, lot) => joules[lot]!),
  }),
  "energy.gCO2e": (at) => ({
    unit: "gCO2e",
    kind: "flow",
    doc: `Carbon dioxide equivalent of that energy ${where}.`,
    total: (context) => sumOf(context, group, at, ({ grams }, lot) => grams[lot]!),
  }),
});

type OfEach = Readonly<Record<string, MetricOfEach<typeof params, Fleet>>>;
const ofEach = (group: Group, where: string, keys: (given: Values<typeof params>) => string[]): OfEach =>
  Object.fromEntries(
    Object.entries(measured(group, where)).map(([name, metric]) => [`${name}[${group}]`, { keys, metric }]),
  );

/** Uses that there may be; where there is only one, nothing is to tell. */
const uses = ({ uses: free }: Values<typeof params>): string[] =>
  free === "rent" ? [] : USES.slice(0, free === "any" ? USES.length : MINE + 1);

export const metricsOfEach: OfEach = {
  "gpu.use[use]": {
    keys: uses,
    metric: (use) => ({
      unit: "GPUs",
      kind: "level",
      doc: "GPUs that are rented out or offered for it, or do something else; mean over time.",
      totals: ({ state: { lots }, now }) => {
        let seconds = 0;
        for (let lot = 0; lot < lots.count; lot++) seconds += secondsOf(lots, lot, use, now);
        return [seconds, now];
      },
    }),
  },
  "providers.incomeUsd[use]": {
    keys: uses,
    metric: (use) => ({
      unit: "USD",
      kind: "flow",
      doc: "Income of providers by what they did with their GPUs, electricity not deducted, tokens at their price on receipt.",
      total: ({ state: { totals, awayUsd } }) =>
        use === RENT ? totals.revenueUsd + totals.tokenUsd : awayUsd[use]!,
    }),
  },
  ...ofEach("region", "in a region", (given) => (given.byRegion ? regionsOf(given) : [])),
  ...ofEach("kind", "of a kind of GPU", (given) => (given.byKind ? kindsOf(given) : [])),
};
