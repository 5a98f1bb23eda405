/*
 * Above 200 lines: the operations share the accounts' typed arrays on the hottest path of a run. Amounts, the division
 * of a split, the flow matrix, the audit and the errors stand beside it in files of their own.
 */

import type { Digest } from "../digest.ts";
import { LedgerError } from "../errors.ts";
import type { Index } from "../indexed.ts";
import {
  type Amount,
  add,
  covers,
  MOST_UNITS,
  parseAmount,
  RADIX,
  subtract,
  tokens,
  units,
} from "./ledger/amount.ts";
import { apportion, newShares } from "./ledger/apportion.ts";
import { auditBooks } from "./ledger/audit.ts";
import {
  FLOW_PERIOD,
  FlowMatrix,
  type FlowSnapshot,
  ISSUANCE,
  ISSUANCE_SECTOR,
  REORGANISED,
  WORLD_SECTOR,
} from "./ledger/flows.ts";
import {
  type Attempt,
  beyondLimit,
  noAmount,
  overdraft,
  unknownName,
  unusableAssets,
  unusableWeights,
} from "./ledger/ledger-errors.ts";
import { type BalanceRow, type Books, balanceRows, type FlowRow, flowRows } from "./ledger/statements.ts";

export type { Amount } from "./ledger/amount.ts";
export type { BalanceRow, FlowRow } from "./ledger/statements.ts";

export type AssetId = Index;
export type AccountId = Index;

export interface AssetSpec {
  readonly name: string;
  /** Digits after the point: a token has 10^decimals base units; 0 to 22. */
  readonly decimals: number;
}

export interface LedgerOptions {
  /** Seconds of a period of the flow matrix; 30 days by default. */
  readonly period?: number;
  /** Is fed every operation. */
  readonly digest?: Digest;
}

/** Where places of amounts are noted; the same one again and again. */
interface Noting {
  add(place: number): unknown;
}

/** The state of a ledger as plain data. Amounts are cells of two limbs (see amount.ts). */
export interface LedgerSnapshot {
  readonly assets: readonly AssetSpec[];
  readonly names: readonly string[];
  readonly sectors: Int32Array;
  readonly balances: Float64Array;
  readonly stocks: Float64Array;
  readonly opening: Float64Array;
  readonly supply: Float64Array;
  readonly minted: Float64Array;
  readonly burned: Float64Array;
  readonly opened: boolean;
  readonly counterEntries: number;
  readonly flows: FlowSnapshot;
}

/** In the digest, the account number of issuance. */
const OUTSIDE = -1;
/** 10^22 is the last power of ten that a double holds exactly. */
const MOST_DECIMALS = 22;
const ROOM_FOR_SECTORS = 16;

/** What its chart of accounts alone may ask of a ledger: to enter one more, and what those that it has are called. */
let enterAccount: (ledger: Ledger, name: string, sector: string) => AccountId;
let chartedNames: (ledger: Ledger) => readonly string[];

/** Sectors whose tokens do not circulate. */
const HELD_BACK = ["treasury", "locked"];

/**
 * Double entry in integer base units. Every account belongs to a sector; every operation moves an exact amount from
 * one account to another (or from and to issuance) and enters it in the flow matrix by sector and kind. Amounts given
 * as numbers are tokens, rounded to the nearest base unit, half to even (see parseAmount in amount.ts).
 * Amounts given as bigint are base units. A zero amount does nothing; a negative, NaN or infinite amount, one of 2^96
 * base units and more, and an account or asset that does not exist are LedgerErrors, and nothing has moved then.
 * Accounts and assets are numbers here; their names are the chart's, which mechanisms do not see.
 */
export class Ledger {
  static {
    enterAccount = (ledger, name, sector) => ledger.#enter(name, sector);
    chartedNames = (ledger) => ledger.#charted();
  }

  readonly assets: readonly AssetSpec[];
  private readonly scales: Float64Array;
  private readonly digest: Digest | undefined;
  private flowMatrix: FlowMatrix;

  readonly #names: string[] = [];
  #hasChart = false;
  private accounts = 0;
  private sectors = new Int32Array(64);
  /** Cell account × assets + asset. */
  private balances: Float64Array;
  /** Cell sector × assets + asset: the sum of the sector's balances, kept at every operation. */
  private stocks: Float64Array;
  private opening: Float64Array;
  private supplies: Float64Array;
  private mints: Float64Array;
  private burns: Float64Array;
  private opened = false;
  /** Number of the kind REORGANISED, −1 until it is used; and entries of it. */
  private reorganised = -1;
  private counters = 0;

