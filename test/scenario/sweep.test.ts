import { describe, expect, test } from "vitest";
import { sweepPoints } from "../../sim/experiment/points.ts";
import { run } from "../../sim/run/run.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { resolve, scenarioHash } from "../../sim/scenario/resolve.ts";
import type { Sweep } from "../../sim/scenario/scenario.ts";
import { vary } from "../../sim/scenario/vary.ts";
import { chain, lines, refusal } from "./problems.ts";

const queue = [
  { mechanism: "demand/poisson", params: {} },
  { mechanism: "supply/servers", params: {} },
];
const scenario = { title: "test", until: 200, world: queue };
const sweepOf = (sweep: Sweep, more: object = {}) =>
  resolve({ ...scenario, ...more, sweep }, ORRERY, { name: "test" }).sweep!;

describe("a sweep", () => {
  test("of a grid has the product of its lists as points", () => {
    expect(
      sweepOf({ grid: { "demand/poisson.arrivalRate": [0.5, 0.8], "supply/servers.servers": [1, 2, 3] } }),
    ).toEqual({
      kind: "grid",
      parameters: [
        { path: "demand/poisson.arrivalRate", values: [0.5, 0.8], range: [], whole: false },
        { path: "supply/servers.servers", values: [1, 2, 3], range: [], whole: false },
      ],
      points: 6,
    });
  });

  test("of a list may leave a parameter as it is at a point", () => {
    const list = [{ "supply/servers.servers": 2 }, { "demand/poisson.meanService": "2s" }, {}];
    const { parameters, points } = sweepOf({ list });
    expect(points).toBe(3);
    expect(parameters.map(({ path, values }) => [path, values])).toEqual([
      ["demand/poisson.meanService", [null, "2s", null]],
      ["supply/servers.servers", [2, null, null]],
    ]);
  });

  test("of sampled ranges knows which parameters are whole numbers", () => {
    const ranges = { "demand/poisson.arrivalRate": [0.1, 0.9], "supply/servers.servers": [1, 16] } as const;
    const { kind, parameters, points } = sweepOf({ sobol: { points: 8, ranges } });
    expect([kind, points]).toEqual(["sobol", 8]);
    expect(parameters.map(({ range, whole }) => [range, whole])).toEqual([
      [[0.1, 0.9], false],
      [[1, 16], true],
    ]);
  });

  test("of all assumed parameters takes their ranges, but for those that are named or set", () => {
    const world = [
      { mechanism: "demand/poisson", params: { meanService: 0.7 } },
      { mechanism: "supply/servers", params: {} },
    ];
    const ranges = { "supply/servers.servers": [1, 4] } as const;
    const { parameters } = sweepOf({ latinHypercube: { points: 4, ranges, assumed: true } }, { world });
    expect(parameters.map(({ path, range }) => [path, range])).toEqual([
      ["supply/servers.servers", [1, 4]],
      ["demand/poisson.arrivalRate", [0.1, 0.9]],
    ]);
  });

  test("of all assumed parameters leaves those as they are that it excepts", () => {
    const world = [
      { mechanism: "demand/poisson", params: {} },
      { mechanism: "supply/servers", params: {} },
    ];
    const sampled = (except: string[]) =>
      sweepOf({ latinHypercube: { points: 4, assumed: true, except } }, { world }).parameters.map(
        ({ path }) => path,
      );
    expect(sampled(["demand/poisson.meanService"])).toEqual([
      "demand/poisson.arrivalRate",
      "supply/servers.servers",
    ]);
    expect(() => sampled(["demand/poisson.meanServic"])).toThrow(
      'demand/poisson.meanServic is no assumed parameter with a range. Did you mean "demand/poisson.meanService"?',
    );
  });

  test("is validated against all designs, whichever of them are run", () => {
    const designs = {
      one: [{ mechanism: "consensus/nakamoto", params: {} }],
      other: [{ mechanism: "consensus/slot-pos", params: {} }],
    };
    const sweep = { grid: { "consensus/slot-pos.slotsPerBlock": [6, 12] } };
    const resolved = resolve({ title: "test", until: 200, world: [], designs, sweep }, ORRERY, {
      designs: ["one"],
    });
    expect(resolved.sweep!.points).toBe(2);
    expect(vary(resolved, ORRERY, { "consensus/slot-pos.slotsPerBlock": 6 })).toBe(resolved);
  });

  test("the run of a point is the run that --set gives", () => {
    const sweep = {
      grid: { "demand/poisson.arrivalRate": [0.5, 0.7], "demand/poisson.meanService": ["1s", "800"] },
    };
    const resolved = resolve({ ...scenario, sweep }, ORRERY, { name: "test" });
    for (const { settings } of sweepPoints(resolved)) {
      const set = Object.entries(settings).map(([path, value]) => `${path}=${value}`);
      const varied = vary(resolved, ORRERY, settings);
      const alone = resolve({ ...scenario, sweep }, ORRERY, { name: "test", set });
      expect(scenarioHash(varied)).toBe(scenarioHash(alone));
      const digest = run(varied, ORRERY, { design: "base" }).digest;
      expect(digest).toBe(run(alone, ORRERY, { design: "base" }).digest);
    }
    expect(resolved.designs[0]!.uses[0]!.params["arrivalRate"]).toBe(0.8);
  });
});

