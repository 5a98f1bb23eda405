import { RENT } from "../../../formulas/uses.ts";
import { measuresByUse } from "../../../kit/supply/gpu-uses.ts";
import { capacityOf, ofEach, yieldOf } from "../../../kit/supply/group-measures.ts";
import type { Metric, MetricOfEach } from "../../../model/mechanism.ts";
import { awayUsd, earnings, gramsOf, incomes, joulesOf, worked } from "./accrued.ts";
import { busySecondsOf, kindsOf, regionsOf, secondsOf } from "./lots.ts";
import type { params } from "./params.ts";
import type { Fleet } from "./state.ts";

type Group = "region" | "kind";
type PerLot = (context: Fleet, lot: number) => number;

const online: PerLot = ({ state: { lots }, now }, lot) => secondsOf(lots, lot, RENT, now);
const busy: PerLot = ({ state: { lots }, now }, lot) => busySecondsOf(lots, lot, now);

/** Sum over the lots of a region or a kind of GPU. */
function sumOf(context: Fleet, group: Group, at: number, of: PerLot): number {
  const { lots } = context.state;
  let sum = 0;
  for (let lot = 0; lot < lots.count; lot++) if (lots[group][lot] === at) sum += of(context, lot);
  return sum;
}

const measured = (group: Group, where: string): Record<string, (at: number) => Metric<Fleet>> => {
  const all =
    (of: PerLot) =>
    (context: Fleet, at: number): number =>
      sumOf(context, group, at, of);
  /** The same of a column by lot. */
  const allOf =
    (column: (context: Fleet) => Float64Array) =>
    (context: Fleet, at: number): number => {
      const values = column(context);
      return sumOf(context, group, at, (_, lot) => values[lot]!);
    };
  const usd = allOf((context) => worked(context).usd);
  const hours = allOf((context) => worked(context).hours);
  return {
    ...capacityOf<Fleet>(where, { online: all(online), busy: all(busy) }),
    ...yieldOf<Fleet>(where, {
      income: allOf(incomes),
      joules: all(joulesOf),
      grams: all(gramsOf),
    }),
    "gpu.usdPerGpuHour": (at) => ({
      unit: "USD/GPU h",
      kind: "level",
      doc: `Price of a rented GPU-hour ${where}, mean over GPU-hours.`,
      totals: (context) => [usd(context, at), hours(context, at)],
    }),
  };
};

function useSeconds({ state: { lots }, now }: Fleet, use: number): number {
  let seconds = 0;
  for (let lot = 0; lot < lots.count; lot++) seconds += secondsOf(lots, lot, use, now);
  return seconds;
}

function useUsd(context: Fleet, use: number): number {
  if (use !== RENT) return awayUsd(context)[use]!;
  const { usd, tokenUsd } = earnings(context);
  return usd + tokenUsd;
}

export const metricsOfEach: Readonly<Record<string, MetricOfEach<typeof params, Fleet>>> = {
  ...measuresByUse(useSeconds, useUsd),
  ...ofEach<typeof params, Fleet>(
    "region",
    (given) => (given.byRegion ? regionsOf(given) : []),
    measured("region", "in a region"),
  ),
  ...ofEach<typeof params, Fleet>(
    "kind",
    (given) => (given.byKind ? kindsOf(given) : []),
    measured("kind", "of a kind of GPU"),
  ),
};
