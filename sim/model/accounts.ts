import type { AccountId, AssetId } from "./ledger.ts";

/** An account at which mechanisms of several families meet. */
interface MetAccount {
  /** What the ledger calls it, within its place. */
  readonly name: string;
  readonly sector: string;
  /** `run`: the run opens it for whoever meets it; else the one mechanism of its scope that provides it, in words. */
  readonly owner: "run" | { readonly provider: string };
  /** `world`: one in a design; `place`: each chain, market or token has its own. */
  readonly scope: "world" | "place";
  readonly doc: string;
  /** Says what becomes of its owner where nobody pays in or out. */
  readonly unmet?: string;
}

const SUPPLY = "a supply of GPUs, such as supply/cohorts or supply/fleet";

/** The accounts that are met. All others are a mechanism's own. */
export const ACCOUNTS = {
  world: {
    name: "world",
    sector: "world",
    owner: "run",
    scope: "world",
    doc: "Fiat, electricity, hardware makers: may be negative.",
  },
  treasury: {
    name: "treasury",
    sector: "treasury",
    owner: "run",
    scope: "place",
    doc: "The foundation's.",
  },
  holders: {
    name: "holders",
    sector: "holders",
    owner: "run",
    scope: "place",
    doc: "Passive holders.",
  },
  customers: {
    name: "customers",
    sector: "customers",
    owner: "run",
    scope: "place",
    doc: "Customers of GPU time: what they pay comes from the world, and what they get back goes there.",
  },
  users: {
    name: "users",
    sector: "users",
    owner: { provider: "a market of fees, such as fees/eip1559" },
    scope: "place",
    doc: "Users of the chain, who pay its fees.",
  },
  pool: {
    name: "pool",
    sector: "pool",
    owner: { provider: "a pool, such as defi/constant-product" },
    scope: "place",
    doc: "Reserves that a token is traded against.",
  },
  burnDesk: {
    name: "burn/desk",
    sector: "customers",
    owner: { provider: "a desk that burns, such as contracts/burn-desk" },
    scope: "place",
    doc: "Customers' USD that buy tokens to burn.",
    unmet: "nothing is bought or burned",
  },
  providers: {
    name: "provider",
    sector: "providers",
    owner: { provider: SUPPLY },
    scope: "place",
    doc: "Each provider of GPUs, by its name.",
  },
  providerRewards: {
    name: "rewards/providers",
    sector: "providers",
    owner: { provider: SUPPLY },
    scope: "place",
    doc: "Emission to providers, until it is split by verified GPU-hours.",
  },
  providerRevenue: {
    name: "revenue/providers",
    sector: "providers",
    owner: { provider: SUPPLY },
    scope: "place",
    doc: "Customers' payments to providers, USD or tokens, until they are split by what each has earned.",
    unmet: "providers earn nothing from customers",
  },
  security: {
    name: "rewards/security",
    sector: "validators",
    owner: { provider: "a consensus, such as consensus/nakamoto or consensus/slot-pos" },
    scope: "place",
    doc: "Emission and tips to those who secure the chain: miners or validators, as its consensus says.",
  },
} as const satisfies Readonly<Record<string, MetAccount>>;

export type MetName = keyof typeof ACCOUNTS;
export const metAccount = (met: MetName): MetAccount => ACCOUNTS[met];

export interface Own {
  readonly kind: "own";
  readonly sector: string;
}
export interface OwnEach {
  readonly kind: "ownEach";
  readonly sector: string;
}
export interface Meet {
  readonly kind: "meet";
  readonly met: MetName;
  readonly where: Readonly<Record<string, string>>;
}
export interface MeetIn {
  readonly kind: "meetIn";
  readonly met: MetName;
}
export interface MeetEach {
  readonly kind: "meetEach";
  readonly met: MetName;
}
export interface Provide {
  readonly kind: "provide";
  readonly met: MetName;
  readonly sector: string;
}
export interface ProvideIn {
  readonly kind: "provideIn";
  readonly met: MetName;
}
export interface ProvideEach {
  readonly kind: "provideEach";
  readonly met: MetName;
}
export interface MeetShares<N extends string> {
  readonly kind: "meetShares";
  readonly param: string;
  readonly accounts: Readonly<Record<N, MetName>>;
}
export interface Allot {
  readonly kind: "allot";
  readonly param: string;
}
export type AccountDeclaration =
  | Own
  | OwnEach
  | Meet
  | MeetIn
  | MeetEach
  | Provide
  | ProvideIn
  | ProvideEach
  | MeetShares<string>
  | Allot;

