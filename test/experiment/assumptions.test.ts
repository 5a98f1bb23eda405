import { expect, test } from "vitest";
import { decode, encode } from "../../sim/codec.ts";
import { assumptionsOf } from "../../sim/experiment/assumptions.ts";
import { catalogueOf } from "../../sim/scenario/catalogue.ts";
import { loadScenario } from "../../sim/scenario/load.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import type { ResolvedScenario } from "../../sim/scenario/scenario.ts";
import { FORKED } from "../cli/orrery.ts";

test.each(["flagship", FORKED])(
  "a scenario that is read back from its results assumes the same (%s)",
  async (name) => {
    const { scenario } = await loadScenario(name);
    const catalogue = catalogueOf(scenario);
    const resolved = resolve(scenario, catalogue);
    const readBack = decode(encode(resolved)) as ResolvedScenario;
    expect(assumptionsOf(resolved, catalogue).length).toBeGreaterThan(10);
    const repairs = assumptionsOf(resolved, catalogue).find(({ parameter }) => parameter.endsWith("› mttr"));
    expect(repairs).toMatchObject({ value: "1 d", range: "6 h to 3 d" });
    expect(assumptionsOf(readBack, catalogue)).toEqual(assumptionsOf(resolved, catalogue));
  },
);
