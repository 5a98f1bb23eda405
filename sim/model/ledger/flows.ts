import { LedgerError } from "../../errors.ts";
import type { Index } from "../../indexed.ts";
import { DAY } from "../../units.ts";
import { add, HI_LIMIT } from "./amount.ts";

/** One cell of the flow matrix; `cell` is its place in the period's amounts (see amount.ts). */
interface FlowCell {
  readonly asset: number;
  readonly from: number;
  readonly to: number;
  readonly kind: number;
}

interface Period {
  readonly index: number;
  amounts: Float64Array;
}

export interface FlowSnapshot {
  readonly assets: number;
  readonly period: number;
  readonly now: number;
  readonly sectors: readonly string[];
  readonly kinds: readonly string[];
  /** Four integers a cell: asset, from, to, kind. */
  readonly cells: Int32Array;
  readonly periods: readonly { readonly index: number; readonly amounts: Float64Array }[];
}

/** Seconds of a period of the books: a month of 30 days. */
export const FLOW_PERIOD = 30 * DAY;
/** Minting comes from here and burning goes here; it has no accounts. */
export const ISSUANCE = "issuance";
export const ISSUANCE_SECTOR = 0;
/** Kind of a counter-entry: the contrary of what was entered for blocks that a reorganisation has taken back. */
export const REORGANISED = "reorganised";
/** Money from outside the model: the only sector whose accounts may fall below zero. */
export const WORLD = "world";
export const WORLD_SECTOR = 1;

/**
 * The transaction-flow matrix (Godley and Lavoie, Monetary Economics, 2007): what moved of each asset from one sector
 * to another, by kind and period. A dense table addressed by (asset, from, to, kind) gives the number of a cell; each
 * period holds the amounts of the cells in use, two limbs each.
 */
export class FlowMatrix {
  readonly sectors: string[] = [];
  readonly kinds: string[] = [];
  private readonly assets: number;
  private readonly period: number;
  private readonly sectorIds = new Map<string, number>();
  private readonly kindIds = new Map<string, number>();
  private readonly cells: FlowCell[] = [];
  private sectorRoom = 16;
  private kindRoom = 16;
  /** Number of a cell + 1, 0 for a cell that is not in use. */
  private table: Int32Array;
  private readonly periods: Period[] = [];
  private current: Float64Array = new Float64Array(0);
  private time = 0;
  private index = 0;
  private start = 0;
  private end: number;

  constructor(assets: number, period: number) {
    if (!(period > 0 && period < Number.POSITIVE_INFINITY)) {
      throw new LedgerError(`The period of the ledger's flows cannot be ${period} s.`, [
        "Expected more than 0 s; 30 d are 2592000 s.",
      ]);
    }
    this.assets = assets;
    this.period = period;
    this.end = period;
    this.table = this.emptyTable();
    this.sector(ISSUANCE);
    this.sector(WORLD);
  }

  get now(): number {
    return this.time;
  }

  /** Seconds; what is recorded next belongs to the period that holds them. */
  set now(t: number) {
    if (!(t >= this.start && t < this.end)) this.enter(t);
    this.time = t;
  }

  /** The number of a sector, given at the first mention. */
  sector(name: string): number {
    const known = this.sectorIds.get(name);
    if (known !== undefined) return known;
    const id = this.sectors.push(name) - 1;
    this.sectorIds.set(name, id);
    if (id >= this.sectorRoom) {
      this.sectorRoom *= 2;
      this.rebuild();
    }
    return id;
  }

  /** The number of a sector, or undefined where nobody has named it. */
  knownSector(name: string): number | undefined {
    return this.sectorIds.get(name);
  }

  /** The number of a kind of payment, or undefined where none was recorded yet. */
  knownKind(name: string): number | undefined {
    return this.kindIds.get(name);
  }

  /** Gives a new kind its number. */
  addKind(name: string): number {
    const id = this.kinds.push(name) - 1;
    this.kindIds.set(name, id);
    if (id >= this.kindRoom) {
      this.kindRoom *= 2;
      this.rebuild();
    }
    return id;
  }

