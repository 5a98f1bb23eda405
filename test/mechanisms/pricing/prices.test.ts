import { expect, test } from "vitest";
import { exp } from "../../../sim/math.ts";
import { inlineTable } from "../../../sim/schema/table.ts";
import { ALIKE, job, script, simulate, use } from "../supply/small-market.ts";

const HOUR = 3_600;

/** Eight GPUs, of which `busy` run from the start. */
const world = (busy: number, pricing: object) => [
  use("supply/cohorts", ALIKE),
  use("pricing/first-come"),
  use("pricing/utilisation-indexed", {
    initial: 1,
    period: 6 * HOUR,
    target: 0.65,
    sensitivity: 0.1,
    ...pricing,
  }),
  ...(busy > 0 ? [script([0, "jobSubmitted", job(1, busy, 1e7)])] : []),
];
const price = (busy: number, pricing: object = {}) =>
  simulate(world(busy, pricing), "2d").run.atEnd["gpu.usdPerGpuHour"];

test("eight periods at full use raise ln(price) by 8 k (1 − u*), at no use lower it by 8 k u*", () => {
  expect(price(8)).toBeCloseTo(exp(8 * 0.1 * 0.35), 12);
  expect(price(0)).toBeCloseTo(exp(-8 * 0.1 * 0.65), 12);
  expect(price(4)).toBeCloseTo(exp(-8 * 0.1 * 0.15), 12);
});

test("the price stays within its bounds, and stands while it is held", () => {
  expect(price(8, { maximum: 1.05 })).toBe(1.05);
  expect(price(0, { minimum: 0.9 })).toBe(0.9);
  expect(price(8, { hold: 36 * HOUR + 1 })).toBeCloseTo(exp(2 * 0.1 * 0.35), 12);
});

test("utilisation is the period's, not the moment's", () => {
  const half = [...world(0, {}), script([3 * HOUR, "jobSubmitted", job(1, 8, 3 * HOUR)])];
  expect(simulate(half, 7 * HOUR).run.atEnd["gpu.usdPerGpuHour"]).toBeCloseTo(exp(0.1 * (0.5 - 0.65)), 12);
});

test("the cloud's price is the median over clouds of each one's median offer; marketplaces apart", () => {
  const offers = inlineTable({
    provider: ["aws", "aws", "aws", "gcp", "oci", "oci", "vast", "vast", "hyperbolic", "gcp"],
    gpu: ["A", "A", "A", "A", "A", "A", "A", "A", "A", "B"],
    usd_per_gpu_hour: [1, 2, 9, 4, 5, 7, 0.2, 0.4, 0.5, 100],
  });
  const { run } = simulate([use("pricing/outside-offers", { offers, gpu: "A" })], "1d");
  expect(run.atEnd["market.cloudUsdPerGpuHour"]).toBe(4);
  expect(run.atEnd["market.marketplaceUsdPerGpuHour"]).toBeCloseTo((0.3 + 0.5) / 2, 12);
});

test("error: a price that starts outside its bounds, or bounds the wrong way round", () => {
  expect(() => price(0, { initial: 2, maximum: 1.5 })).toThrow(
    "pricing/utilisation-indexed cannot start at 2 USD/GPU h: its price stays within 0.01 and 1.5.",
  );
  expect(() => price(0, { minimum: 5, maximum: 0.5 })).toThrow("Set initial from minimum to maximum.");
});

test("error: a GPU of which the table of offers knows no cloud or no marketplace", () => {
  const offers = (provider: string) =>
    inlineTable({ provider: [provider], gpu: ["RTX3090"], usd_per_gpu_hour: [1] });
  const started = (provider: string, gpu: string) => () =>
    simulate([use("pricing/outside-offers", { offers: offers(provider), gpu })], "1d");
  expect(started("aws", "RTX3091")).toThrow(
    'pricing/outside-offers finds no offer above 0 USD of "RTX3091" by a cloud in (given in place). Did you mean "RTX3090"?',
  );
  expect(started("aws", "RTX3090")).toThrow(
    /of "RTX3090" by a marketplace \(vast, .* in \(given in place\)\. Of this GPU it has offers by: aws\.$/,
  );
});
