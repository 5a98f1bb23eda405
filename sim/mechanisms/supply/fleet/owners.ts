import { gpusOf, type Hundredths, hundredths } from "../../../gpus.ts";
import type { Index } from "../../../indexed.ts";
import type { Fleet } from "./state.ts";

/** GPUs by provider, of each machine as many hundredths as are asked for. */
export function gpusByProvider(
  { lots, machines, count }: Fleet["state"],
  ofMachine: (machine: Index) => Hundredths,
): Float64Array {
  const all = new Float64Array(count);
  for (let machine: Index = 0; machine < machines.count; machine++)
    all[lots.provider[machines.lot[machine]]!]! += ofMachine(machine);
  return all.map(gpusOf);
}

/** Providers with few GPUs: how many there are, and what of this revenue is theirs. */
export function smallOwners({ state }: Fleet, revenue: Float64Array): { count: number; revenueUsd: number } {
  const { lots, machines } = state;
  const owned = gpusByProvider(state, (machine) => hundredths(lots.gpus[machines.lot[machine]]!));
  const small = { count: 0, revenueUsd: 0 };
  for (let provider: Index = 0; provider < state.count; provider++) {
    if (owned[provider] > state.smallGpus) continue;
    small.count++;
    small.revenueUsd += revenue[provider];
  }
  return small;
}
