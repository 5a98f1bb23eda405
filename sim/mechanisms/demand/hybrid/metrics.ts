import { breakEvenUtilisation } from "../../../formulas/own-or-rent.ts";
import type { Metrics } from "../../../model/measures/metric.ts";
import { HOUR } from "../../../units.ts";
import { costUsd, fixedUsdPerHour, variableUsdPerHour } from "./cost.ts";
import { allWork, CLOUD, type Firm, MARKET, OWN, SPOT, worked } from "./state.ts";
import { burstPrice } from "./work.ts";

export const metrics: Metrics<Firm> = {
  "firm.costUsd": { total: costUsd },
  "firm.usdPerGpuHour": { totals: (context) => [costUsd(context), allWork(context) / HOUR] },
  "firm.ownUtilisation": {
    totals: (context) => [worked(context, OWN), context.state.room[OWN]! * context.now],
  },
  "firm.burstShare": {
    totals: (context) => [
      worked(context, CLOUD) + worked(context, SPOT) + worked(context, MARKET),
      allWork(context),
    ],
  },
  "firm.marketShare": { totals: (context) => [worked(context, MARKET), allWork(context)] },
  "firm.gpuHours": { total: (context) => allWork(context) / HOUR },
  "firm.breakEvenUtilisation": {
    value: (context) =>
      breakEvenUtilisation(fixedUsdPerHour(context), variableUsdPerHour(context), burstPrice(context)),
  },
};
