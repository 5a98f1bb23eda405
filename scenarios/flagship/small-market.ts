import type { Use } from "orrery";
import { world } from "./world.ts";

/** A sixth of the flagship's market for GPU time, without its shocks: beside it the work of one firm is a lot. */
const SMALL: Readonly<Record<string, object>> = {
  "supply/cohorts": { providers: 22 },
  "demand/bootstrap-trace": { replicas: 3 },
};

export const smallMarket: readonly Use[] = world
  .filter(({ mechanism }) => mechanism !== "shocks/demand")
  .map(({ mechanism, params }) => ({ mechanism, params: { ...params, ...SMALL[mechanism as string] } }));
