/*
 * Above 200 lines: half of it are types. What a pool's author states is one shape, and what is everyone's follows from it
 * in one function.
 */

import { meet, provide } from "../../model/accounts.ts";
import type { Events } from "../../model/events.ts";
import {
  type ContextOf,
  defineMechanism,
  type Mechanism,
  type MechanismFactory,
  shared,
} from "../../model/mechanism.ts";
import { count, type Field, type Fields, text, type Values } from "../../schema/fields.ts";
import type { Seconds } from "../../units.ts";

type Common = { readonly fee: Field<number>; readonly asset: Field<string> };
const accounts = { pool: provide("pool"), world: meet("world") };
const assets = { token: "asset", usd: "usd" } as const;
const emits = { swapped: shared } as const;
const changes = {
  priceChanges: {
    doc: "A price that comes from outside changes: number `k` of those that were announced.",
    private: true,
    fields: { k: "number" },
  },
} as const;

/** What every pool keeps beside the state of its rule. */
export interface Traded {
  volumeUsd: number;
  /** What those who traded paid for it: value given less value received, at the price before. */
  slippageUsd: number;
  /** What the pool began with, in tokens and USD. */
  firstTokens: number;
  firstUsd: number;
  /** Highest price so far. */
  highest: number;
  /** Swaps after which the pool had less than its rule allows. */
  fell: number;
}

export type Pool<P extends Fields, S = {}> = ContextOf<
  P & Common,
  S & Traded,
  {},
  typeof emits & typeof changes,
  typeof accounts,
  typeof assets
>;

/** An order, in base units. */
export interface Order {
  readonly sellsToken: boolean;
  /** What comes in, its fee included. */
  readonly amountIn: bigint;
  readonly reserveIn: bigint;
  readonly reserveOut: bigint;
}

/** What a pool does with an order: takes `spent` of what came in, gives `out`. */
export interface Filled {
  readonly spent: bigint;
  readonly out: bigint;
}

/** How a pool trades, and where the rule comes from. */
export interface PoolRule<P extends Fields, S> {
  readonly name: string;
  readonly summary: string;
  readonly source: string;
  /** Its own parameters; `fee` and `asset` are everyone's. */
  readonly params: P;
  readonly settable?: Mechanism<P>["settable"];
  /** The fee that it is known for, in basis points, and where from. */
  readonly fee: { readonly default: number; readonly source: string };
  readonly init?: (params: Values<P & Common>) => S;
  /** Tokens of the genesis that it starts with. */
  readonly tokens: (params: Values<P & Common>) => number;
  /** Brings the first reserves; the books are not open yet. */
  readonly start: (context: Pool<P, S>) => void;
  readonly fill: (context: Pool<P, S>, order: Order) => Filled;
  /** What changes with a day, such as a price that comes from outside. */
  readonly day?: (context: Pool<P, S>, event: Events["day"]) => void;
  /** When its price changes by itself, in order of time, and what then happens. */
  readonly changes?: {
    readonly times: (params: Values<P & Common>) => ArrayLike<Seconds>;
    readonly change: (context: Pool<P, S>, k: number) => void;
  };
  /** USD that the next token costs. */
  readonly price: (context: Pool<P, S>) => number;
  /** What no swap may take away, as a sentence; whether it is there after a swap with these reserves before and after. */
  readonly claim: string;
  readonly holds: (context: Pool<P, S>, before: Reserves, after: Reserves) => boolean;
  readonly example?: Mechanism["example"];
}

export interface Reserves {
  readonly tokens: bigint;
  readonly usd: bigint;
}

/** What is left of an amount when a fee in basis points is taken, the fee rounded up; in base units. */
export const afterFee = (amountIn: bigint, feeBps: number): bigint =>
  (amountIn * BigInt(10_000 - feeBps)) / 10_000n;

/** A pool in which a token is traded for USD: it answers swaps, publishes the price, and holds its own rule to its claim. */
export function definePool<const P extends Fields, S extends object = {}>(
  rule: PoolRule<P, S>,
): MechanismFactory<
  P & Common,
  S & Traded,
  {},
  typeof emits & typeof changes,
  typeof accounts,
  typeof assets
