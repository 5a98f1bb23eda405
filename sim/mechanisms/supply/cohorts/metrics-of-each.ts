import { RENT } from "../../../formulas/uses.ts";
import { onlineSeconds } from "../../../kit/supply/gpu-time.ts";
import { measuresByUse } from "../../../kit/supply/gpu-uses.ts";
import { capacityOf, ofEach, yieldOf } from "../../../kit/supply/group-measures.ts";
import type { MetricOfEach } from "../../../model/mechanism.ts";
import { textColumn } from "../../../schema/table.ts";
import { awayUsd, earnings, footprint, incomeIn } from "./accrued.ts";
import type { params } from "./params.ts";
import type { Supply } from "./state.ts";
import { busySecondsOf, idleSecondsOf, type Tallies } from "./tallies.ts";

type OfEach = MetricOfEach<typeof params, Supply>;

const regions: OfEach["keys"] = ({ byRegion, regions }) => (byRegion ? textColumn(regions, "region") : []);
const generations: OfEach["keys"] = ({ gpu, generations }) =>
  generations.rows === 0 ? [] : [gpu, ...textColumn(generations, "name")];

const counted = (where: string, tallies: (context: Supply) => Tallies) =>
  capacityOf<Supply>(where, {
    online: (context, at) =>
      busySecondsOf(tallies(context), at, context.now) + idleSecondsOf(tallies(context), at, context.now),
    busy: (context, at) => busySecondsOf(tallies(context), at, context.now),
  });

/** GPU-seconds of a use; of renting, those online. */
function secondsOf(context: Supply, use: number): number {
  const { state, now } = context;
  if (use === RENT) return onlineSeconds(context);
  return state.awaySeconds[use]! + state.awayGpus[use]! * (now - state.integrated);
}

function useUsd(context: Supply, use: number): number {
  if (use !== RENT) return awayUsd(context)[use]!;
  const { usd, tokenUsd } = earnings(context);
  return usd + tokenUsd;
}

export const metricsOfEach: Readonly<Record<string, OfEach>> = {
  ...ofEach("region", regions, {
    ...counted("in a region", ({ state }) => state.regions),
    ...yieldOf("in a region", {
      income: incomeIn,
      joules: (context, at) => footprint(context, at).joules,
      grams: (context, at) => footprint(context, at).grams,
    }),
  }),
  ...ofEach(
    "generation",
    generations,
    counted("of a generation", ({ state }) => state.generations),
  ),
  ...measuresByUse(secondsOf, useUsd),
};