  /** Adds cell `amount` of `amounts` to what flowed in this period. */
  record(asset: number, from: number, to: number, kind: number, amounts: Float64Array, amount: number): void {
    const cell = this.table[this.address(asset, from, to, kind)]! - 1;
    if (cell < 0 || cell * 2 >= this.current.length) {
      this.recordFirst(asset, from, to, kind, amounts, amount);
      return;
    }
    add(this.current, cell, amounts, amount);
    if (this.current[cell * 2]! >= HI_LIMIT) throw tooLarge(this.kinds[kind]!);
  }

  /** Visits every cell of every period, periods in the order of their first flow. */
  forEach(visit: (cell: FlowCell, period: number, amounts: Float64Array, at: number) => void): void {
    for (const { index, amounts } of this.periods) {
      for (let at = 0; at * 2 < amounts.length && at < this.cells.length; at++) {
        visit(this.cells[at]!, index, amounts, at);
      }
    }
  }

  /** Forgets all flows; the numbers of sectors and kinds stay. */
  clear(): void {
    this.periods.length = 0;
    this.enter(this.time);
  }

  snapshot(): FlowSnapshot {
    return {
      assets: this.assets,
      period: this.period,
      now: this.time,
      sectors: [...this.sectors],
      kinds: [...this.kinds],
      cells: Int32Array.from(this.cells.flatMap(({ asset, from, to, kind }) => [asset, from, to, kind])),
      periods: this.periods.map(({ index, amounts }) => ({ index, amounts: amounts.slice() })),
    };
  }

  static restore(snapshot: FlowSnapshot): FlowMatrix {
    const flows = new FlowMatrix(snapshot.assets, snapshot.period);
    for (const name of snapshot.sectors) flows.sector(name);
    for (const name of snapshot.kinds) flows.addKind(name);
    for (let at = 0; at < snapshot.cells.length; at += 4) {
      const [asset, from, to, kind] = snapshot.cells.subarray(at, at + 4);
      flows.cells.push({ asset: asset!, from: from!, to: to!, kind: kind! });
    }
    flows.rebuild();
    flows.periods.push(
      ...snapshot.periods.map(({ index, amounts }) => ({ index, amounts: amounts.slice() })),
    );
    flows.time = snapshot.now;
    flows.enter(snapshot.now);
    return flows;
  }

  private address(asset: number, from: number, to: number, kind: number): number {
    return ((asset * this.sectorRoom + from) * this.sectorRoom + to) * this.kindRoom + kind;
  }

  private emptyTable(): Int32Array {
    return new Int32Array(this.assets * this.sectorRoom * this.sectorRoom * this.kindRoom);
  }

  private rebuild(): void {
    this.table = this.emptyTable();
    this.cells.forEach(({ asset, from, to, kind }, cell) => {
      this.table[this.address(asset, from, to, kind)] = cell + 1;
    });
  }

  private recordFirst(
    asset: number,
    from: number,
    to: number,
    kind: number,
    amounts: Float64Array,
    amount: number,
  ): void {
    const address: Index = this.address(asset, from, to, kind);
    if (this.table[address] === 0) this.table[address] = this.cells.push({ asset, from, to, kind });
    let period = this.periods.find((known) => known.index === this.index);
    if (!period) {
      period = { index: this.index, amounts: new Float64Array(0) };
      this.periods.push(period);
    }
    this.current = new Float64Array(this.cells.length * 2);
    this.current.set(period.amounts);
    period.amounts = this.current;
    add(this.current, this.table[address] - 1, amounts, amount);
  }

  private enter(t: number): void {
    if (!(t >= 0 && t < Number.POSITIVE_INFINITY)) {
      throw new LedgerError(`The ledger's time cannot be ${t} s.`, ["Expected seconds from 0 on."]);
    }
    const index = Math.floor(t / this.period);
    this.index = index;
    this.start = index * this.period;
    this.end = (index + 1) * this.period;
    this.current = this.periods.find((period) => period.index === index)?.amounts ?? new Float64Array(0);
  }
}

function tooLarge(kind: string): LedgerError {
  return new LedgerError(
    `The flow "${kind}" of one period passes 2^101 base units, which the ledger cannot add up.`,
  );
}
