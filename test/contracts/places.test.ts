import { describe, expect, test } from "vitest";
import { run } from "../../sim/run/run.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import { DAY } from "../../sim/units.ts";
import { mechanisms } from "./worlds.ts";

/** Long enough for the calendar to have come, short enough for every mechanism. */
const UNTIL = 1.5 * DAY;
const PLACE = "somewhere";
const TWIN = "elsewhere";

/** Those that join places stand in the world: their examples have places already. */
const placeable = mechanisms.filter(([, mechanism]) =>
  mechanism.example().world.every((use) => use.in === undefined),
);

/** Each place has a token of its own; the world's is the one that mechanisms take where they name none. */
const ASSETS = {
  token: { decimals: 9 },
  one: { decimals: 9, in: PLACE },
  two: { decimals: 9, in: TWIN },
};

describe.each(placeable)("%s", (name, mechanism) => {
  test("does in a place what it does in the world, and the same beside its twin in another", () => {
    const { world } = mechanism.example();
    const summaryOf = (uses: typeof world, ...assets: (keyof typeof ASSETS)[]) => {
      const scenario = {
        title: name,
        until: UNTIL,
        world: uses,
        assets: Object.fromEntries(assets.map((asset) => [asset, ASSETS[asset]])),
      };
      return run(resolve(scenario, ORRERY, { name: "example" }), ORRERY, { design: "base" }).summary;
    };
    const inside = (place: string) => world.map((use) => ({ ...use, in: place }));
    const here = summaryOf(world, "token");
    const there = summaryOf(inside(PLACE), "one");
    const both = summaryOf([...inside(PLACE), ...inside(TWIN)], "one", "two");
    const moved = (measure: string) =>
      measure.endsWith("[token]") ? measure.replace("[token]", "[one]") : `${PLACE}.${measure}`;
    expect(Object.keys(there).sort()).toEqual(Object.keys(here).map(moved).sort());
    // Its twin has accounts, events and signals of the same names, and makes no difference.
    expect(both).toMatchObject(there);
  });
});