> {
  type Here = Pool<P, S>;
  const note = (context: Here): void => {
    context.state.highest = Math.max(context.state.highest, rule.price(context));
  };
  const mechanism: Mechanism<
    P & Common,
    S & Traded,
    {},
    typeof emits & typeof changes,
    typeof accounts,
    typeof assets
  > = {
    name: rule.name,
    summary: rule.summary,
    source: rule.source,
    params: {
      ...rule.params,
      fee: count({
        default: rule.fee.default,
        max: 9_999,
        doc: "Fee on what comes in, in basis points; it stays in the pool.",
        source: rule.fee.source,
      }),
      asset: text({ default: "token", doc: "The token that is traded for USD.", source: "Orrery" }),
    },
    settable: { ...rule.settable, fee: [0, 9_999] } as Mechanism<P & Common>["settable"] & {},
    accounts,
    assets,
    emits: (rule.changes ? { ...emits, ...changes } : emits) as typeof emits & typeof changes,
    init: (params: Values<P & Common>): S & Traded => ({
      ...(rule.init?.(params) as S),
      volumeUsd: 0,
      slippageUsd: 0,
      firstTokens: 0,
      firstUsd: 0,
      highest: 0,
      fell: 0,
    }),
    estimate: (params, { count, horizon }) => ({
      events: {
        swapped: count("swapRequested"),
        ...(rule.changes && { priceChanges: timesUpTo(rule.changes.times(params), horizon) }),
      },
      sums: { tokens: rule.tokens(params) },
      mints: rule.tokens(params),
    }),
    on: {
      ...(rule.day && {
        day(context: Here, event: Events["day"]) {
          rule.day!(context, event);
          note(context);
        },
      }),
      ...(rule.changes && {
        opened: (context: Here) => awaitChange(context, rule.changes!.times(context.params), 0),
        priceChanges(context: Here, { k }: { readonly k: number }) {
          rule.changes!.change(context, k);
          note(context);
          awaitChange(context, rule.changes!.times(context.params), k + 1);
        },
      }),
      start(context: Here) {
        const { state, ledger, asset, account } = context;
        rule.start(context);
        state.firstTokens = ledger.balance(asset.token, account.pool);
        state.firstUsd = ledger.balance(asset.usd, account.pool);
        note(context);
      },
      swapRequested(context: Here, { account, amount, sellsToken }: Events["swapRequested"]) {
        const { state, ledger, asset, emit } = context;
        const { pool } = context.account;
        const price = rule.price(context);
        const before = reservesOf(context);
        const given = sellsToken ? asset.token : asset.usd;
        const taken = sellsToken ? asset.usd : asset.token;

        const held = ledger.units(given, account);
        const paid = ledger.transferUpTo(given, account, pool, amount, "swaps");
        const amountIn = held - ledger.units(given, account);
        const { spent, out } = rule.fill(context, {
          sellsToken,
          amountIn,
          reserveIn: sellsToken ? before.tokens : before.usd,
          reserveOut: sellsToken ? before.usd : before.tokens,
        });
        const returned =
          spent < amountIn ? ledger.transfer(given, pool, account, amountIn - spent, "swaps") : 0;
        const sold = paid - returned;
        const bought = ledger.transfer(taken, pool, account, out, "swaps");

        const soldUsd = sellsToken ? sold * price : sold;
        state.volumeUsd += soldUsd;
        state.slippageUsd += soldUsd - (sellsToken ? bought : bought * price);
        if (!rule.holds(context, before, reservesOf(context))) state.fell++;
        note(context);
        emit.swapped({ account, sold, bought, sellsToken });
      },
    },
    signals: { usdPerToken: rule.price },
    metrics: {
      "token.usd": { value: rule.price },
      "token.volumeUsd": { total: ({ state }: Here) => state.volumeUsd },
      "token.slippageUsd": { total: ({ state }: Here) => state.slippageUsd },
      "token.drawdown": {
        value: (context: Here) => {
          const { highest } = context.state;
          return highest > 0 ? Math.max(0, 1 - rule.price(context) / highest) : 0;
        },
      },
      "token.poolGain": {
        value: (context: Here) => {
          const { state, ledger, asset, account } = context;
          const price = rule.price(context);
          const held = state.firstTokens * price + state.firstUsd;
          const worth =
            ledger.balance(asset.token, account.pool) * price + ledger.balance(asset.usd, account.pool);
          return held > 0 ? worth / held - 1 : 0;
        },
      },
    },
    invariants: { [rule.claim]: ({ state }: Here) => state.fell === 0 },
    example:
      rule.example ??
      (() => ({
        world: [
          { mechanism: rule.name, params: {} },
          { mechanism: "traders/noise", params: {} },
        ],
        until: "30d",
      })),
  };
  return defineMechanism(mechanism);
}

function awaitChange({ horizon, emit }: Pool<{}>, times: ArrayLike<Seconds>, k: number): void {
  if (k < times.length && times[k]! <= horizon) emit.priceChanges.at({ k }, times[k]!);
}

function timesUpTo(times: ArrayLike<Seconds>, horizon: Seconds): number {
  let count = 0;
  while (count < times.length && times[count]! <= horizon) count++;
  return count;
}

/** What the pool holds, in base units. */
export const reservesOf = ({ ledger, asset, account }: Pool<{}>): Reserves => ({
  tokens: ledger.units(asset.token, account.pool),
  usd: ledger.units(asset.usd, account.pool),
});

/** USD over tokens held: the price of a pool that values both sides alike; 0 where it has no tokens. */
export function heldPrice({ ledger, account, asset }: Pool<{}>): number {
  const held = ledger.balance(asset.token, account.pool);
  return held > 0 ? ledger.balance(asset.usd, account.pool) / held : 0;
}
