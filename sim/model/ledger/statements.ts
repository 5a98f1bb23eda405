import { tokens, units } from "./amount.ts";
import { type FlowMatrix, ISSUANCE_SECTOR } from "./flows.ts";

/** What the statements are drawn up from: the ledger's own columns (cells of two limbs, see amount.ts). */
export interface Books {
  readonly assets: readonly { readonly name: string; readonly decimals: number }[];
  readonly names: readonly string[];
  /** Sector by account. */
  readonly sectors: Int32Array;
  /** Cell account × assets + asset. */
  readonly balances: Float64Array;
  /** Cell sector × assets + asset. */
  readonly stocks: Float64Array;
  readonly opening: Float64Array;
  /** Cell asset. */
  readonly supply: Float64Array;
  readonly minted: Float64Array;
  readonly burned: Float64Array;
  readonly flows: FlowMatrix;
}

/** A row of the balance sheet, in base units: opening + inflows − outflows = closing. */
export interface BalanceRow {
  readonly asset: string;
  readonly decimals: number;
  readonly sector: string;
  readonly opening: bigint;
  readonly closing: bigint;
}

/** A row of the transaction-flow matrix. */
export interface FlowRow {
  /** 0, 1, …: which period since the start of the run. */
  readonly period: number;
  readonly asset: string;
  readonly decimals: number;
  /** Sectors; minting comes from `issuance`, burning goes to it. */
  readonly from: string;
  readonly to: string;
  readonly kind: string;
  /** Base units. */
  readonly amount: bigint;
  /** The same in tokens or USD. */
  readonly value: number;
}

/**
 * Rows by asset as declared, then sector by code unit. Sectors that never held or moved an asset are left out, and so
 * is issuance, which holds nothing: the closing balances of an asset add up to its supply.
 */
export function balanceRows(books: Books): BalanceRow[] {
  const { assets, flows } = books;
  const moved = new Set<number>();
  flows.forEach(({ asset, from, to }, _, amounts, at) => {
    if (units(amounts, at) === 0n) return;
    moved.add(from * assets.length + asset);
    moved.add(to * assets.length + asset);
  });
  const rows: BalanceRow[] = [];
  for (const [asset, { name, decimals }] of assets.entries()) {
    for (const sector of [...flows.sectors].sort()) {
      const id = flows.knownSector(sector)!;
      if (id === ISSUANCE_SECTOR) continue;
      const cell = id * assets.length + asset;
      const opening = units(books.opening, cell);
      const closing = units(books.stocks, cell);
      if (opening === 0n && closing === 0n && !moved.has(cell)) continue;
      rows.push({ asset: name, decimals, sector, opening, closing });
    }
  }
  return rows;
}

/** Rows by period, asset as declared, from, to and kind (by code unit). */
export function flowRows({ assets, flows }: Books): FlowRow[] {
  const rows: (FlowRow & { readonly order: number })[] = [];
  flows.forEach(({ asset, from, to, kind }, period, amounts, at) => {
    const amount = units(amounts, at);
    if (amount === 0n) return;
    const { name, decimals } = assets[asset]!;
    rows.push({
      order: asset,
      period,
      asset: name,
      decimals,
      from: flows.sectors[from]!,
      to: flows.sectors[to]!,
      kind: flows.kinds[kind]!,
      amount,
      value: tokens(amounts, at, Number(`1e${decimals}`)),
    });
  });
  rows.sort(
    (a, b) =>
      a.period - b.period ||
      a.order - b.order ||
      byCodeUnit(a.from, b.from) ||
      byCodeUnit(a.to, b.to) ||
      byCodeUnit(a.kind, b.kind),
  );
  return rows.map(({ order: _, ...row }) => row);
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
