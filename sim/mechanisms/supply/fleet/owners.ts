import type { Fleet } from "./state.ts";

/** GPUs by provider, of each machine as many as are asked for. */
export function gpusByProvider(
  { lots, machines, count }: Fleet["state"],
  ofMachine: (machine: number) => number,
): Float64Array {
  const gpus = new Float64Array(count);
  for (let machine = 0; machine < machines.count; machine++)
    gpus[lots.provider[machines.lot[machine]!]!]! += ofMachine(machine);
  return gpus;
}

/** Providers with few GPUs: how many there are, and what of this revenue is theirs. */
export function smallOwners({ state }: Fleet, revenue: Float64Array): { count: number; revenueUsd: number } {
  const { lots, machines } = state;
  const owned = gpusByProvider(state, (machine) => lots.gpus[machines.lot[machine]!]!);
  const small = { count: 0, revenueUsd: 0 };
  for (let provider = 0; provider < state.count; provider++) {
    if (owned[provider]! > state.smallGpus) continue;
    small.count++;
    small.revenueUsd += revenue[provider]!;
  }
  return small;
}
