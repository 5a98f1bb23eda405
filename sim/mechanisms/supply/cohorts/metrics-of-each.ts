import { RENT } from "../../../formulas/uses.ts";
import { gpusOf } from "../../../gpus.ts";
import type { Index } from "../../../indexed.ts";
import { onlineSeconds } from "../../../kit/supply/gpu-time.ts";
import { measuresByUse } from "../../../kit/supply/gpu-uses.ts";
import { capacityOf, ofEach, yieldOf } from "../../../kit/supply/group-measures.ts";
import type { MetricsOfEach } from "../../../model/measures/metric.ts";
import type { Values } from "../../../schema/fields.ts";
import { textColumn } from "../../../schema/table.ts";
import { awayUsd, earnings, footprint, incomeIn } from "./accrued.ts";
import type { params } from "./params.ts";
import type { Supply } from "./state.ts";
import { busySecondsOf, idleSecondsOf, type Tallies } from "./tallies.ts";

type Keys = (given: Values<typeof params>) => readonly string[];

const regions: Keys = ({ byRegion, regions }) => (byRegion ? textColumn(regions, "region") : []);
const generations: Keys = ({ gpu, generations }) =>
  generations.rows === 0 ? [] : [gpu, ...textColumn(generations, "name")];

const counted = (tallies: (context: Supply) => Tallies) =>
  capacityOf<Supply>({
    online: (context, at) =>
      busySecondsOf(tallies(context), at, context.now) + idleSecondsOf(tallies(context), at, context.now),
    busy: (context, at) => busySecondsOf(tallies(context), at, context.now),
  });

/** GPU-seconds of a use; of renting, those online. */
function secondsOf(context: Supply, use: Index): number {
  const { state, now } = context;
  if (use === RENT) return onlineSeconds(context);
  return state.awaySeconds[use] + gpusOf(state.awayGpus[use]) * (now - state.integrated);
}

function useUsd(context: Supply, use: Index): number {
  if (use !== RENT) return awayUsd(context)[use];
  const { usd, tokenUsd } = earnings(context);
  return usd + tokenUsd;
}

export const metricsOfEach: MetricsOfEach<typeof params, Supply> = {
  ...ofEach("region", regions, {
    ...counted(({ state }) => state.regions),
    ...yieldOf<Supply>({
      income: incomeIn,
      joules: (context, at) => footprint(context, at).joules,
      grams: (context, at) => footprint(context, at).grams,
    }),
  }),
  ...ofEach(
    "generation",
    generations,
    counted(({ state }) => state.generations),
  ),
  ...measuresByUse(secondsOf, useUsd),
};
