import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { FigureInput } from "../../sim/figures/figure.ts";
import { drawings, figures } from "../../sim/figures/figures.ts";
import { pngImage } from "../../sim/figures/png.ts";
import { drawAll, svgText } from "../../sim/figures/svg.ts";
import { CONTROL_COLOR, DESIGN_COLORS } from "../../sim/figures/theme.ts";
import { DAY } from "../../sim/units.ts";
import { chainInput, queueInput } from "./generic-runs.ts";
import { expectSnapshot } from "./snapshot.ts";
import { syntheticNetwork } from "./synthetic-runs.ts";

const network = syntheticNetwork({ sample: 10 * DAY });
const drawn = drawAll(network);
/** Drawn in experiments.test.ts. */
const OF_EXPERIMENTS = new Set([
  "differences",
  "headline",
  "branch-effects",
  "frontier",
  "sweep",
  "paths",
  "sensitivity",
]);
/** Drawn in jobs.test.ts. */
const OF_JOBS = new Set(["waits", "recorded-waits", "gantt"]);
/** Drawn in token-flows.test.ts. */
const OF_TOKENS = new Set(["sources-and-sinks", "fans"]);
/** Figures whose legend tells designs apart. */
const overlaid = drawn.filter(
  ({ name }) => !["differences", "profit-and-loss", "sources-and-sinks"].includes(name),
);
const named = (name: string) => drawn.find((figure) => figure.name === name)!;

/** The same runs with one measure's values replaced. */
function withValues(
  { scenario, runs, points }: FigureInput,
  measure: string,
  at: (value: number) => number,
): FigureInput {
  const changed = runs.map((run) => ({
    ...run,
    series: { ...run.series, [measure]: run.series[measure]!.map(at) },
    summary: { ...run.summary, [measure]: at(run.summary[measure]!) },
  }));
  return { scenario, runs: changed, points };
}

