import type { ProviderRows } from "../../../model/recorded-providers.ts";
import { numberColumn, textColumn } from "../../../schema/table.ts";
import { GONE, live, type Supply } from "./state.ts";

/** The providers that have not left. Their region is told by its electricity: the first that has the provider's. */
export function providers({ state, params }: Supply): ProviderRows {
  const present = [...live(state.status, state).keys()].filter((row) => state.status[row] !== GONE);
  const names = textColumn(params.regions, "region");
  const prices = numberColumn(params.regions, "usd_per_kwh");
  const intensities = numberColumn(params.regions, "gco2e_per_kwh");
  const regionOf = (row: number): string =>
    names.find(
      (_, at) => prices[at] === state.usdPerKwh[row] && intensities[at] === state.gco2ePerKwh[row],
    ) ?? "";
  return {
    provider: present,
    region: present.map(regionOf),
    kind: present.map(() => params.gpu),
    gpus: present.map(() => params.gpusEach),
    online: present.map((row) => state.online[row]!),
    busy: present.map((row) => state.busy[row]!),
    revenueUsd: present.map((row) => state.revenue[row]!),
  };
}