  private readonly parsed = new Float64Array(2);
  private readonly shares = newShares();

  /** Where amounts are noted that are read; null: nobody asks. */
  private readers: Noting | null = null;
  /** By place, sector × assets + asset: 1 where an amount of it was noted and none has moved since. Issuance stands for the supply. */
  private watched: Uint8Array;
  private moved: (place: number) => void = () => {};

  constructor(assets: readonly AssetSpec[], options: LedgerOptions = {}) {
    const unusable = unusableAssets(assets, MOST_DECIMALS);
    if (unusable) throw unusable;
    this.assets = assets.map(({ name, decimals }) => Object.freeze({ name, decimals }));
    this.scales = Float64Array.from(assets, ({ decimals }) => Number(`1e${decimals}`));
    this.digest = options.digest;
    this.flowMatrix = new FlowMatrix(assets.length, options.period ?? FLOW_PERIOD);
    this.balances = new Float64Array(this.sectors.length * assets.length * 2);
    this.stocks = new Float64Array(ROOM_FOR_SECTORS * assets.length * 2);
    this.opening = new Float64Array(ROOM_FOR_SECTORS * assets.length * 2);
    this.watched = new Uint8Array(ROOM_FOR_SECTORS * assets.length);
    this.supplies = new Float64Array(assets.length * 2);
    this.mints = new Float64Array(assets.length * 2);
    this.burns = new Float64Array(assets.length * 2);
  }

  /** Seconds; set before each event. Only the period of a flow depends on it. */
  get now(): number {
    return this.flowMatrix.now;
  }

  set now(t: number) {
    this.flowMatrix.now = t;
  }

  name(account: AccountId): string {
    return this.#names[this.checked(account)]!;
  }

  sector(account: AccountId): string {
    return this.flowMatrix.sectors[this.sectors[this.checked(account)]]!;
  }

  /** Tokens (or USD) that an account holds. */
  balance(asset: AssetId, account: AccountId): number {
    const cell = this.cell(asset, account);
    if (this.readers !== null) this.note(asset, this.sectors[account]);
    return tokens(this.balances, cell, this.scales[asset]);
  }

  /** Base units that an account holds, exact. */
  units(asset: AssetId, account: AccountId): bigint {
    const cell = this.cell(asset, account);
    if (this.readers !== null) this.note(asset, this.sectors[account]);
    return units(this.balances, cell);
  }

  /** Creates an amount on an account; returns it in tokens. */
  mint(asset: AssetId, to: AccountId, amount: Amount, kind: string): number {
    const cell = this.cell(asset, to);
    const { parsed } = this;
    if (!this.parse(asset, amount)) return this.nothing("mint", asset, undefined, to, amount, kind);
    if (
      this.supplies[asset * 2]! + parsed[0] + 1 >= RADIX &&
      this.supplyUnits(asset) + units(parsed, 0) >= MOST_UNITS
    ) {
      throw beyondLimit(
        this.attempt("mint", asset, undefined, to, amount, kind),
        "supply",
        this.supplyUnits(asset),
      );
    }
    const sector = this.sectors[to];
    this.enter(asset, OUTSIDE, to, ISSUANCE_SECTOR, sector, parsed, 0, kind);
    add(this.balances, cell, parsed, 0);
    add(this.stocks, sector * this.assets.length + asset, parsed, 0);
    add(this.supplies, asset, parsed, 0);
    add(this.mints, asset, parsed, 0);
    return tokens(parsed, 0, this.scales[asset]);
  }

  /** Destroys an amount that an account holds, be it the world's; returns it in tokens. */
  burn(asset: AssetId, from: AccountId, amount: Amount, kind: string): number {
    const cell = this.cell(asset, from);
    const { parsed } = this;
    if (!this.parse(asset, amount)) return this.nothing("burn", asset, from, undefined, amount, kind);
    if (!covers(this.balances, cell, parsed, 0)) {
      throw overdraft(this.attempt("burn", asset, from, undefined, amount, kind), this.units(asset, from));
    }
    const sector = this.sectors[from];
    this.enter(asset, from, OUTSIDE, sector, ISSUANCE_SECTOR, parsed, 0, kind);
    subtract(this.balances, cell, parsed, 0);
    subtract(this.stocks, sector * this.assets.length + asset, parsed, 0);
    subtract(this.supplies, asset, parsed, 0);
    add(this.burns, asset, parsed, 0);
    return tokens(parsed, 0, this.scales[asset]);
  }

