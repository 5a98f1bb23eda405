import type { Index } from "../indexed.ts";
import {
  type AccountDeclaration,
  type AssetIn,
  type EachAccount,
  type MetName,
  NOT_MET,
} from "../model/accounts.ts";
import { grown } from "../model/columns.ts";
import type { AccountId, AssetId, ChartOfAccounts } from "../model/ledger.ts";
import { allotted, declared, isMet, type LedgerAccount, metBy, sharers } from "../scenario/account-wiring.ts";
import { assetOf } from "../scenario/place-assets.ts";
import type { ResolvedScenario } from "../scenario/scenario.ts";
import { actsIn, type Placed } from "../scenario/wiring.ts";

/** Accounts by key, in the order in which they were opened, by what the ledger calls them without the key; plain data. */
export type EachSnapshot = Readonly<
  Record<string, { readonly keys: readonly (string | number)[]; readonly ids: Int32Array }>
>;
type Key = string | number;
type Params = Readonly<Record<string, unknown>>;

/** Opens the accounts of a run, and gives each part the ids of its own and of those that it meets. */
export class OpenAccounts {
  readonly #chart: ChartOfAccounts;
  readonly #placed: readonly Placed[];
  readonly #assets: ResolvedScenario["assets"];
  readonly #tables = new Map<string, EachTable>();

  constructor(chart: ChartOfAccounts, placed: readonly Placed[], assets: ResolvedScenario["assets"]) {
    this.#chart = chart;
    this.#placed = placed;
    this.#assets = assets;
  }

  /** `context.account` of a part. `params` are its parameters; what is read of them is settled. */
  accountsOf(part: Placed, params: Params): object {
    return Object.fromEntries(
      declared(part.mechanism).map(([name, account]) => [
        name,
        this.#of(part, account, `${part.use.id}.${name}`, params),
      ]),
    );
  }

  /** `context.asset` of a part. */
  assetsOf(part: Placed, params: Params): Record<string, AssetId | Readonly<Record<string, AssetId>>> {
    const id = (declared: string): AssetId =>
      this.#chart.asset(declared === "usd" ? declared : (params[declared] as string));
    const ofEach = (): Readonly<Record<string, AssetId>> =>
      Object.fromEntries(
        actsIn(part).map((place) => [place, this.#chart.asset(assetOf(this.#assets, place)!.name)]),
      );
    return Object.fromEntries(
      Object.entries<string | AssetIn>(part.mechanism.assets ?? {}).map(([name, declared]) => [
        name,
        typeof declared === "string" ? id(declared) : ofEach(),
      ]),
    );
  }

  /** What is opened as it comes. */
  snapshot(): EachSnapshot {
    return Object.fromEntries([...this.#tables].map(([name, table]) => [name, table.snapshot()]));
  }

  restore(snapshot: EachSnapshot): void {
    for (const [name, table] of this.#tables) table.restore(snapshot[name]!);
  }

  /** `own`: what the ledger calls it where it is the part's own. */
  #of(part: Placed, account: AccountDeclaration, own: string, params: Params): unknown {
    const { place } = part.use;
    const met = (name: MetName, where = place): LedgerAccount => metBy(this.#placed, name, where)!;
    switch (account.kind) {
      case "own":
        return this.#open({ name: own, sector: account.sector });
      case "ownEach":
        return this.#each({ name: own, sector: account.sector }).owned;
      case "provide":
        return this.#open(met(account.met));
      case "provideIn":
        return Object.fromEntries(actsIn(part).map((where) => [where, this.#open(met(account.met, where))]));
      case "provideEach":
        return this.#each(met(account.met)).owned;
      case "meet":
        return isMet(account.where, params) ? this.#open(met(account.met)) : NOT_MET;
      case "meetIn":
        return Object.fromEntries(actsIn(part).map((where) => [where, this.#open(met(account.met, where))]));
      case "meetEach":
        return this.#each(met(account.met)).met;
      case "meetShares": {
        const names = new Set(sharers(params, account.param));
        return Object.fromEntries(
          Object.entries(account.accounts).map(([name, each]) => [
            name,
            names.has(name) ? this.#open(met(each)) : NOT_MET,
          ]),
        );
      }
      case "allot":
        return Object.fromEntries(
          Object.keys(params[account.param] as object).map((name) => [
            name,
            this.#open(allotted(this.#placed, name, place) ?? { name: `${own}[${name}]`, sector: name }),
          ]),
        );
    }
  }

  #open({ name, sector }: LedgerAccount): AccountId {
    return this.#chart.open(name, sector);
  }

  #each(account: LedgerAccount): EachTable {
    const known = this.#tables.get(account.name);
    if (known) return known;
    const table = new EachTable(this.#chart, account);
    this.#tables.set(account.name, table);
    return table;
  }
}

/** Accounts by key: its owner opens one by asking for it, others find it. */
class EachTable {
  readonly owned: EachAccount & { ids: Int32Array; count: number };
  readonly met: (key: Key) => AccountId;
  readonly #known = new Map<Key, AccountId>();

  constructor(chart: ChartOfAccounts, { name, sector }: LedgerAccount) {
    const known = this.#known;
    const open = (key: Key): AccountId => {
      const account = chart.open(`${name}[${key}]`, sector);
      known.set(key, account);
      owned.ids = grown(owned.ids, owned.count + 1);
      owned.ids[owned.count++] = account;
      return account;
    };
    const owned = Object.assign((key: Key) => known.get(key) ?? open(key), {
      ids: new Int32Array(16),
      count: 0,
      indexOf: (account: AccountId) => owned.ids.subarray(0, owned.count).indexOf(account),
    });
    this.owned = owned;
    this.met = (key) => known.get(key) ?? chart.account(`${name}[${key}]`);
  }

  snapshot(): EachSnapshot[string] {
    return { keys: [...this.#known.keys()], ids: this.owned.ids.slice(0, this.owned.count) };
  }

  restore({ keys, ids }: EachSnapshot[string]): void {
    keys.forEach((key, at: Index) => {
      this.#known.set(key, ids[at]);
    });
    this.owned.ids = ids.slice();
    this.owned.count = ids.length;
  }
}
