import { RENT } from "../../../formulas/uses.ts";
import type { Index } from "../../../indexed.ts";
import { measuresByUse } from "../../../kit/supply/gpu-uses.ts";
import { capacityOf, ofEach, yieldOf } from "../../../kit/supply/group-measures.ts";
import type { MetricsOfEach } from "../../../model/measures/metric.ts";
import type { Values } from "../../../schema/fields.ts";
import { awayUsd, earnings, gramsOf, incomes, joulesOf, worked } from "./accrued.ts";
import { busySecondsOf, kindsOf, regionsOf, secondsOf } from "./lots.ts";
import type { params } from "./params.ts";
import type { Fleet } from "./state.ts";

type Group = "region" | "kind";
type Given = Values<typeof params>;
type PerLot = (context: Fleet, lot: Index) => number;

const online: PerLot = ({ state: { lots }, now }, lot) => secondsOf(lots, lot, RENT, now);
const busy: PerLot = ({ state: { lots }, now }, lot) => busySecondsOf(lots, lot, now);

/** Sum over the lots of a region or a kind of GPU. */
function sumOf(context: Fleet, group: Group, at: number, of: PerLot): number {
  const { lots } = context.state;
  let sum = 0;
  for (let lot = 0; lot < lots.count; lot++) if (lots[group][lot] === at) sum += of(context, lot);
  return sum;
}

const measured = (group: Group) => {
  const all =
    (of: PerLot) =>
    (context: Fleet, at: number): number =>
      sumOf(context, group, at, of);
  /** The same of a column by lot. */
  const allOf =
    (column: (context: Fleet) => Float64Array) =>
    (context: Fleet, at: number): number => {
      const values = column(context);
      return sumOf(context, group, at, (_, lot) => values[lot]);
    };
  const usd = allOf((context) => worked(context).usd);
  const hours = allOf((context) => worked(context).hours);
  return {
    ...capacityOf<Fleet>({ online: all(online), busy: all(busy) }),
    ...yieldOf<Fleet>({
      income: allOf(incomes),
      joules: all(joulesOf),
      grams: all(gramsOf),
    }),
    "gpu.paidUsdPerGpuHour": (at: number) => ({
      totals: (context: Fleet) => [usd(context, at), hours(context, at)] as const,
    }),
  };
};

function useSeconds({ state: { lots }, now }: Fleet, use: number): number {
  let seconds = 0;
  for (let lot = 0; lot < lots.count; lot++) seconds += secondsOf(lots, lot, use, now);
  return seconds;
}

function useUsd(context: Fleet, use: Index): number {
  if (use !== RENT) return awayUsd(context)[use];
  const { usd, tokenUsd } = earnings(context);
  return usd + tokenUsd;
}

export const metricsOfEach: MetricsOfEach<typeof params, Fleet> = {
  ...measuresByUse(useSeconds, useUsd),
  ...ofEach("region", (given: Given) => (given.byRegion ? regionsOf(given) : []), measured("region")),
  ...ofEach("kind", (given: Given) => (given.byKind ? kindsOf(given) : []), measured("kind")),
};