  /**
   * Moves an amount; returns it in tokens.
   *
   * @throws LedgerError with account, balance and amount when it would overdraw
   */
  transfer(asset: AssetId, from: AccountId, to: AccountId, amount: Amount, kind: string): number {
    const cell = this.cell(asset, from);
    this.checked(to);
    const { parsed } = this;
    if (!this.parse(asset, amount)) return this.nothing("transfer", asset, from, to, amount, kind);
    if (!covers(this.balances, cell, parsed, 0) && !this.mayOwe(from, cell))
      this.refuseOverdraft("transfer", asset, from, to, amount, kind);
    this.move(asset, from, to, parsed, 0, kind);
    return tokens(parsed, 0, this.scales[asset]);
  }

  /** Moves an amount, or what there is of it; returns what moved, in tokens. */
  transferUpTo(asset: AssetId, from: AccountId, to: AccountId, amount: Amount, kind: string): number {
    const cell = this.cell(asset, from);
    this.checked(to);
    const { parsed } = this;
    if (!this.parse(asset, amount)) {
      // More than any account can hold is more than there is.
      if (amount > 0 && this.sectors[from] !== WORLD_SECTOR) return this.transferAll(asset, from, to, kind);
      return this.nothing("transferUpTo", asset, from, to, amount, kind);
    }
    if (!covers(this.balances, cell, parsed, 0)) {
      if (this.sectors[from] !== WORLD_SECTOR) return this.transferAll(asset, from, to, kind);
      if (!this.mayOwe(from, cell)) this.refuseOverdraft("transferUpTo", asset, from, to, amount, kind);
    }
    this.move(asset, from, to, parsed, 0, kind);
    return tokens(parsed, 0, this.scales[asset]);
  }

  /** Moves all that an account holds; returns it in tokens. */
  transferAll(asset: AssetId, from: AccountId, to: AccountId, kind: string): number {
    const cell = this.cell(asset, from);
    this.checked(to);
    const { balances, parsed } = this;
    parsed[0] = balances[cell * 2]!;
    parsed[1] = balances[cell * 2 + 1]!;
    if (parsed[0] < 0 || (parsed[0] === 0 && parsed[1] === 0)) return 0;
    this.move(asset, from, to, parsed, 0, kind);
    return tokens(parsed, 0, this.scales[asset]);
  }

  /**
   * Divides an amount among accounts by weight and hands out every base unit: largest remainder, ties to the lower
   * index (see apportion.ts). An account may stand in the list more than once.
   */
  split(
    asset: AssetId,
    from: AccountId,
    to: ArrayLike<AccountId>,
    weights: ArrayLike<number>,
    amount: Amount,
    kind: string,
  ): void {
    const cell = this.cell(asset, from);
    this.checkedAll(to);
    const { parsed, shares } = this;
    if (!this.parse(asset, amount)) {
      this.nothing("split", asset, from, undefined, amount, kind);
      return;
    }
    if (!covers(this.balances, cell, parsed, 0) && !this.mayOwe(from, cell))
      this.refuseOverdraft("split", asset, from, undefined, amount, kind);
    if (to.length !== weights.length || !apportion(parsed[0], parsed[1], weights, shares)) {
      throw unusableWeights(this.attempt("split", asset, from, undefined, amount, kind), to.length, weights);
    }
    this.moveShares(asset, from, to, kind);
  }

  /** Tokens that all accounts together hold: opening supply + minted − burned. */
  supply(asset: AssetId): number {
    return tokens(this.supplies, this.issuedAsset(asset), this.scales[asset]);
  }

  supplyUnits(asset: AssetId): bigint {
    return units(this.supplies, this.issuedAsset(asset));
  }

  /** Tokens minted since the books were opened. */
  minted(asset: AssetId): number {
    return tokens(this.mints, this.issuedAsset(asset), this.scales[asset]);
  }

  mintedUnits(asset: AssetId): bigint {
    return units(this.mints, this.issuedAsset(asset));
  }

  /** Tokens burned since the books were opened. */
  burned(asset: AssetId): number {
    return tokens(this.burns, this.issuedAsset(asset), this.scales[asset]);
  }

  burnedUnits(asset: AssetId): bigint {
    return units(this.burns, this.issuedAsset(asset));
  }

