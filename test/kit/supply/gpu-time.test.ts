import fc from "fast-check";
import { expect, test } from "vitest";
import {
  busySeconds,
  gpuClaims,
  integrateGpus,
  noGpuTime,
  onlineSeconds,
} from "../../../sim/kit/supply/gpu-time.ts";

test("GPU-time is the integral of GPUs, up to now", () => {
  const state = noGpuTime();
  // In hundredths of a GPU.
  state.gpusOnline = 800;
  state.busyGpus = 200;
  expect(integrateGpus(state, 10)).toBe(10);
  state.busyGpus = 800;
  expect([busySeconds({ state, now: 15 }), onlineSeconds({ state, now: 15 })]).toEqual([60, 120]);
  expect(integrateGpus(state, 10)).toBe(0);
});

test("busy time never passes online time, over any period and whatever the rounding", () => {
  const changes = fc.array(fc.tuple(fc.double({ min: 0, max: 1e5, noNaN: true }), fc.nat(64), fc.nat(64)));
  fc.assert(
    fc.property(changes, (all) => {
      const state = noGpuTime();
      let now = 0;
      let idle = 0;
      for (const [span, busy, free] of all) {
        now += span;
        integrateGpus(state, now);
        const grown = onlineSeconds({ state, now }) - busySeconds({ state, now });
        expect(grown).toBeGreaterThanOrEqual(idle);
        idle = grown;
        Object.assign(state, { busyGpus: busy, gpusOnline: busy + free });
      }
      for (const claim of Object.values(gpuClaims)) expect(claim({ state, now })).toBe(true);
    }),
  );
});
