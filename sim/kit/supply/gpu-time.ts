/** GPU-time of a supply mechanism: how much of it was online, and how much of that at work for customers. */

import { gpusOf, type Hundredths } from "../../gpus.ts";
import type { Metrics } from "../../model/measures/metric.ts";
import { HOUR } from "../../units.ts";

export interface GpuTime {
  /** Hundredths of a GPU that are online, and those of them at work for customers. */
  gpusOnline: Hundredths;
  busyGpus: Hundredths;
  /** ∫ busy dt and ∫ (online − busy) dt in GPU-seconds, up to `integrated`. */
  busySeconds: number;
  idleSeconds: number;
  integrated: number;
}
interface Measured {
  readonly state: GpuTime;
  readonly now: number;
}

export const noGpuTime = (): GpuTime => ({
  gpusOnline: 0,
  busyGpus: 0,
  busySeconds: 0,
  idleSeconds: 0,
  integrated: 0,
});

/** Counts GPU-time up to now, before the numbers change. Returns the seconds since it last was. */
export function integrateGpus(gpuTime: GpuTime, now: number): number {
  const span = now - gpuTime.integrated;
  if (span === 0) return 0;
  gpuTime.busySeconds += gpusOf(gpuTime.busyGpus) * span;
  gpuTime.idleSeconds += gpusOf(gpuTime.gpusOnline - gpuTime.busyGpus) * span;
  gpuTime.integrated = now;
  return span;
}

/** In whole 1024ths, whose sums are exact: over any period busy never passes online by a rounding. */
export const exactSeconds = (seconds: number): number => Math.round(seconds * 1024) / 1024;
export const busySeconds = ({ state, now }: Measured): number =>
  exactSeconds(state.busySeconds + gpusOf(state.busyGpus) * (now - state.integrated));
export const onlineSeconds = (context: Measured): number => {
  const { state, now } = context;
  const idle = state.idleSeconds + gpusOf(state.gpusOnline - state.busyGpus) * (now - state.integrated);
  return busySeconds(context) + exactSeconds(idle);
};

export const gpuSignals = {
  gpusOnline: ({ state }: Measured): number => gpusOf(state.gpusOnline),
  gpuUtilisation: ({ state }: Measured): number =>
    state.gpusOnline > 0 ? state.busyGpus / state.gpusOnline : 0,
  gpuHoursOnline: (context: Measured): number => onlineSeconds(context) / HOUR,
  gpuHoursDelivered: (context: Measured): number => busySeconds(context) / HOUR,
};

export const gpuMetrics: Metrics<Measured> = {
  "gpu.supply": { totals: (context) => [onlineSeconds(context), context.now] },
  "gpu.offered": { total: (context) => onlineSeconds(context) / HOUR },
  "gpu.utilisation": { totals: (context) => [busySeconds(context), onlineSeconds(context)] },
  "gpu.delivered": { total: (context) => busySeconds(context) / HOUR },
};

export const gpuClaims = {
  "delivered GPU-time never passes online GPU-time": (context: Measured): boolean =>
    busySeconds(context) <= onlineSeconds(context),
};
