import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { exactDecimal, scaledBy } from "../../sim/exact-decimal.ts";
import type { Use } from "../../sim/model/mechanism.ts";
import { type PresetFactory, partNames } from "../../sim/presets/define-preset.ts";
import { PRESETS } from "../../sim/presets/presets.ts";
import { inStatedWorld } from "../../sim/presets/stated-world.ts";
import { Simulation } from "../../sim/run/simulation.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import { lines, refusal } from "../scenario/problems.ts";

const WORLD = { capitalisationUsd: 1e9, drift: 0, volatility: 0.8, usdPerDay: 20_000, growth: 0 };

const named = (name: string): PresetFactory =>
  PRESETS.find(({ preset }) => preset.name === `preset/${name}`)!;

/** A run of these uses to the end. */
function ran(uses: readonly Use[], until: string, claims: "event" | "sample" = "sample") {
  const simulation = new Simulation(resolve({ title: "test", until, world: uses }), ORRERY, {
    design: "base",
    replication: 0,
    seed: 7,
    claims,
  });
  const run = simulation.finish();
  return { ledger: simulation.ledger, run };
}

const TOKEN = 1;

test("the list is the folder's, in order of name; a preset is called as its file", () => {
  const files = readdirSync(path.resolve(import.meta.dirname, "../../sim/presets"))
    .map((file) => file.replace(/\.ts$/, ""))
    .filter((file) => !["define-preset", "presets", "stakers", "stated-world"].includes(file))
    .sort();
  expect(PRESETS.map(({ preset }) => preset.name)).toEqual(files.map((file) => `preset/${file}`));
});

