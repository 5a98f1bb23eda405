import { gpusOf } from "../../../gpus.ts";
import type { Index } from "../../../indexed.ts";
import type { ProviderRows } from "../../../model/recorded-providers.ts";
import { textColumn } from "../../../schema/table.ts";
import { GONE, live, type Supply } from "./state.ts";

/** The providers that have not left. */
export function providers({ state, params }: Supply): ProviderRows {
  const present = [...live(state.status, state).keys()].filter((row) => state.status[row] !== GONE);
  const names = textColumn(params.regions, "region");
  return {
    provider: present,
    region: present.map((row: Index) => names[state.region[row]]!),
    kind: present.map(() => params.gpu),
    gpus: present.map(() => params.gpusEach),
    online: present.map((row: Index) => gpusOf(state.online[row])),
    busy: present.map((row: Index) => gpusOf(state.busy[row])),
    revenueUsd: present.map((row: Index) => state.revenue[row]),
  };
}
