import { describe, expect, test } from "vitest";
import { InvariantError, ScenarioError } from "../../sim/errors.ts";
import { meet } from "../../sim/model/accounts.ts";
import { REORGANISED } from "../../sim/model/ledger/flows.ts";
import { defineMechanism, type Use } from "../../sim/model/mechanism.ts";
import { Simulation } from "../../sim/run/simulation.ts";
import { catalogueOf } from "../../sim/scenario/catalogue.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import { text } from "../../sim/schema/fields.ts";
import { type Happening, scriptedEvents } from "../mechanisms/scripted-events.ts";

/*
 * A scripted network of blocks that are canonical two deep:
 *   0 ── 1 ── 2 ── 3        block 11 is found beside 1 and goes stale;
 *    \    \── 12 ── 13 ── 14   then a longer branch takes the place of 2 and 3, which were canonical.
 *     11
 */

const found = (t: number, id: number, parent: number, height: number): Happening => [
  t,
  "blockFound",
  { id, parent, height, proposer: 0 },
];
const canonical = (t: number, id: number, height: number): Happening => [
  t,
  "block",
  { height, count: 1, seconds: 600, proposer: 0, id, depth: 2 },
];

const FORK: readonly Happening[] = [
  found(10, 0, -1, 0),
  canonical(11, 0, 0),
  found(20, 1, 0, 1),
  found(21, 11, 0, 1),
  canonical(30, 1, 1),
  [31, "blockStale", { id: 11, parent: 0 }],
  found(40, 2, 1, 2),
  canonical(41, 2, 2),
  found(50, 3, 2, 3),
  canonical(51, 3, 3),
];
const REORGANISATION: readonly Happening[] = [
  found(52, 12, 1, 2),
  found(53, 13, 12, 3),
  found(54, 14, 13, 4),
  [60, "reorganised", { height: 1, removed: 2 }],
  [60, "blockStale", { id: 3, parent: 2 }],
  [60, "blockStale", { id: 2, parent: 1 }],
  canonical(60, 12, 2),
  canonical(60, 13, 3),
  canonical(61, 14, 4),
];

/** Mints 50 tokens for each canonical block, and enters the contrary for those that are taken back. */
const subsidy = (kind = REORGANISED, without?: "reorganised"): Use => {
  const { reorganised, ...deaf } = {
    block: ({ ledger, account, asset }: any) =>
      void ledger.mint(asset.paid, account.treasury, 50, "emission"),
    reorganised: ({ ledger, account, asset }: any, { removed }: { removed: number }) =>
      void ledger.burn(asset.paid, account.treasury, 50 * removed, kind),
  };
  return defineMechanism({
    name: "test/subsidy",
    summary: "Mints for blocks.",
    source: "tests",
    params: { asset: text({ default: "token", doc: "The token.", source: "tests" }) },
    accounts: { treasury: meet("treasury") },
    assets: { paid: "asset" },
    init: () => ({}),
    on: without ? deaf : { ...deaf, reorganised },
    example: () => ({ world: [] }),
  })();
};

function simulate(happenings: readonly Happening[], own: Use = subsidy()): Simulation {
  const scenario = { title: "Fork", until: "1h", world: [scriptedEvents(happenings), own] };
  const catalogue = catalogueOf(scenario);
  const options = { design: "base", replication: 0, seed: 1, claims: "event" } as const;
  return new Simulation(resolve(scenario, catalogue, { name: "fork" }), catalogue, options);
}

function factsOf(happenings: readonly Happening[], own?: Use): string {
  try {
    simulate(happenings, own).finish();
  } catch (error) {
    if (error instanceof InvariantError) return error.message;
    throw error;
  }
  return "";
}

