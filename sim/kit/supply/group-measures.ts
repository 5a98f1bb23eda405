/** Measures of each of some groups of GPUs: of a region, a kind, a generation. */

import type { Metric, MetricOfEach } from "../../model/mechanism.ts";
import type { Fields, Values } from "../../schema/fields.ts";

/** A running total of the group at this place. */
type OfGroup<C> = (context: C, at: number) => number;
type Measured<C> = Readonly<Record<string, (at: number) => Metric<C>>>;

/** @param where which GPUs, as in "GPUs online in a region" */
export const capacityOf = <C extends { readonly now: number }>(
  where: string,
  { online, busy }: { readonly online: OfGroup<C>; readonly busy: OfGroup<C> },
): Measured<C> => ({
  "gpu.supply": (at) => ({
    unit: "GPUs",
    kind: "level",
    doc: `GPUs online ${where}, mean over time.`,
    totals: (context) => [online(context, at), context.now],
  }),
  "gpu.utilisation": (at) => ({
    unit: "ratio",
    kind: "ratio",
    doc: `Busy over online GPU-time ${where}.`,
    totals: (context) => [busy(context, at), online(context, at)],
  }),
});

export const yieldOf = <C>(
  where: string,
  of: { readonly income: OfGroup<C>; readonly joules: OfGroup<C>; readonly grams: OfGroup<C> },
): Measured<C> => ({
  "providers.incomeUsd": (at) => ({
    unit: "USD",
    kind: "flow",
    doc: `Income from all uses of the GPUs ${where}, tokens at their price on receipt.`,
    total: (context) => of.income(context, at),
  }),
  "energy.joules": (at) => ({
    unit: "J",
    kind: "flow",
    doc: `Energy of the GPUs and their buildings ${where}.`,
    total: (context) => of.joules(context, at),
  }),
  "energy.gCO2e": (at) => ({
    unit: "gCO2e",
    kind: "flow",
    doc: `Carbon dioxide equivalent of that energy ${where}.`,
    total: (context) => of.grams(context, at),
  }),
});

export const ofEach = <P extends Fields, C>(
  group: string,
  keys: (params: Values<P>) => readonly string[],
  measured: Measured<C>,
): Readonly<Record<string, MetricOfEach<P, C>>> =>
  Object.fromEntries(
    Object.entries(measured).map(([name, metric]) => [`${name}[${group}]`, { keys, metric }]),
  );
