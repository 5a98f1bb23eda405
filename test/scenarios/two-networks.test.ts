import { beforeAll, describe, expect, test } from "vitest";
import { collectRuns } from "../../sim/experiment/workers/experiment.ts";
import { verifyBlocks } from "../../sim/run/block-log.ts";
import type { Run } from "../../sim/run/result.ts";
import { replicationSeed, run } from "../../sim/run/run.ts";
import { Simulation } from "../../sim/run/simulation.ts";
import { catalogueOf } from "../../sim/scenario/catalogue.ts";
import { loadScenario } from "../../sim/scenario/load.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import type { Scenario } from "../../sim/scenario/scenario.ts";
import { prepared } from "../experiment/store/stored.ts";

const DESIGN = "all move";
const UNTIL = "6d";

describe("two chains, two tokens, two pools and two markets that share machines and customers", () => {
  let scenario: Scenario;
  const resolved = (given: Scenario) =>
    resolve(given, catalogueOf(given), { name: "two-networks", until: UNTIL });
  const simulationOf = (given: Scenario) =>
    new Simulation(resolved(given), catalogueOf(given), {
      design: DESIGN,
      replication: 0,
      seed: replicationSeed(1, 0),
      claims: "event",
      record: { jobs: true, providers: true },
    });
  let whole: Run;

  beforeAll(async () => {
    ({ scenario } = await loadScenario("two-networks"));
    whole = simulationOf(scenario).finish();
  });

  test("run with every claim held after every event, and measures of each place", () => {
    for (const place of ["north", "south"]) {
      expect(whole.summary[`${place}.chain.blocks`], place).toBeGreaterThan(0);
      expect(whole.summary[`${place}.token.usd`], place).toBeGreaterThan(0);
      expect(whole.summary[`${place}.gpu.usdPerGpuHour`], place).toBeGreaterThan(0);
      expect(whole.summary[`gpu.supply[${place}]`], place).toBeGreaterThan(0);
    }
    expect(whole.summary["ledger.minted[nth]"]).not.toBe(whole.summary["ledger.minted[sth]"]);
  });

  test("each has a chain of its own, jobs and providers know their place", () => {
    expect([...new Set(whole.blocks.map(({ place }) => place))]).toEqual(["north", "south"]);
    expect(verifyBlocks(whole.blocks, whole.scenarioHash)).toEqual({ ok: true });
    const { jobs, providers } = whole;
    expect(new Set([...jobs!.place].map((place) => jobs!.places[place]))).toEqual(
      new Set(["north", "south"]),
    );
    const seen = new Set([...providers!.place].map((place) => providers!.names[place]));
    expect([...seen]).toEqual(expect.arrayContaining(["north", "south"]));
  });

  test("the same in any order of the list", () => {
    const designs = Object.fromEntries(
      Object.entries(scenario.designs!).map(([name, uses]) => [name, [...uses].reverse()]),
    );
    const { digest, summary } = simulationOf({
      ...scenario,
      world: [...scenario.world].reverse(),
      designs,
    }).finish();
    expect(digest).toBe(whole.digest);
    expect(summary).toEqual(whole.summary);
  });

  test("the same when it is cut anywhere and resumed", () => {
    for (const events of [1_000, 9_000]) {
      const cut = simulationOf(scenario);
      cut.runTo({ events });
      expect(cut.fork().finish()).toEqual(whole);
    }
  });

  test("the same for any number of workers, under every branch", async () => {
    const { expect: _, ...asked } = scenario;
    const branches = { ...scenario.branches, at: "3d" } as never;
    const short = await prepared({ ...asked, branches, until: "4d", warmUp: 0 }, { replications: 1 });
    const of = async (workers: number) =>
      (await collectRuns(short, { workers })).runs.map(({ digest, summary }) => ({ digest, summary }));
    const two = await of(2);
    expect(two).toHaveLength(3 * 2);
    expect(await of(1)).toEqual(two);
  });

  test("a place by itself has the luck that it has beside the other", () => {
    const alone = {
      ...scenario,
      world: scenario.world.filter((use) => use.in === "north"),
      designs: { [DESIGN]: [{ mechanism: "supply/profit-switching", params: { places: ["north"] } }] },
      assets: { nth: { decimals: 9, in: "north" } },
    };
    const fields = ["branches", "expect", "measures"];
    const bare = Object.fromEntries(Object.entries(alone).filter(([name]) => !fields.includes(name)));
    const own = run(resolved(bare as never), catalogueOf(bare as never), { design: DESIGN });
    expect(own.series["north.chain.missedSlots"]).toEqual(whole.series["north.chain.missedSlots"]);
  });
});
