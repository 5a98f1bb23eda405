import { placedMeasure, withoutKey } from "./names.ts";

/** What measures were called before, and what each is called now: one name that had several meanings has several. */
const RENAMED: Readonly<Record<string, readonly string[]>> = {
  "chain.attackCostUsd": [
    "chain.attackCostUsd[majority hardware]",
    "chain.attackCostUsd[majority rental]",
    "chain.attackCostUsd[third of stake]",
    "chain.attackCostUsd[half of stake]",
  ],
  "gpu.failures": ["machines.failures"],
  "gpu.supply": ["endpoints.gpus"],
  "gpu.switches": ["machines.switches"],
  "gpu.usdPerGpuHour": ["gpu.paidUsdPerGpuHour"],
  "jobs.spanning": ["jobs.spanningMachines", "jobs.spanningProviders"],
  "market.onDemandRefused": ["market.onDemandPricedOut", "market.unsubscribedRefused"],
};

/** `btc.inflation` was the inflation of btc. */
const INFLATION = /^([\w-]+)\.inflation$/;

/**
 * The present names of a measure, of those that are known here; empty: it has never had another.
 *
 * @param measure as it was, with its design or place in front and its keys behind
 */
export function renamedTo(measure: string, known: Iterable<string>): string[] {
  const [, design = "", rest = measure] = /^(\[[^[\]]*\]\.)?(.*)$/s.exec(measure) ?? [];
  const { place, name } = placedMeasure(rest);
  const stem = withoutKey(name);
  const asset = INFLATION.exec(name)?.[1];
  const present =
    asset === undefined
      ? Object.hasOwn(RENAMED, stem)
        ? RENAMED[stem]!
        : []
      : [`token.inflation[${asset}]`];
  const keys = name.slice(stem.length);
  const names = new Set(known);
  return present
    .map((each) => `${design}${place === "" ? "" : `${place}.`}${each.endsWith("]") ? each : each + keys}`)
    .filter((each) => each !== measure && names.has(each));
}