test("a fork, a stale block and a reorganisation: the books have what the canonical chain says, and say what was taken back", () => {
  const run = simulate([...FORK, ...REORGANISATION]).finish();
  const flow = (kind: string) =>
    run.flows.filter((row) => row.kind === kind).reduce((total, { value }) => total + value, 0);
  // Seven blocks were canonical at some time, five are.
  expect(flow("emission")).toBe(350);
  expect(flow(REORGANISED)).toBe(100);
  expect(run.blocks.map(({ height, t }) => [height, t])).toEqual([
    [0, 11],
    [1, 30],
    [2, 60],
    [3, 60],
    [4, 61],
  ]);
});

test("a cut in the middle changes nothing", () => {
  const whole = simulate([...FORK, ...REORGANISATION]);
  const cut = simulate([...FORK, ...REORGANISATION]);
  cut.runTo({ time: 55 });
  expect(cut.fork().finish()).toEqual(whole.finish());
});

describe("what a tree may not do is told with both values", () => {
  const faults: readonly (readonly [string, readonly Happening[], RegExp])[] = [
    [
      "a block on one that nobody found",
      [...FORK, found(55, 20, 19, 5)],
      /Event #\d+: block 20 is on block 19, which was never found\./,
    ],
    [
      "a block at a height that is not its parent's next",
      [...FORK, found(55, 20, 3, 5)],
      /Event #\d+: block 20 is at height 5, and on its parent 3 at 4\./,
    ],
    [
      "a canonical block that is not on the canonical one before it",
      [...FORK, found(55, 20, 1, 2), found(56, 21, 20, 3), found(57, 22, 21, 4), canonical(58, 22, 4)],
      /Event #\d+: block 22 is on 21, and the canonical block before it is 3\./,
    ],
    [
      "a canonical block that becomes stale in silence",
      [...FORK, [55, "blockStale", { id: 3, parent: 2 }]],
      /Event #\d+: blockStale of block 3, which is canonical since event #\d+: nothing may follow\./,
    ],
    [
      "a reorganisation of more than it says",
      [...FORK, [60, "reorganised", { height: 0, removed: 2 }]],
      /Event #\d+: 2 blocks above 0 are taken back, and the last was 3, at event #\d+\./,
    ],
    [
      "a block that was taken back and of which nothing is said",
      [...FORK, [60, "reorganised", { height: 2, removed: 1 }]],
      /Event #\d+: block 3 is undone, and neither stale nor back at event #\d+\./,
    ],
  ];
  test.each(faults)("%s", (_, happenings, fact) => {
    expect(factsOf(happenings)).toMatch(fact);
  });

  test("a counter-entry for no reorganisation", () => {
    const own = defineMechanism({
      name: "test/undo",
      summary: "Takes back.",
      source: "tests",
      params: { asset: text({ default: "token", doc: "The token.", source: "tests" }) },
      accounts: { treasury: meet("treasury") },
      assets: { paid: "asset" },
      init: () => ({}),
      on: {
        block({ ledger, account, asset }, { height }) {
          ledger.mint(asset.paid, account.treasury, 50, "emission");
          if (height === 2) ledger.burn(asset.paid, account.treasury, 50, REORGANISED);
        },
      },
      example: () => ({ world: [] }),
    })();
    expect(factsOf(FORK, own)).toMatch(
      /counter-entries: [^.]+\.[\s\S]*Event #\d+: the ledger has 1 counter-entries more, and no block was taken back\./,
    );
  });
});

test("error: who acts on blocks and not on their undoing is refused where blocks may be taken back", () => {
  expect(() => simulate([...FORK, ...REORGANISATION], subsidy(REORGANISED, "reorganised"))).toThrow(
    ScenarioError,
  );
  expect(() => simulate([...FORK, ...REORGANISATION], subsidy(REORGANISED, "reorganised"))).toThrow(
    "test/scripted-events emits reorganised, which takes back what block has done, and this mechanism does not handle it: it would keep what has not happened. Handle both.",
  );
  expect(() => simulate(FORK, subsidy(REORGANISED, "reorganised")).finish()).not.toThrow();
});