  /** Tokens that the accounts of a sector hold together; 0 for a sector without accounts. */
  sectorBalance(asset: AssetId, sector: string): number {
    this.checkedAsset(asset);
    const id = this.flowMatrix.knownSector(sector);
    if (this.readers !== null) this.note(asset, id ?? ISSUANCE_SECTOR);
    return id === undefined ? 0 : tokens(this.stocks, id * this.assets.length + asset, this.scales[asset]);
  }

  /** Tokens that are in existence and neither the foundation's nor locked until their time. */
  circulating(asset: AssetId): number {
    let tokens = this.supply(asset);
    for (let at = 0; at < HELD_BACK.length; at++) tokens -= this.sectorBalance(asset, HELD_BACK[at]!);
    return tokens;
  }

  /** Entries of the kind REORGANISED so far. */
  get counterEntries(): number {
    return this.counters;
  }

  /** Whether genesis has ended. */
  get booksAreOpen(): boolean {
    return this.opened;
  }

  /** From now on the place of each amount that is read is noted there; null ends this. */
  watch(places: Noting | null): void {
    this.readers = places;
  }

  /** Is told when an amount moves for the first time since it was read. */
  heed(moved: (place: number) => void): void {
    this.moved = moved;
  }

  /** Ends genesis: what stands now is the opening balance; flows, minted and burned start at zero. */
  openBooks(): void {
    if (this.opened)
      throw new LedgerError("The books of the ledger were opened before; they open once, after genesis.");
    this.opened = true;
    this.opening = this.stocks.slice();
    this.mints.fill(0);
    this.burns.fill(0);
    this.flowMatrix.clear();
  }

  /**
   * Checks in full what every operation keeps: balances add up to sectors and to the supply, supply is opening +
   * minted − burned, flows are the changes in stock, nobody but the world is below zero; to the base unit.
   *
   * @returns a sentence for each claim that is broken
   */
  audit(): readonly string[] {
    return auditBooks(this.books());
  }

  /** What each sector held when the books were opened and holds now. */
  balanceSheet(): BalanceRow[] {
    return balanceRows(this.books());
  }

  /** The transaction-flow matrix since the books were opened. */
  flows(): FlowRow[] {
    return flowRows(this.books());
  }

  snapshot(): LedgerSnapshot {
    const { assets, opened } = this;
    const { accounts } = this;
    return {
      assets: assets.map((asset) => ({ ...asset })),
      names: [...this.#names],
      sectors: this.sectors.slice(0, accounts),
      balances: this.balances.slice(0, accounts * assets.length * 2),
      stocks: this.stocks.slice(0, this.flowMatrix.sectors.length * assets.length * 2),
      opening: this.opening.slice(0, this.flowMatrix.sectors.length * assets.length * 2),
      supply: this.supplies.slice(),
      minted: this.mints.slice(),
      burned: this.burns.slice(),
      opened,
      counterEntries: this.counters,
      flows: this.flowMatrix.snapshot(),
    };
  }

  /** @param digest is fed what happens from now on; its own state is restored by its owner */
  static restore(snapshot: LedgerSnapshot, digest?: Digest): Ledger {
    const ledger = new Ledger(snapshot.assets, digest ? { digest } : {});
    ledger.flowMatrix = FlowMatrix.restore(snapshot.flows);
    snapshot.names.forEach((name, account: Index) => {
      ledger.accounts = ledger.#names.push(name);
      ledger.makeRoom(account, snapshot.sectors[account]);
    });
    ledger.makeRoom(0, snapshot.flows.sectors.length - 1);
    ledger.sectors.set(snapshot.sectors);
    ledger.balances.set(snapshot.balances);
    ledger.stocks.set(snapshot.stocks);
    ledger.opening.set(snapshot.opening);
    ledger.supplies.set(snapshot.supply);
    ledger.mints.set(snapshot.minted);
    ledger.burns.set(snapshot.burned);
    ledger.opened = snapshot.opened;
    ledger.counters = snapshot.counterEntries;
    ledger.reorganised = ledger.flowMatrix.knownKind(REORGANISED) ?? -1;
    return ledger;
  }

  /** Whoever is given a ledger with a chart cannot make another, and look names up in it. */
  #charted(): readonly string[] {
    if (this.#hasChart) throw new LedgerError("The ledger has its chart of accounts already.");
    this.#hasChart = true;
    return this.#names;
  }

  #enter(name: string, sector: string): AccountId {
    const account = this.#names.push(name) - 1;
    this.accounts++;
    // Who has read the balance of a sector that is not there yet waits for it at issuance.
    if (this.flowMatrix.knownSector(sector) === undefined)
      for (let asset = 0; asset < this.assets.length; asset++) this.tell(ISSUANCE_SECTOR, asset);
    const sectorId = this.flowMatrix.sector(sector);
    this.makeRoom(account, sectorId);
    this.sectors[account] = sectorId;
    this.digest?.text(name);
    this.digest?.text(sector);
    return account;
  }

