import { expect, test } from "vitest";
import { run } from "../../sim/run/run.ts";
import { catalogueOf } from "../../sim/scenario/catalogue.ts";
import { listScenarios, loadScenario } from "../../sim/scenario/load.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import { HOUR, MINUTE } from "../../sim/units.ts";

/** A day and a part of one; of millions of requests, minutes. */
const until = (name: string): number => (name === "azure-inference" ? 10 * MINUTE : 37 * HOUR);

test.each(listScenarios())(
  "%s: no summary of its first days depends on the period of the series",
  async (name) => {
    const { scenario } = await loadScenario(name);
    const catalogue = catalogueOf(scenario);
    const end = until(name);
    for (const { name: design } of resolve(scenario, catalogue, { name, until: end }).designs) {
      const [first, ...others] = [end / 37, (end * 7) / 37, end].map(
        (sample) =>
          run(resolve(scenario, catalogue, { name, until: end, sample }), catalogue, { design }).summary,
      );
      for (const other of others) expect(other, design).toEqual(first);
    }
  },
);