describe.each(PRESETS.map((network) => [network.preset.name, network] as const))("%s", (_, network) => {
  const { preset } = network;

  test("keeps every claim for two months in the stated world, and opens with the supply that it states", () => {
    const { ledger } = ran(inStatedWorld(network, WORLD), "60d", "event");
    expect(ledger.assets.map(({ decimals }) => decimals)).toEqual([6, preset.decimals]);
    const added = ledger.mintedUnits(TOKEN) - ledger.burnedUnits(TOKEN);
    const opening = scaledBy(exactDecimal(preset.supply)!, preset.decimals);
    expect(ledger.supplyUnits(TOKEN) - added).toBe(opening);
    if (partNames(preset).includes("contracts/burn-desk")) expect(ledger.burned(TOKEN)).toBeGreaterThan(0);
  });

  test("says from when it is, after whom, and what one event stands for", () => {
    expect(preset.asOf).toMatch(/^20\d\d-\d\d(-\d\d)?$/);
    expect(preset.sources.length).toBeGreaterThan(0);
    for (const sentence of [preset.summary, ...preset.unverified]) expect(sentence).toMatch(/^[A-Z"].*\.$/s);
    expect(preset.step).not.toBe("");
  });
});

/** What a year of 365 days mints, by each network's own numbers; of blocks found at random, from their number. */
describe("a year of", () => {
  const sum = (days: number, of: (day: number) => number): number =>
    Array.from({ length: days }, (_, day) => of(day)).reduce((total, each) => total + each, 0);

  test.each<[string, (blocks: number) => number, number]>([
    ["bitcoin", (blocks) => blocks * 3.125, 1e-12],
    ["dogecoin", (blocks) => blocks * 10_000, 1e-12],
    ["monero", (blocks) => blocks * 0.6, 1e-12],
    ["bittensor", () => 365 * 7_200 * 0.5, 1e-12],
    ["gonka", () => sum(365, (day) => 285_000 * Math.exp(-0.000475 * day)), 1e-9],
    ["io-net", () => 37_662_980.66, 1e-8],
    ["polkadot", () => 153_131.94 * 365, 1e-7],
    // 969,574.39 ETH in a year of 365.25 days at 34 million staked, and by the square root of the stake.
    ["ethereum", () => (969_574.39 / 365.25) * 365 * Math.sqrt((0.28 * 121) / 34), 0.01],
    ["theta", () => 365 * 14_400 * 86, 1e-12],
    ["golem", () => 0, 0],
    ["nosana", () => 1e7, 1e-10],
    ["aethir", () => 21e9 * (1 - Math.exp(-0.00063084 * 365)), 1e-7],
  ])("%s", (name, expected, tolerance) => {
    const { run, ledger } = ran([named(name)(), { mechanism: "supply/aggregate", params: {} }], "365d");
    const due = expected(run.summary["chain.blocks"] ?? 0);
    expect(Math.abs(ledger.minted(TOKEN) - due)).toBeLessThanOrEqual(tolerance * due);
  });
});

describe("in a scenario", () => {
  const preset = (name: string, params: object = {}, more: object = {}): Use =>
    ({ mechanism: `preset/${name}`, params, ...more }) as Use;

  test("each design counts in its network's base unit, whose name is one for all", () => {
    const resolved = resolve({
      title: "test",
      until: "1d",
      world: [],
      designs: { one: [preset("bitcoin")], two: [preset("ethereum")], three: [preset("solana")] },
    });
    expect(resolved.designs.map(({ decimals }) => decimals)).toEqual([
      { token: 8 },
      { token: 18 },
      undefined,
    ]);
  });

  test("parameters of parts are set by path, the token is the asset that is named, and a place is its parts'", () => {
    const resolved = resolve({
      title: "test",
      until: "1d",
      assets: { btc: {} },
      world: [preset("bitcoin", { "issuance/halving.interval": 1000, asset: "btc" }, { in: "north" })],
    });
    const [design] = resolved.designs;
    expect(design!.decimals).toEqual({ btc: 8 });
    expect(design!.uses.map(({ id }) => id).sort()).toEqual([
      "north:consensus/nakamoto",
      "north:issuance/genesis",
      "north:issuance/halving",
    ]);
    expect(design!.uses.find(({ as }) => as === "issuance/halving")!.params).toMatchObject({
      asset: "btc",
      interval: 1000,
      subsidy: 3.125,
    });
  });

  test("two networks stand in places of one design, each with its token", () => {
    const both = {
      title: "test",
      until: "30d",
      assets: { btc: { in: "north" }, doge: { in: "south" } },
      world: [preset("bitcoin", {}, { in: "north" }), preset("dogecoin", {}, { in: "south" })],
    };
    const simulation = new Simulation(resolve(both), ORRERY, { design: "base", replication: 0, seed: 1 });
    const { summary } = simulation.finish();
    expect(summary["ledger.supply[btc]"]).toBeGreaterThan(19_687_500);
    expect(summary["ledger.supply[doge]"]).toBeGreaterThan(154e9);
    expect(simulation.ledger.assets).toMatchObject([{ decimals: 6 }, { decimals: 8 }, { decimals: 8 }]);
  });

  test("what is wrong is said all at once, with the path that was written", () => {
    expect(
      refusal({
        assets: { token: { decimals: 9 } },
        world: [
          preset("bitcoin", { "issuance/halvin.subsidy": 1, nonsense: 2 }, { as: "mine" }),
          preset("bitcon"),
          preset("golem", [1]),
          preset("cosmos", { "issuance/bonded-ratio.inflation": -1 }, { in: "east" }),
        ],
      }),
    ).toBe(
      lines(
        "test has 9 problems.",
        "",
        "  world[0] preset/bitcoin › as",
        "    The parts of a preset keep their names. A second network stands in a place of its own: in.",
        "  world[0] preset/bitcoin",
        "    Bitcoin counts in 8 decimals, and assets › token says 9. Say 8 there, or leave the decimals out.",
        "  world[0] preset/bitcoin › issuance/halvin.subsidy",
        '    No part of Bitcoin is called "issuance/halvin". Did you mean "issuance/halving"?',
        "  world[0] preset/bitcoin › nonsense",
        '    Expected the path of a part\'s parameter, such as "issuance/halving.subsidy".',
        "  world[1] preset/bitcon",
        '    There is no preset of that name. Did you mean "preset/bitcoin"?',
        "  world[2] preset/golem",
        "    Golem counts in 18 decimals, and assets › token says 9. Say 18 there, or leave the decimals out.",
        "  world[2] preset/golem",
        "    Expected parameters of its parts by path, got a list.",
        "  world[3] preset/cosmos",
        "    Cosmos Hub counts in 6 decimals, and assets › token says 9. Say 6 there, or leave the decimals out.",
        "  world[3] preset/cosmos issuance/bonded-ratio in east › inflation",
        "    Expected at least 0 ratio, got -1.",
      ),
    );
  });

  test("networks of one design that count differently cannot share an asset", () => {
    expect(refusal({ world: [preset("bitcoin"), preset("golem", {}, { in: "south" })] })).toContain(
      "Golem counts in 18 decimals, and preset/bitcoin says 8.",
    );
  });
});

test("decimals by design are the same run as those of a preset", () => {
  const world = [named("bitcoin")()];
  const own = resolve({ title: "test", until: "10d", world });
  const written = resolve({
    title: "test",
    until: "10d",
    assets: { token: { decimals: { base: 8 } } },
    world,
  });
  expect(written.designs).toEqual(own.designs);
});