  private move(
    asset: AssetId,
    from: AccountId,
    to: AccountId,
    amounts: Float64Array,
    amount: number,
    kind: string,
  ): void {
    const stride = this.assets.length;
    const source = this.sectors[from];
    const target = this.sectors[to];
    this.enter(asset, from, to, source, target, amounts, amount, kind);
    subtract(this.balances, from * stride + asset, amounts, amount);
    add(this.balances, to * stride + asset, amounts, amount);
    if (source === target) return;
    subtract(this.stocks, source * stride + asset, amounts, amount);
    add(this.stocks, target * stride + asset, amounts, amount);
  }

  /** Moves the shares of a split; a function of its own for the sake of its loop (see apportion.ts). */
  private moveShares(asset: AssetId, from: AccountId, to: ArrayLike<AccountId>, kind: string): void {
    const { cells } = this.shares;
    for (let index = 0; index < to.length; index++) {
      if (cells[index * 2] === 0 && cells[index * 2 + 1] === 0) continue;
      this.move(asset, from, to[index]!, cells, index, kind);
    }
  }

  /** Enters a movement in the flow matrix and the digest. */
  private enter(
    asset: AssetId,
    from: AccountId,
    to: AccountId,
    source: number,
    target: number,
    amounts: Float64Array,
    amount: number,
    kind: string,
  ): void {
    this.tell(source, asset);
    this.tell(target, asset);
    const kindId = this.flowMatrix.knownKind(kind) ?? this.addKind(kind);
    if (kindId === this.reorganised) this.counters++;
    this.flowMatrix.record(asset, source, target, kindId, amounts, amount);
    const { digest } = this;
    if (digest === undefined) return;
    digest.pair(asset, kindId);
    digest.pair(from, to);
    digest.number(amounts[amount * 2]!);
    digest.number(amounts[amount * 2 + 1]!);
  }

  private addKind(kind: string): number {
    this.digest?.text(kind);
    const id = this.flowMatrix.addKind(kind);
    if (kind === REORGANISED) this.reorganised = id;
    return id;
  }

  private parse(asset: AssetId, amount: Amount): boolean {
    const parsed = this.parsed;
    if (!parseAmount(amount, this.scales[asset], parsed)) parsed.fill(Number.NaN);
    return parsed[0] > 0 || parsed[1] > 0;
  }

  /** After an amount that did not parse to more than zero: zero moves nothing, all else is an error. */
  private nothing(...attempt: Parameters<Ledger["attempt"]>): 0 {
    if (Number.isNaN(this.parsed[0])) throw noAmount(this.attempt(...attempt));
    return 0;
  }

  /** Whether the world, far from its limit, owes an amount that it does not hold; told without a bigint. */
  private mayOwe(from: AccountId, cell: number): boolean {
    return this.sectors[from] === WORLD_SECTOR && this.balances[cell * 2]! - this.parsed[0] - 1 > -RADIX;
  }

  /** The world may owe up to 2^96 base units; anybody else nothing. */
  private refuseOverdraft(...attempt: Parameters<Ledger["attempt"]>): void {
    const [, asset, from] = attempt;
    const held = this.units(asset, from!);
    if (this.sectors[from!] !== WORLD_SECTOR) throw overdraft(this.attempt(...attempt), held);
    if (units(this.parsed, 0) - held >= MOST_UNITS)
      throw beyondLimit(this.attempt(...attempt), "debt of the world", -held);
  }

  private attempt(
    operation: string,
    asset: AssetId,
    from: AccountId | undefined,
    to: AccountId | undefined,
    amount: Amount,
    kind: string,
  ): Attempt {
    const party = (account: AccountId | undefined) =>
      account === undefined ? undefined : { name: this.name(account), sector: this.sector(account) };
    return {
      operation,
      asset: this.assets[asset]!,
      from: party(from),
      to: party(to),
      amount,
      kind,
      units: this.parsed,
    };
  }

  private cell(asset: AssetId, account: AccountId): number {
    return this.checked(account) * this.assets.length + this.checkedAsset(asset);
  }

