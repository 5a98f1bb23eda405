import type { Metric, MetricOfEach } from "../../../model/mechanism.ts";
import { textColumn } from "../../../schema/table.ts";
import { OPEN_USES, usesOf } from "./away.ts";
import type { params } from "./params.ts";
import { onlineSeconds, type Supply } from "./state.ts";
import { busySecondsOf, idleSecondsOf, type Tallies } from "./tallies.ts";

type OfEach = MetricOfEach<typeof params, Supply>;
type Keys = OfEach["keys"];

const regions: Keys = ({ byRegion, regions }) => (byRegion ? textColumn(regions, "region") : []);
const generations: Keys = ({ gpu, generations }) =>
  generations.rows === 0 ? [] : [gpu, ...textColumn(generations, "name")];
/** Uses there are more than one of, or nothing to tell. */
const uses: Keys = ({ uses }) => (uses === "rent" ? [] : usesOf(uses));

const supplyOf =
  (of: string, tallies: (context: Supply) => Tallies) =>
  (at: number): Metric<Supply> => ({
    unit: "GPUs",
    kind: "level",
    doc: `GPUs online of a ${of}, mean over time.`,
    totals: (context) => {
      const { now } = context;
      return [busySecondsOf(tallies(context), at, now) + idleSecondsOf(tallies(context), at, now), now];
    },
  });

const utilisationOf =
  (of: string, tallies: (context: Supply) => Tallies) =>
  (at: number): Metric<Supply> => ({
    unit: "ratio",
    kind: "ratio",
    doc: `Busy over online GPU-time of a ${of}.`,
    totals: (context) => {
      const busy = busySecondsOf(tallies(context), at, context.now);
      return [busy, busy + idleSecondsOf(tallies(context), at, context.now)];
    },
  });

const ofRegions = ({ state }: Supply): Tallies => state.regions;
const ofGenerations = ({ state }: Supply): Tallies => state.generations;

/** GPU-seconds of a use; of renting, those online. */
function secondsOf(context: Supply, use: number): number {
  const { state, now } = context;
  if (use === 0) return onlineSeconds(context);
  return state.awaySeconds[use]! + state.awayGpus[use]! * (now - state.integrated);
}

export const metricsOfEach: Readonly<Record<string, OfEach>> = {
  "gpu.supply[region]": { keys: regions, metric: supplyOf("region", ofRegions) },
  "gpu.utilisation[region]": { keys: regions, metric: utilisationOf("region", ofRegions) },
  "gpu.supply[generation]": { keys: generations, metric: supplyOf("generation", ofGenerations) },
  "gpu.utilisation[generation]": { keys: generations, metric: utilisationOf("generation", ofGenerations) },
  "gpu.use[use]": {
    keys: uses,
    metric: (at) => ({
      unit: "GPUs",
      kind: "level",
      doc: "GPUs that are rented out or offered for it, or do something else; mean over time.",
      totals: (context) => [secondsOf(context, OPEN_USES.any[at]!), context.now],
    }),
  },
  "providers.incomeUsd[use]": {
    keys: uses,
    metric: (at) => ({
      unit: "USD",
      kind: "flow",
      doc: "Income of providers by what they did with their GPUs, electricity not deducted, tokens at their price on receipt.",
      total: ({ state }) =>
        at === 0 ? state.totals.revenueUsd + state.totals.tokenUsd : state.awayUsd[OPEN_USES.any[at]!]!,
    }),
  },
  "providers.incomeUsd[region]": {
    keys: regions,
    metric: (at) => ({
      unit: "USD",
      kind: "flow",
      doc: "Income of a region's providers from all uses, tokens at their price on receipt.",
      total: ({ state }) => state.income[at]!,
    }),
  },
  "energy.joules[region]": {
    keys: regions,
    metric: (at) => ({
      unit: "J",
      kind: "flow",
      doc: "Energy of a region's GPUs and their buildings.",
      total: ({ state }) => state.joules[at]!,
    }),
  },
  "energy.gCO2e[region]": {
    keys: regions,
    metric: (at) => ({
      unit: "gCO2e",
      kind: "flow",
      doc: "Carbon dioxide equivalent of a region's energy.",
      total: ({ state }) => state.grams[at]!,
    }),
  },
};
