import type { GpuCost } from "../../../formulas/provider.ts";
import type { Climate } from "../../../formulas/thermal.ts";
import { USES } from "../../../formulas/uses.ts";
import { gpusOf } from "../../../gpus.ts";
import type { Index } from "../../../indexed.ts";
import type { Values } from "../../../schema/fields.ts";
import { numberColumn, textColumn } from "../../../schema/table.ts";
import type { params } from "./params.ts";

type Params = Values<typeof params>;

const DAY_BEFORE = ["paidUsd", "paidHours", "dayUsd"] as const;
const FACTS = ["throughput", "watts", "usdPerKwh", "gramsPerKwh", "pue", "operating", "rise"] as const;
const TOTALS = ["busySeconds", "billedBusySeconds", "joules", "grams", "usd", "hours", "income"] as const;
const PLACES = ["provider", "region", "kind"] as const;
/**
 * Machines alike, a row of the table: what is the same for all of them, and what they have done together. `rise`: kelvin
 * above the air at full clock, 0 where they never throttle; `gpus`: of a machine; `busy`: hundredths of a GPU that jobs have now; `usd`: what customers'
 * jobs were to pay for so many GPU-`hours` of work, of which `paidUsd` and `paidHours` are settled, `dayUsd` of them on the
 * last day; `income`: USD that came in, tokens at their price on receipt.
 */
export type Lots = { [C in (typeof FACTS | typeof TOTALS | typeof DAY_BEFORE)[number]]: Float64Array } & {
  [C in (typeof PLACES)[number]]: Int32Array;
} & {
  /** Lowest price now. */
  price: Float64Array;
  gpus: Float64Array;
  busy: Float64Array;
  /** Hundredths of a GPU by lot and use now; those for rent are the ones online. */
  gpusBy: Float64Array;
  /** GPU-seconds by lot and use up to `since`, and how many of them are billed. */
  secondsBy: Float64Array;
  billedBy: Float64Array;
  since: Float64Array;
  count: number;
};

/** The names of a column, each once, in order of first appearance. */
export const distinct = (names: readonly string[]): string[] => [...new Set(names)];
export const kindsOf = ({ machines }: Params): string[] => distinct(textColumn(machines, "kind"));
export const regionsOf = ({ machines }: Params): string[] => distinct(textColumn(machines, "region"));
export const providersOf = ({ machines }: Params): string[] => distinct(textColumn(machines, "provider"));

export function lotsOf(params: Params): Lots {
  const { machines, regions } = params;
  const count = machines.rows;
  const places = textColumn(machines, "region").map((name) => textColumn(regions, "region").indexOf(name));
  const own = (name: string, otherwise: number): Float64Array =>
    numberColumn(machines, name).map((value) => (Number.isNaN(value) ? otherwise : value));
  const ofRegion = (name: string, otherwise: number): Float64Array =>
    Float64Array.from(places, (place: Index) => {
      const value = numberColumn(regions, name)[place];
      return Number.isNaN(value) ? otherwise : value;
    });
  return {
    count,
    provider: numbersOf(textColumn(machines, "provider"), providersOf(params)),
    region: numbersOf(textColumn(machines, "region"), regionsOf(params)),
    kind: numbersOf(textColumn(machines, "kind"), kindsOf(params)),
    gpus: numberColumn(machines, "gpus").slice(),
    throughput: own("throughput", 1),
    watts: own("tdp_watts", params.tdpWatts),
    operating: own("operating_usd_per_gpu_hour", params.operatingUsdPerGpuHour),
    price: own("usd_per_gpu_hour", 0),
    usdPerKwh: ofRegion("usd_per_kwh", 0),
    gramsPerKwh: ofRegion("gco2e_per_kwh", 0),
    pue: ofRegion("pue", params.pue),
    rise: risesOf(params),
    busy: new Float64Array(count),
    gpusBy: new Float64Array(count * USES.length),
    secondsBy: new Float64Array(count * USES.length),
    billedBy: new Float64Array(count * USES.length),
    since: new Float64Array(count),
    ...(Object.fromEntries([...TOTALS, ...DAY_BEFORE].map((name) => [name, new Float64Array(count)])) as Pick<
      Lots,
      (typeof TOTALS | typeof DAY_BEFORE)[number]
    >),
  };
}

const numbersOf = (names: readonly string[], order: readonly string[]): Int32Array => {
  const numbers = new Map(order.map((name, number) => [name, number]));
  return Int32Array.from(names, (name) => numbers.get(name)!);
};

function risesOf({ machines, cooling }: Params): Float64Array {
  const classes = textColumn(cooling, "class");
  const rises = numberColumn(cooling, "rise");
  return Float64Array.from(textColumn(machines, "cooling"), (name) =>
    name === "" ? 0 : rises[classes.indexOf(name)]!,
  );
}

/** What an hour of a GPU of the lot costs. */
export const costOf = (
  { watts, pue, usdPerKwh, operating }: Lots,
  { load, idleLoad }: { load: number; idleLoad: number },
  lot: Index,
): GpuCost => ({
  power: watts[lot],
  load,
  idle: idleLoad,
  pue: pue[lot],
  usdPerKilowattHour: usdPerKwh[lot],
  operatingUsdPerHour: operating[lot],
});

/** The air around the machines of each lot. */
export function climatesOf({ machines, regions, ambient }: Params): Climate[] {
  const names = textColumn(regions, "region");
  const or = (name: string, row: Index, otherwise: number): number => {
    const value = numberColumn(regions, name)[row];
    return Number.isNaN(value) ? otherwise : value;
  };
  return textColumn(machines, "region").map((name) => {
    const row = names.indexOf(name);
    return {
      mean: or("ambient", row, ambient),
      daily: or("daily_swing", row, 0),
      yearly: or("yearly_swing", row, 0),
    };
  });
}

/** Counts the lot's GPU-seconds up to now. */
export function integrateLot(lots: Lots, lot: Index, now: number): void {
  const span = now - lots.since[lot];
  if (span === 0) return;
  lots.since[lot] = now;
  lots.busySeconds[lot] += gpusOf(lots.busy[lot]) * span;
  const first = lot * USES.length;
  for (let use: Index = first; use < first + USES.length; use++)
    lots.secondsBy[use] += gpusOf(lots.gpusBy[use]) * span;
}

/** GPU-seconds of the lot that jobs took, up to now. */
export const busySecondsOf = ({ busySeconds, busy, since }: Lots, lot: Index, now: number): number =>
  busySeconds[lot] + gpusOf(busy[lot]) * (now - since[lot]);

/** GPU-seconds of the lot in a use, up to now. */
export function secondsOf({ secondsBy, gpusBy, since }: Lots, lot: Index, use: number, now: number): number {
  const at: Index = lot * USES.length + use;
  return secondsBy[at] + gpusOf(gpusBy[at]) * (now - since[lot]);
}