  private checked(account: AccountId): AccountId {
    if (account >>> 0 !== account || account >= this.accounts) {
      throw new LedgerError(`There is no account number ${account}.`, [
        `Accounts are numbered 0 to ${this.accounts - 1}.`,
      ]);
    }
    return account;
  }

  /** An asset whose issuance is read. */
  private issuedAsset(asset: AssetId): AssetId {
    const checked = this.checkedAsset(asset);
    if (this.readers !== null) this.note(asset, ISSUANCE_SECTOR);
    return checked;
  }

  private tell(sector: number, asset: AssetId): void {
    const place = sector * this.assets.length + asset;
    if (this.watched[place] !== 1) return;
    this.watched[place] = 0;
    this.moved(place);
  }

  private note(asset: AssetId, sector: number): void {
    const place = sector * this.assets.length + asset;
    if (place >= this.watched.length) {
      const longer = new Uint8Array(2 * (place + 1));
      longer.set(this.watched);
      this.watched = longer;
    }
    this.watched[place] = 1;
    this.readers!.add(place);
  }

  private checkedAll(accounts: ArrayLike<AccountId>): void {
    for (let index = 0; index < accounts.length; index++) this.checked(accounts[index]!);
  }

  private checkedAsset(asset: AssetId): AssetId {
    if (asset >>> 0 !== asset || asset >= this.assets.length) {
      throw new LedgerError(`There is no asset number ${asset}.`, [
        `Assets are numbered 0 to ${this.assets.length - 1}.`,
      ]);
    }
    return asset;
  }

  private makeRoom(account: number, sector: number): void {
    const stride = this.assets.length * 2;
    if (account >= this.sectors.length) {
      this.sectors = grown(this.sectors, this.sectors.length * 2);
      this.balances = grown(this.balances, this.sectors.length * stride);
    }
    if (sector * stride >= this.stocks.length) {
      this.stocks = grown(this.stocks, sector * 2 * stride);
      this.opening = grown(this.opening, sector * 2 * stride);
    }
  }

  private books(): Books {
    const { assets, sectors, balances, stocks, opening, flowMatrix } = this;
    return {
      assets,
      names: this.#names,
      sectors,
      balances,
      stocks,
      opening,
      supply: this.supplies,
      minted: this.mints,
      burned: this.burns,
      flows: flowMatrix,
    };
  }
}

/**
 * What the accounts and assets of a ledger are called; a ledger has one. Whoever runs it opens accounts here, and looks
 * them up; mechanisms declare theirs and are given ids (accounts.ts).
 */
export class ChartOfAccounts {
  readonly #ledger: Ledger;
  readonly #names: readonly string[];
  readonly #accounts = new Map<string, AccountId>();
  readonly #assets: ReadonlyMap<string, AssetId>;

  /** @throws LedgerError where the ledger has one already */
  constructor(ledger: Ledger) {
    this.#ledger = ledger;
    this.#names = chartedNames(ledger);
    this.#assets = new Map(ledger.assets.map(({ name }, asset) => [name, asset]));
  }

  /** Opens an account, or returns the one of this name; its sector never changes. */
  open(name: string, sector: string): AccountId {
    const known = this.#find(name);
    if (known === undefined) {
      if (sector !== ISSUANCE) return enterAccount(this.#ledger, name, sector);
      throw new LedgerError(
        `Account "${name}" cannot be opened in sector "${ISSUANCE}": minting comes from there and burning goes there.`,
      );
    }
    const own = this.#ledger.sector(known);
    if (own === sector) return known;
    throw new LedgerError(
      `Account "${name}" cannot be opened in sector "${sector}": it belongs to "${own}".`,
    );
  }

  /** The account of a name. @throws LedgerError where there is none */
  account(name: string): AccountId {
    const account = this.#find(name);
    if (account === undefined) throw unknownName("account", name, this.#names);
    return account;
  }

  /** @throws LedgerError naming the known assets */
  asset(name: string): AssetId {
    const asset = this.#assets.get(name);
    if (asset === undefined) throw unknownName("asset", name, [...this.#assets.keys()]);
    return asset;
  }

  #find(name: string): AccountId | undefined {
    for (let next = this.#accounts.size; next < this.#names.length; next++)
      this.#accounts.set(this.#names[next]!, next);
    return this.#accounts.get(name);
  }
}

function grown<Column extends Int32Array | Float64Array>(column: Column, length: number): Column {
  const longer = new (column.constructor as new (length: number) => Column)(length);
  longer.set(column);
  return longer;
}
