import { RENT } from "../../../formulas/uses.ts";
import type { Metric, MetricOfEach } from "../../../model/mechanism.ts";
import { measuresByUse } from "../../../model/supply/gpu-uses.ts";
import { capacityOf, ofEach, yieldOf } from "../../../model/supply/group-measures.ts";
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

const measured = (group: Group, where: string): Record<string, (at: number) => Metric<Fleet>> => {
  const all =
    (of: PerLot) =>
    (context: Fleet, at: number): number =>
      sumOf(context, group, at, of);
  const usd = all((lots, lot) => lots.usd[lot]!);
  const hours = all((lots, lot) => lots.hours[lot]!);
  return {
    ...capacityOf<Fleet>(where, { online: all(online), busy: all(busy) }),
    ...yieldOf<Fleet>(where, {
      income: all((lots, lot) => lots.income[lot]!),
      joules: all((lots, lot) => lots.joules[lot]!),
      grams: all((lots, lot) => lots.grams[lot]!),
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

export const metricsOfEach: Readonly<Record<string, MetricOfEach<typeof params, Fleet>>> = {
  ...measuresByUse(useSeconds),
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