test.each<[object, string, string]>([
  [
    { grid: { "demand/poisson.arivalRate": [1] } },
    "sweep › grid › demand/poisson.arivalRate",
    'demand/poisson has no such parameter. Did you mean "arrivalRate"?',
  ],
  [
    { zip: { "demand/poison.arrivalRate": [1, 2] } },
    "sweep › zip › demand/poison.arrivalRate",
    'No mechanism or instance here is called "demand/poison". Did you mean "demand/poisson"?',
  ],
  [
    { grid: { arrivalRate: [1] } },
    "sweep › grid › arrivalRate",
    "Expected family/kind.parameter, such as issuance/halving.interval.",
  ],
  [{ grid: {} }, "sweep › grid", "There is nothing to sweep. Name a parameter with its values."],
  [
    { grid: { "supply/servers.servers": [] } },
    "sweep › grid › supply/servers.servers",
    "Expected a list of at least one value.",
  ],
  [
    { grid: { "supply/servers.servers": 2 } },
    "sweep › grid › supply/servers.servers",
    "Expected a list of at least one value.",
  ],
  [
    { zip: { "supply/servers.servers": [1, null] } },
    "sweep › zip › supply/servers.servers",
    "Expected a value, got null.",
  ],
  [
    { zip: { "supply/servers.servers": [1, 2], "demand/poisson.arrivalRate": [0.1, 0.2, 0.3] } },
    "sweep › zip",
    "The lists of a zip have the same length; these have 2, 3 values. A grid crosses lists of any length.",
  ],
  [{ list: [] }, "sweep › list", 'Expected a list of at least one point, such as [{ "a/b.c": 1 }].'],
  [{ list: [{}, {}] }, "sweep › list", "No point of the list sets a parameter."],
  [
    { list: [{ "supply/servers.servers": 0 }, {}] },
    "sweep › list › supply/servers.servers",
    "Expected at least 1, got 0.",
  ],
  [
    { sobol: { points: 0, ranges: { "demand/poisson.arrivalRate": [0.1, 1] } } },
    "sweep › sobol › points",
    "Expected a whole number of at least 1, got 0.",
  ],
  [{ sobol: { points: 4 } }, "sweep › sobol › ranges", "There is no range to sample."],
  [
    { latinHypercube: { points: 4, ranges: { "demand/poisson.arrivalRate": [1, 0.1] } } },
    "sweep › latinHypercube › ranges › demand/poisson.arrivalRate",
    "Expected [low, high] with low below high.",
  ],
  [
    { latinHypercube: { points: 4, ranges: { "supply/servers.servers": [0.5, 4] } } },
    "sweep › latinHypercube › ranges › supply/servers.servers",
    "Expected a whole number, got 0.5.",
  ],
  [
    { latinHypercube: [4] },
    "sweep › latinHypercube › points",
    "Expected a whole number of at least 1, got undefined.",
  ],
  [
    { random: {} },
    "sweep",
    'Expected one of grid, zip, list, latinHypercube, sobol, such as { grid: { "a/b.c": [1, 2] } }.',
  ],
  [
    { grid: { "supply/servers.servers": [1] }, zip: {} },
    "sweep",
    'Expected one of grid, zip, list, latinHypercube, sobol, such as { grid: { "a/b.c": [1, 2] } }.',
  ],
  [
    {
      grid: {
        "demand/poisson.arrivalRate": Array.from({ length: 1_001 }, (_, at) => (at + 1) / 2_000),
        "supply/servers.servers": Array.from({ length: 1_000 }, (_, at) => at + 1),
      },
    },
    "sweep › grid",
    "1001000 points; at most 1000000 are run.",
  ],
])("error: a sweep of %j", (sweep, path, message) => {
  const told = refusal({ world: queue, until: 200, sweep });
  expect(told).toContain(lines(`  ${path}`, `    ${message}`));
});

test("error: all that is wrong with a sweep is told at once, each value once", () => {
  const grid = { "consensus/nakamoto.blockTime": [600, 0, -1, 0, "soon"], "consensus/nakamoto.asset": [3] };
  expect(refusal({ world: [chain({})], sweep: { grid } })).toBe(
    lines(
      "test has 4 problems.",
      "",
      "  sweep › grid › consensus/nakamoto.blockTime",
      "    Expected at least 0.1 s, got 0.",
      "  sweep › grid › consensus/nakamoto.blockTime",
      "    Expected at least 0.1 s, got -1.",
      "  sweep › grid › consensus/nakamoto.blockTime",
      '    Expected a duration in seconds, or text such as "10m", "6h", "30d", "2y", got "soon".',
      "  sweep › grid › consensus/nakamoto.asset",
      "    Expected text, got 3.",
    ),
  );
});