describe("figures", () => {
  it.each(
    figures
      .filter(({ name }) => ![OF_EXPERIMENTS, OF_JOBS, OF_TOKENS].some((elsewhere) => elsewhere.has(name)))
      .map(({ name }) => name),
  )("%s looks as it did", (name) => {
    expectSnapshot(name, named(name).svg);
  });

  it("all have a picture that they are compared with", () => {
    for (const { name } of figures) expect(existsSync(new URL(`${name}.svg`, import.meta.url))).toBe(true);
  });

  it("overview of one queue looks as it did", () => {
    expectSnapshot("overview-of-a-queue", svgText(drawings(queueInput())[0]!.drawing));
  });

  it("overview of a chain over 132 years looks as it did", () => {
    expectSnapshot("overview-of-a-chain", svgText(drawings(chainInput())[0]!.drawing));
  });

  it("each stands in a file of its name", () => {
    for (const { name } of figures) {
      const source = readFileSync(new URL(`../../sim/figures/${name}.ts`, import.meta.url), "utf8");
      expect(source).toContain(`name: "${name}"`);
    }
  });

  it("do not depend on the order of the runs", () => {
    const reversed = { ...network, runs: network.runs.toReversed() };
    expect(drawAll(reversed).map(({ svg }) => svg)).toEqual(drawn.map(({ svg }) => svg));
  });

  it("are those that the scenario names", () => {
    const scenario = { ...network.scenario, figures: ["gpus-online", "profit-and-loss"] };
    expect(drawings({ ...network, scenario }).map(({ name }) => name)).toEqual([
      "profit-and-loss",
      "gpus-online",
    ]);
  });

  it("are left out where a measure that they need is missing or has no value", () => {
    expect(drawings(queueInput()).map(({ name }) => name)).toEqual(["overview"]);
    const blind = withValues(network, "gpu.supply", () => Number.NaN);
    expect(drawings(blind).map(({ name }) => name)).not.toContain("gpus-online");
  });

  it("keep a gap where a value is missing, and no NaN reaches the file", () => {
    const gap = withValues(network, "gpu.supply", (value) => (value > 1100 ? Number.NaN : value));
    for (const { svg } of drawAll(gap)) expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("show a single sample as a dot", () => {
    const once = syntheticNetwork({ until: 10 * DAY, warmUp: 0, sample: 10 * DAY });
    for (const { svg } of drawAll(once)) expect(svg).not.toMatch(/NaN|undefined/);
    expect(svgText(drawings(once).find(({ name }) => name === "gpus-online")!.drawing)).toContain("<circle");
  });

  it("draw no band for a single replication, and say so", () => {
    const single = drawAll(syntheticNetwork({ replications: 1, sample: 10 * DAY }));
    const online = single.find(({ name }) => name === "gpus-online")!;
    expect(online.svg).not.toContain('data-mark="area"');
    expect(online.drawing.subtitle).toContain("one replication");
    expect(online.drawing.title).toMatch(/^In one replication, /);
  });

  it("show at most twelve measures in the overview, the well-known ones first", () => {
    const { panels } = named("overview").drawing;
    expect(panels).toHaveLength(12);
    expect(panels[0]!.title).toBe("GPUs online");
  });

  it("give a design the same colour in every legend, and the control the neutral one", () => {
    for (const { drawing } of overlaid) {
      const colors = drawing.legend!.slice(0, 4).map(({ color }) => color);
      expect(colors).toEqual([CONTROL_COLOR, ...DESIGN_COLORS.slice(0, 3)]);
    }
  });

  it("draw every design in its colour", () => {
    for (const { svg } of overlaid)
      for (const color of DESIGN_COLORS.slice(0, 3)) expect(svg).toContain(`"${color}"`);
  });

  it("say under the pointer what every design has at a time", () => {
    const titles = named("gpus-online").svg.match(/<title>[^<]*<\/title>/g) ?? [];
    expect(titles.length).toBeGreaterThan(30);
    expect(titles.at(-1)).toMatch(/days\nno token: [\d,.]+ GPUs \([\d,.]+ to [\d,.]+\)\nfixed emission: /);
  });

  it("tell lines apart by dashes, in the legend too, and name in it what is drawn", () => {
    const legend = (input: FigureInput) =>
      drawings(input).find(({ name }) => name === "gpus-online")!.drawing.legend!;
    const dashes = legend(network).map(({ dash }) => dash ?? "");
    expect(new Set(dashes.slice(1)).size).toBe(dashes.length - 1);
    const without = { ...network, runs: network.runs.filter(({ design }) => design !== "bonded ratio") };
    expect(legend(without).map(({ label }) => label)).toEqual([
      "no token (control)",
      "fixed emission",
      "burn and mint",
    ]);
  });

  it("say so where an axis does not begin at 0", () => {
    const high = withValues(network, "gpu.supply", (value) => 50_000 + value);
    const svgOf = (input: FigureInput) => drawAll(input).find(({ name }) => name === "gpus-online")!.svg;
    expect(svgOf(high)).toContain("GPUs (axis not from 0)");
    expect(named("gpus-online").svg).not.toContain("axis not from 0");
  });

  it("write numbers to two decimals at most", () => {
    for (const { svg } of drawn) expect(svg.match(/<[^>]*\d\.\d{3,}[^>]*>/)).toBeNull();
  });

  it("escape what a scenario's author wrote", () => {
    const designs = [{ name: 'a < b & "c"', uses: [] }];
    const scenario = {
      ...queueInput().scenario,
      designs,
      control: designs[0]!.name,
      title: "<script>alert(1)</script>",
    };
    const runs = queueInput().runs.map((run) => ({ ...run, design: designs[0]!.name }));
    for (const { svg } of drawAll({ scenario, runs, points: [] })) {
      expect(svg).not.toContain("<script");
      expect(() => pngImage(svg)).not.toThrow();
    }
  });

  it("have words for those who cannot see them", () => {
    for (const { svg, drawing } of drawn) {
      expect(svg).toContain('role="img"');
      expect(svg).toContain(`<desc>${drawing.description}</desc>`);
      expect(svg).not.toContain("aria-label");
      expect(drawing.description).toContain("no token, fixed emission, bonded ratio, burn and mint");
    }
  });
});
