import { describe, expect, it } from "vitest";
import { booksOf, profitShifts, sectorProfits } from "../../sim/figures/profit-shifts.ts";
import { syntheticNetwork } from "./synthetic-runs.ts";

const network = syntheticNetwork();
const books = booksOf(network);
const { control } = network.scenario;
const providersOf = (of: typeof books, design: string) =>
  sectorProfits(of, design).find(({ sector }) => sector === "providers")!;

describe("sectorProfits", () => {
  it("are means over replications, so that USD still sum to zero", () => {
    const total = sectorProfits(books, "burn and mint").reduce((sum, { usd }) => sum + usd, 0);
    expect(total).toBeCloseTo(0, 4);
  });

  it("of a sector that a design lacks are nothing", () => {
    const miners = sectorProfits(books, control).find(({ sector }) => sector === "miners");
    expect(miners).toMatchObject({ usd: 0, tokens: 0, revaluation: 0, low: 0, high: 0 });
  });

  it("have no interval from one replication, and of antithetic ones none from one pair", () => {
    const one = booksOf(syntheticNetwork({ replications: 1 }));
    expect(providersOf(one, control).low).toBe(-Infinity);
    const pair = booksOf(syntheticNetwork({ replications: 2, antithetic: true }));
    expect(providersOf(pair, control).low).toBe(-Infinity);
  });

  it("leave out runs of which only the summary was kept", () => {
    const runs = network.runs.map((run) => (run.replication < 6 ? run : { ...run, flows: [], balances: [] }));
    const kept = booksOf({ ...network, runs });
    expect(kept.replications).toBe(6);
    const first = booksOf({ ...network, runs: network.runs.filter(({ replication }) => replication < 6) });
    expect(providersOf(kept, "bonded ratio")).toEqual(providersOf(first, "bonded ratio"));
  });
});

describe("profitShifts", () => {
  it("are the differences from the control by replication", () => {
    const [shift] = profitShifts(books, ["burn and mint"], control, ["holders"]);
    // Holders pay 700,000 USD a step of the design, of which burn and mint is the third; the control has none.
    expect(shift!.difference.count).toBe(8);
    expect(shift!.difference.verdict).toBe("lower");
    expect(shift!.difference.mean / -2.1e6).toBeCloseTo(1, 1);
  });
});
