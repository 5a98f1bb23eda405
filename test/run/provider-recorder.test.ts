import { expect, test } from "vitest";
import { gpusOf } from "../../sim/gpus.ts";
import { ProviderRecorder } from "../../sim/run/provider-recorder.ts";
import { run } from "../../sim/run/run.ts";
import { Simulation } from "../../sim/run/simulation.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import { inlineTable } from "../../sim/schema/table.ts";
import { QUEUE } from "../experiment/jobs.ts";
import { forked } from "./forked.ts";

const rows = (provider: readonly number[], region: readonly string[]) => ({
  provider,
  region,
  kind: provider.map(() => "A100"),
  gpus: provider.map(() => 8),
  online: provider.map(() => 8),
  busy: provider.map((each) => each),
  revenueUsd: provider.map((each) => 10 * each),
});

/** Supply that says one thing at each sample. */
const supply = (instance: string, ...said: ReturnType<typeof rows>[]) => {
  let sample = 0;
  return { mechanism: { providers: () => said[sample++] }, use: { id: instance, place: "" } } as never;
};

test("rows of every sample follow one another, texts are held once", () => {
  const none = rows([], []);
  const recorder = new ProviderRecorder([
    supply("supply/one", rows([0, 1], ["US", "NO"]), rows([1, 2, 3], ["NO", "NO", "US"])),
    supply("supply/two", none, none),
  ]);
  recorder.sample(60);
  recorder.sample(120);
  const told = recorder.told().providers;
  const { names, t, region, kind, provider, busy, revenueUsd } = told;
  expect([...t]).toEqual([60, 60, 120, 120, 120]);
  expect([...provider]).toEqual([0, 1, 1, 2, 3]);
  expect([...region].map((place) => names[place])).toEqual(["US", "NO", "NO", "NO", "US"]);
  expect(new Set([...told.supply].map((place) => names[place]))).toEqual(new Set(["supply/one"]));
  expect(new Set([...kind].map((place) => names[place]))).toEqual(new Set(["A100"]));
  expect([...busy]).toEqual([0, 1, 1, 2, 3]);
  expect([...revenueUsd]).toEqual([0, 10, 10, 20, 30]);
});

test("ten thousand providers at a hundred samples are all there", () => {
  const many = rows(
    Array.from({ length: 10_000 }, (_, at) => at),
    Array(10_000).fill("US"),
  );
  const recorder = new ProviderRecorder([supply("supply/one", ...Array(100).fill(many))]);
  for (let sample = 1; sample <= 100; sample++) recorder.sample(sample);
  const { t, provider } = recorder.told().providers;
  expect(t).toHaveLength(1_000_000);
  expect([t.at(-1), provider.at(-1)]).toEqual([100, 9_999]);
});

test("cohorts' providers at the end have the GPUs that are online and run jobs, and lie in their table's regions", () => {
  const { resolved, catalogue } = forked();
  const options = { design: "base", replication: 0, seed: 3, record: { providers: true } };
  const simulation = new Simulation(resolved, catalogue, options);
  const { t, online, busy, gpus, region, names, provider } = simulation.finish().providers!;
  // In hundredths of a GPU.
  const state = simulation.states.find(({ instance }) => instance === "supply/cohorts")!.state as {
    gpusOnline: number;
    busyGpus: number;
  };
  const last = t.indexOf(t.at(-1)!);
  const total = (column: Float64Array) => column.slice(last).reduce((sum, value) => sum + value, 0);
  expect(total(online)).toBe(gpusOf(state.gpusOnline));
  expect(total(busy)).toBe(gpusOf(state.busyGpus));
  expect(new Set(gpus)).toEqual(new Set([8]));
  expect(new Set(provider.slice(last)).size).toBe(t.length - last);
  for (const place of region) expect(["US", "DE", "NO", "CN"]).toContain(names[place]);
});

test("regions that pay one price for electricity stay apart: in each the GPUs that its supply has", () => {
  const scenario = {
    title: "Twins",
    until: "5d",
    world: [
      {
        mechanism: "supply/cohorts",
        params: {
          providers: 40,
          byRegion: true,
          regions: inlineTable({
            region: ["Texas", "Ohio"],
            usd_per_kwh: [0.08, 0.08],
            gco2e_per_kwh: [400, 400],
            weight: [1, 1],
          }),
        },
      },
      { mechanism: "pricing/utilisation-indexed", params: { initial: 0.3 } },
      { mechanism: "pricing/first-come", params: {} },
      { mechanism: "demand/bootstrap-trace", params: { replicas: 2 } },
    ],
  };
  const told = run(resolve(scenario, ORRERY, { name: "twins" }), ORRERY, {
    design: "base",
    record: { providers: true },
  });
  const { t, online, region, names } = told.providers!;
  const first = [...t.keys()].filter((row) => t[row] === t[0]);
  const onlineIn = (place: string) =>
    first.filter((row) => names[region[row]!] === place).reduce((sum, row) => sum + online[row]!, 0);
  for (const place of ["Texas", "Ohio"]) {
    expect(onlineIn(place)).toBeGreaterThan(0);
    // Nobody came, went or failed before the first sample: the mean over time is what there is.
    expect(onlineIn(place), place).toBeCloseTo(told.series[`gpu.supply[${place}]`]![0]!, 9);
  }
});

test("a world whose supply tells of no providers has none", () => {
  const resolved = resolve(QUEUE, ORRERY, { name: "queue" });
  const { providers, jobs } = run(resolved, ORRERY, {
    design: "one",
    record: { providers: true, jobs: true },
  });
  expect([providers!.t, jobs!.job].map(({ length }) => length)).toEqual([0, 0]);
});
