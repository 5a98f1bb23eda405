import { type Hundredths, hundredths } from "../../../gpus.ts";
import type { Index } from "../../../indexed.ts";
import type { ProviderRows } from "../../../model/recorded-providers.ts";
import { distinct, kindsOf, providersOf, regionsOf } from "./lots.ts";
import { gpusByProvider } from "./owners.ts";
import type { Fleet } from "./state.ts";

/** The providers that have not left. One that has machines in several regions, or of several kinds, has all their names. */
export function providers({ state, params }: Fleet): ProviderRows {
  const { lots, machines } = state;
  const present = [...state.left.keys()].filter((provider) => state.left[provider] === 0);
  const named = (names: readonly string[], of: Int32Array): string[] => {
    const each: string[][] = providersOf(params).map(() => []);
    for (let lot: Index = 0; lot < lots.count; lot++) each[lots.provider[lot]]!.push(names[of[lot]]!);
    return present.map((provider) => distinct(each[provider]!).join(" and "));
  };
  const gpus = (ofMachine: (machine: Index) => Hundredths): number[] => {
    const each = gpusByProvider(state, ofMachine);
    return present.map((provider: Index) => each[provider]);
  };
  return {
    provider: present,
    region: named(regionsOf(params), lots.region),
    kind: named(kindsOf(params), lots.kind),
    gpus: gpus((machine) => hundredths(lots.gpus[machines.lot[machine]]!)),
    online: gpus((machine) => machines.online[machine]),
    busy: gpus((machine) => machines.busy[machine]),
    revenueUsd: present.map((provider: Index) => state.revenue[provider]),
  };
}