/** An account of its own, in a sector of the ledger. */
export const own = (sector: string): Own => ({ kind: "own", sector });

/** One of its own for each machine, customer, …: opened when it is first asked for by its key. */
export const ownEach = (sector: string): OwnEach => ({ kind: "ownEach", sector });

/** An account that the run or another mechanism owns. `where`: only with these values of choices; without them nobody has to provide it. */
export const meet = (met: MetName, where: Readonly<Record<string, string>> = {}): Meet => ({
  kind: "meet",
  met,
  where,
});

/**
 * The same of a mechanism that joins places, by place: `context.account.pool[place]` for each that its parameter `places`
 * lists, or its own where it lists none.
 */
export const meetIn = (met: MetName): MeetIn => ({ kind: "meetIn", met });

/** Accounts by key that another mechanism provides: asked for on `opened` or later, when they are there. */
export const meetEach = (met: MetName): MeetEach => ({ kind: "meetEach", met });

/** An account that others meet, and that this mechanism owns: a place has one that does. `sector`: where it is not the vocabulary's. */
export const provide = (met: MetName, sector: string = ACCOUNTS[met].sector): Provide => ({
  kind: "provide",
  met,
  sector,
});

/**
 * The same of a mechanism that joins places, by place: it owns the account of each that its parameter `places` lists,
 * or of its own place where it lists none.
 */
export const provideIn = (met: MetName): ProvideIn => ({ kind: "provideIn", met });

/** The same for each of somebody, by key. */
export const provideEach = (met: MetName): ProvideEach => ({ kind: "provideEach", met });

/** What a parameter of weights divides an amount among, by the names that it may use; it meets those that have a share. */
export const meetShares = <const N extends string>(
  param: string,
  accounts: Readonly<Record<N, MetName>>,
): MeetShares<N> => ({ kind: "meetShares", param, accounts });

/**
 * An account for each name of a parameter of weights: that of the vocabulary where the run or somebody here owns one of
 * this name, else one of its own, with the name as its sector.
 */
export const allot = (param: string): Allot => ({ kind: "allot", param });

/** Accounts by key, numbered in the order in which they were opened. */
export interface EachAccount {
  /** The account of a key. Its owner opens it by asking; @throws LedgerError where others ask for one that is not there. */
  (key: string | number): AccountId;
  /** All accounts, in order; longer than there are. Read it anew after one was opened. */
  readonly ids: Int32Array;
  readonly count: number;
  /** Which of them an account is; -1 where it is none. */
  indexOf(account: AccountId): number;
}

/** What an account has for an id where the parameters say that it is not met: no ledger has it. */
export const NOT_MET: AccountId = -1;

type AccountOf<D> = D extends { readonly kind: "own" | "meet" | "provide" }
  ? AccountId
  : D extends { readonly kind: "ownEach" | "meetEach" | "provideEach" }
    ? EachAccount
    : D extends MeetShares<infer N>
      ? Readonly<Record<N, AccountId>>
      : Readonly<Record<string, AccountId>>;

export type Accounts = { readonly [name: string]: AccountDeclaration };
/** The accounts of a mechanism by the names that it gives them, as its handlers see them: `context.account`. */
export type AccountsOf<A> = { readonly [K in keyof A]: AccountOf<A[K]> };

export interface AssetIn {
  readonly kind: "assetIn";
}

/**
 * Of a mechanism that joins places, what each of them has for its token: with `assets: { token: assetIn }`,
 * `context.asset.token[place]` for each that its parameter `places` lists, or for its own where it lists none. That is
 * the asset declared `in` the place, or else the world's only one.
 */
export const assetIn: AssetIn = { kind: "assetIn" };

/** By the mechanism's own name: the name of the text parameter that names the asset, `usd`, or that of each place. */
export type Assets<P> = { readonly [name: string]: (keyof P & string) | "usd" | AssetIn };
/** As handlers see them: `context.asset`. */
export type AssetsOf<T> = {
  readonly [K in keyof T]: T[K] extends AssetIn ? Readonly<Record<string, AssetId>> : AssetId;
};
