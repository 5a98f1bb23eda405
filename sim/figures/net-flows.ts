import type { FlowRow } from "../model/ledger/statements.ts";
import type { Run } from "../run/result.ts";

/** Base units as whole units of the asset. */
export const wholeUnits = (amount: bigint, decimals: number): number =>
  Number(amount) / Number(`1e${decimals}`);

/** Sum of the rows' amounts with the given signs, exact in base units: what a sector only passes on is 0. */
function sumOf(rows: readonly FlowRow[], signOf: (row: FlowRow) => bigint): number {
  let total = 0n;
  let decimals = 0;
  for (const row of rows) {
    total += signOf(row) * row.amount;
    decimals = row.decimals;
  }
  return wholeUnits(total, decimals);
}

const flowsOf = (run: Run, asset: string): FlowRow[] => run.flows.filter((row) => row.asset === asset);

/** What a sector took in less what it paid out of an asset over the whole run, in whole units of the asset. */
export const netFlow = (run: Run, asset: string, sector: string): number =>
  sumOf(flowsOf(run, asset), ({ from, to }) => (to === sector ? 1n : 0n) - (from === sector ? 1n : 0n));

/** What flowed from one sector to another over the whole run, in whole units of the asset. */
export const flowBetween = (run: Run, asset: string, from: string, to: string): number =>
  sumOf(flowsOf(run, asset), (row) => (row.from === from && row.to === to ? 1n : 0n));

/** Sectors that any run's flows of an asset name, in alphabetical order. */
export function sectorsOf(runs: readonly Run[], asset: string): string[] {
  const sectors = new Set<string>();
  for (const { flows } of runs) {
    for (const row of flows) {
      if (row.asset === asset) sectors.add(row.from).add(row.to);
    }
  }
  return [...sectors].sort();
}
