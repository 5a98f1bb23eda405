import { describe, expect, test } from "vitest";
import { catalogueOf } from "../../sim/scenario/catalogue.ts";
import { type ResolveOptions, resolve } from "../../sim/scenario/resolve.ts";
import type { Scenario } from "../../sim/scenario/scenario.ts";
import { parseSettings } from "../../sim/scenario/settings.ts";
import { lines, refusal } from "./problems.ts";

const genesis = (as?: string) => ({ mechanism: "issuance/genesis", params: {}, ...(as ? { as } : {}) });
/** Names that look like paths, settings and one another. */
const HOSTILE = ["a", "a].b", "a.b=c", "fixed emission", "[a]", "x=1", "ß 漢字", 'say "no"', "$(x)"];
const designs = new Map(HOSTILE.map((name) => [name, [genesis()]]));

/** The supply of each design's genesis. */
function supplies(scenario: Partial<Scenario>, options: ResolveOptions): Record<string, unknown> {
  const whole: Scenario = { title: "set", until: "1d", world: [], ...scenario };
  const { designs } = resolve(whole, catalogueOf(whole), options);
  return Object.fromEntries(designs.map(({ name, uses }) => [name, uses[0]!.params["supply"]]));
}

describe("a setting of one design", () => {
  test.each(HOSTILE)("named %s reaches that design alone", (name) => {
    const found = supplies({ designs }, { set: [`[${name}].issuance/genesis.supply=7`] });
    for (const [design, supply] of Object.entries(found))
      expect(supply).toBe(design === name ? 7 : 1_000_000_000);
  });

  test("reaches what the world puts into it, and several reach one each", () => {
    const set = ["[a].issuance/genesis.supply=1", "[b].issuance/genesis.supply=2"];
    expect(supplies({ world: [genesis()], designs: { a: [], b: [], c: [] } }, { set })).toEqual({
      a: 1,
      b: 2,
      c: 1_000_000_000,
    });
  });

  test("keeps a value with brackets, dots and equals signs to the letter", () => {
    const { settings } = parseSettings(["[a].b/c.d=[a].x=[1]", "[a].btc:b/c.d=[1,2]"], ["a"]);
    expect(settings).toMatchObject([
      { design: "a", target: "b/c", param: "d", value: "[a].x=[1]" },
      { design: "a", target: "btc:b/c", param: "d", value: [1, 2] },
    ]);
  });

  test("without a design is of all, also of an instance in brackets", () => {
    const set = ["[own].supply=3"];
    expect(supplies({ designs: { a: [genesis("[own]")], b: [genesis("[own]")] } }, { set })).toEqual({
      a: 3,
      b: 3,
    });
  });

  test("is no other scenario than one that was written so", () => {
    const written = { a: [{ mechanism: "issuance/genesis", params: { supply: 5 } }], b: [genesis()] };
    const set = ["[a].issuance/genesis.supply=5"];
    expect(supplies({ designs: { a: [genesis()], b: [genesis()] } }, { set })).toEqual(
      supplies({ designs: written }, {}),
    );
  });
});

test("error: a design that is not there, an instance that it does not have, one that is not run, twice the same", () => {
  const set = [
    "[hlving].issuance/genesis.supply=1",
    "[fixed].issuance/halving.interval=2",
    "[fixed].issuance/genesis.supply=3",
    "issuance/genesis.supply=4",
    "[halving].issuance/genesis",
    "[halving].issuance/genesis.suply=1",
  ];
  const two = { halving: [genesis()], fixed: [genesis()] };
  expect(refusal({ world: [], designs: two }, { designs: ["other"] })).toContain(
    'There is no design "other". There are: "halving", "fixed".',
  );
  expect(refusal({ world: [], designs: two }, { set, designs: ["halving"] })).toBe(
    lines(
      "test has 6 problems.",
      "",
      "  --set [hlving].issuance/genesis.supply=1",
      '    There is no design "hlving". Did you mean "halving"?',
      "  --set [halving].issuance/genesis",
      "    Expected family/kind.parameter=value, such as issuance/halving.interval=4320. Of one design alone it is [design].family/kind.parameter=value.",
      '  designs["halving"][0] issuance/genesis › suply',
      '    There is no such parameter. Did you mean "supply"?',
      "  --set [fixed].issuance/halving.interval=2",
      '    No mechanism or instance in "fixed" is called "issuance/halving".',
      "  --set [fixed].issuance/genesis.supply=3",
      '    --design leaves out "fixed": the setting would change nothing.',
      "  --set issuance/genesis.supply",
      "    issuance/genesis.supply stands here twice. Keep one of them.",
    ),
  );
});
