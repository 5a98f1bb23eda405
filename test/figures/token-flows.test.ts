import { describe, expect, test } from "vitest";
import { fans } from "../../sim/figures/fans.ts";
import type { FigureInput } from "../../sim/figures/figure.ts";
import { sourcesAndSinks } from "../../sim/figures/sources-and-sinks.ts";
import { svgText } from "../../sim/figures/svg.ts";
import type { Use } from "../../sim/model/mechanism.ts";
import { PRESETS } from "../../sim/presets/presets.ts";
import { inStatedWorld } from "../../sim/presets/stated-world.ts";
import { Simulation } from "../../sim/run/simulation.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import { expectSnapshot } from "./snapshot.ts";

/** More than lines of one chart are told apart. */
const MANY = 9;
const WORLD = { capitalisationUsd: 1e9, drift: 0, volatility: 0.8, usdPerDay: 20_000, growth: 0 };

function drawnOf(designs: ReadonlyMap<string, readonly Use[]>, until: string): FigureInput {
  const scenario = resolve({ title: "networks", until, sample: "10d", world: [], designs });
  const runs = scenario.designs.flatMap(({ name }) =>
    [0, 1].map((replication) =>
      new Simulation(scenario, ORRERY, { design: name, replication, seed: 10 + replication }).finish(),
    ),
  );
  return { scenario, runs, points: [] };
}

const networks = (...names: readonly string[]) =>
  new Map(
    PRESETS.filter(({ preset }) => names.length === 0 || names.includes(preset.network)).map(
      (network) => [network.preset.network, inStatedWorld(network, WORLD)] as const,
    ),
  );

describe("sources and sinks", () => {
  const input = drawnOf(networks("Filecoin", "Helium"), "400d");

  test("look as they did", () => {
    expectSnapshot("sources-and-sinks", svgText(sourcesAndSinks.plot(input)));
  });

  test("the title says who is paid, the legend what is drawn", () => {
    const { title, legend, panels } = sourcesAndSinks.plot(input);
    expect(title).toBe("Under Helium providers are paid 94 % of new tokens, and sell most");
    expect(legend!.map(({ label }) => label)).toEqual([
      "providers",
      "validators",
      "customers",
      "locked",
      "burned",
    ]);
    expect(panels.map((panel) => panel.title)).toEqual([
      "Filecoin: into circulation and out of it",
      "Filecoin: sold and bought",
      "Helium: into circulation and out of it",
      "Helium: sold and bought",
    ]);
  });

  test("there are none of a token that nobody issues", () => {
    expect(sourcesAndSinks.applies!(drawnOf(networks("Golem"), "60d"))).toBe(false);
  });
});

test("fans draw each of many designs by itself, where a scenario asks for them", () => {
  const input = drawnOf(new Map([...networks()].slice(0, MANY)), "120d");
  expectSnapshot("fans", svgText(fans.plot(input)));
  expect(fans.applies!(input)).toBe(false);
  expect(fans.applies!({ ...input, scenario: { ...input.scenario, figures: ["fans"] } })).toBe(true);
});
