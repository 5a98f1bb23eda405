import { busySeconds, onlineSeconds } from "../../../kit/supply/gpu-time.ts";
import type { Metrics, MetricsOfEach } from "../../../model/measures/metric.ts";
import { HOUR } from "../../../units.ts";
import { ofNetwork } from "./money.ts";
import type { params } from "./params.ts";
import { networkOf, type Owners, type Params } from "./state.ts";

const online = ({ state, now }: Owners, network: number): number =>
  onlineSeconds({ state: state.gpuTime[network]!, now });
const busy = ({ state, now }: Owners, network: number): number =>
  busySeconds({ state: state.gpuTime[network]!, now });
const ofAll = (context: Owners, of: (context: Owners, network: number) => number): number =>
  context.state.gpuTime.reduce((sum, _, network) => sum + of(context, network), 0);

export const metrics: Metrics<Owners> = {
  "gpu.supply": { totals: (context) => [ofAll(context, online), context.now] },
  "gpu.offered": { total: (context) => ofAll(context, online) / HOUR },
  "gpu.utilisation": { totals: (context) => [ofAll(context, busy), ofAll(context, online)] },
  "gpu.delivered": { total: (context) => ofAll(context, busy) / HOUR },
  "providers.moves": { total: ({ state }) => state.moves },
};

/** What owners were paid, and what they are owed by now. */
function incomeOf({ state, params, ledger, account, asset, read }: Owners, network: number): number {
  const waiting = ledger.balance(asset.usd, ofNetwork(account.revenue, params, network));
  return state.incomeUsd[network]! + waiting + read.accruedUsd.in(networkOf(params, network));
}

const keys = ({ places }: Params): readonly string[] => places;

export const metricsOfEach: MetricsOfEach<typeof params, Owners> = {
  "gpu.supply[place]": {
    keys,
    metric: (network) => ({ totals: (context) => [online(context, network), context.now] }),
  },
  "gpu.utilisation[place]": {
    keys,
    metric: (network) => ({ totals: (context) => [busy(context, network), online(context, network)] }),
  },
  "providers.incomeUsd[place]": {
    keys,
    metric: (network) => ({ total: (context) => incomeOf(context, network) }),
  },
};
