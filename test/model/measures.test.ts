import { describe, expect, test } from "vitest";
import { measuresOf } from "../../sim/model/measures.ts";
import { defineMechanism } from "../../sim/model/mechanism.ts";
import { run } from "../../sim/run/run.ts";
import { catalogueOf } from "../../sim/scenario/catalogue.ts";
import { measuresOfDesign } from "../../sim/scenario/measures-of-design.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import { table } from "../../sim/schema/fields.ts";
import { inlineTable, numberColumn, textColumn } from "../../sim/schema/table.ts";

/** Counts GPUs, in all and by region. */
const counted = defineMechanism({
  name: "test/counted",
  summary: "Counts GPUs by region.",
  source: "tests",
  params: {
    regions: table(
      { region: { type: "text" }, gpus: { type: "number" } },
      {
        default: inlineTable({ region: ["US", "DE"], gpus: [3, 4] }),
        doc: "GPUs by region.",
        source: "tests",
      },
    ),
  },
  init: () => ({}),
  on: {},
  metrics: { "gpu.supply": { value: () => 7 } },
  metricsOfEach: {
    "gpu.supply[region]": {
      keys: ({ regions }) => textColumn(regions, "region"),
      metric: (at) => ({
        value: ({ params }) => numberColumn(params.regions, "gpus")[at]!,
      }),
    },
  },
  example: () => ({ world: [] }),
});

const names = (regions: readonly string[], instance = "test/counted") =>
  measuresOf(
    counted.mechanism,
    { regions: inlineTable({ region: regions, gpus: regions.map(() => 1) }) },
    { as: instance, place: "" },
  ).map(({ name }) => name);

describe("measures by key", () => {
  test("are recorded under the keys that parameters name, and known before the run", () => {
    const scenario = { title: "test", until: 10, world: [counted(), counted({}, { as: "second" })] };
    const catalogue = catalogueOf(scenario);
    const resolved = resolve(scenario, catalogue);
    const { atEnd } = run(resolved, catalogue, { design: "base" });
    expect(atEnd).toMatchObject({
      "gpu.supply": 7,
      "gpu.supply[US]": 3,
      "gpu.supply[DE]": 4,
      "gpu.supply[second]": 7,
      "gpu.supply[US, second]": 3,
      "gpu.supply[DE, second]": 4,
    });
    expect(measuresOfDesign(resolved.assets, catalogue, resolved.designs[0]!)).toEqual(
      expect.arrayContaining(["gpu.supply[US]", "gpu.supply[DE, second]"]),
    );
  });

  test("of no key are none", () => {
    expect(names([])).toEqual(["gpu.supply"]);
  });

  test("keep their names readable: brackets in a key become parentheses", () => {
    expect(names(["US [east]"])).toEqual(["gpu.supply", "gpu.supply[US (east)]"]);
  });

  test("may not meet under one name", () => {
    expect(() => names(["US", "DE", "US"])).toThrow(
      'test/counted would record two measures by the name of "US".',
    );
  });
});
