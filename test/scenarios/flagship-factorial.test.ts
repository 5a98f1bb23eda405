import { describe, expect, test } from "vitest";
import type { Run } from "../../sim/run/result.ts";
import { run } from "../../sim/run/run.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { loadScenario } from "../../sim/scenario/load.ts";
import { resolve } from "../../sim/scenario/resolve.ts";

const { scenario } = await loadScenario("flagship-factorial");
const DESIGNS = Object.keys(scenario.designs!).filter((name) => name !== "no token");

/** A tenth of the GPUs and of their customers: what the chain and its issuance do is the same. */
const SMALL = ["demand/bootstrap-trace.replicas=2", "supply/cohorts.providers=15"];

const ran = (design: string, until = "2y"): Run =>
  run(resolve(scenario, ORRERY, { name: "flagship-factorial", set: SMALL, until }), ORRERY, {
    design,
    replication: 0,
  });
const total = ({ series }: Run, measure: string): number =>
  series[measure]!.reduce((sum, value) => sum + value, 0);

test("every cell is there but those of a proof of work with a bonded ratio", () => {
  const cells = ["PoW", "PoS"].flatMap((chain) =>
    ["fixed", "halving", "bonded ratio"].flatMap((issuance) =>
      ["USD", "token", "burn"].map((payment) => `${chain}, ${issuance}, ${payment}`),
    ),
  );
  expect(DESIGNS.toSorted()).toEqual(cells.filter((cell) => !cell.startsWith("PoW, bonded")).sort());
});

describe("16 million tokens are emitted over the two years", () => {
  const emitted = (design: string) => total(ran(design), "emission.tokens") / 16e6;

  test("by the fixed rule exactly", () => {
    expect(emitted("PoW, fixed, USD")).toBeCloseTo(1, 9);
  });

  test("by the halving on slots, up to those that are missed: one part in a thousand", () => {
    expect(Math.abs(emitted("PoS, halving, USD") - 1)).toBeLessThan(1e-3);
  });

  test("by the halving on blocks of work, up to what hashrate runs ahead of the retarget: two parts in a hundred", () => {
    expect(Math.abs(emitted("PoW, halving, USD") - 1)).toBeLessThan(0.02);
  });

  test("by the bonded ratio, up to what luck burns and stakes: five parts in a hundred", () => {
    expect(Math.abs(emitted("PoS, bonded ratio, USD") - 1)).toBeLessThan(0.05);
  });

  test("and what customers' payments burn and mint again is none of it", () => {
    const burned = ran("PoS, fixed, burn");
    expect(total(burned, "emission.tokens") / 16e6).toBeCloseTo(1, 9);
    expect(total(burned, "burn.mintedAgain")).toBeGreaterThan(1e4);
    expect(total(burned, "ledger.minted[token]")).toBeCloseTo(
      total(burned, "emission.tokens") + total(burned, "burn.mintedAgain"),
      3,
    );
  });
});

test.each(DESIGNS)("%s keeps its claims", (design) => {
  const { summary } = ran(design, "60d");
  expect(summary["emission.usd"]).toBeGreaterThan(0);
  expect(summary["gpu.delivered"]).toBeGreaterThan(0);
});
