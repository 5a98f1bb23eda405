import type { Quantity } from "../../exact-decimal.ts";
import { type Fraction, NOTHING, takeWhole } from "../../formulas/fraction.ts";
import { own } from "../../model/accounts.ts";
import { type Ahead, rings } from "../../model/estimate.ts";
import type { Events } from "../../model/events.ts";
import {
  type Context,
  defineMechanism,
  type Mechanism,
  type MechanismFactory,
  type Reads,
} from "../../model/mechanism.ts";
import { type Field, type Fields, text, type Values } from "../../schema/fields.ts";
import type { Seconds } from "../../units.ts";
import { baseUnitRate, baseUnits, type EmissionSplit, mintSplit, recipients, splitOf } from "./emission.ts";
import { lock, newVesting, release, type Vesting } from "./locked-rewards.ts";

/** What an issuance is paid by: the blocks of its chain, midnights, or periods of so many seconds of its own. */
type Step = "block" | "day" | Seconds;

/** What every issuance keeps beside the state of its rule. */
export interface Issued {
  split: EmissionSplit;
  /** The step after the last that was paid: the height of the next block, or days. */
  steps: number;
  /** Base units issued in them. */
  issued: bigint;
  /** What is locked of them, where the rule locks rewards. */
  vesting: Vesting;
  /** Of a base unit: due, and not yet issued. */
  rest: Fraction;
}

/** Where a rule stands. Amounts are base units. */
export interface Standing {
  /** The step to be paid, from 0: a block's height, a day, or a period. */
  readonly step: number;
  /** Issued by this rule before. */
  readonly issued: bigint;
  /** Of the asset, whoever issued it, less what was burned. */
  readonly supply: bigint;
  /** Base units of an amount as it is written in a parameter. */
  readonly units: (written: Quantity) => bigint;
  /** Base units of a rate as it is written, exactly. */
  readonly rate: (written: Quantity) => Fraction;
}

export type Common = {
  readonly asset: Field<string>;
  readonly split: Field<Readonly<Record<string, number>>>;
};
type Params<P extends Fields> = Common & P;
const accounts = { recipients, locked: own("locked") };
const assets = { token: "asset" } as const;
const periods = {
  periodOver: {
    doc: "A period of the schedule is over: what came due with it is issued; `step` counts from 0.",
    private: true,
    fields: { step: "number" },
  },
} as const;
type Issuing<P extends Fields, S, R extends Reads> = Context<
  Params<P>,
  S & Issued,
  R,
  typeof periods,
  typeof accounts,
  typeof assets
>;
type Minting<P extends Fields, S, R extends Reads> = Mechanism<
  Params<P>,
  S & Issued,
  R,
  typeof periods,
  typeof accounts,
  typeof assets
>;

/** What a rule's functions are given, for those that it calls. */
export type IssuingBy<P extends Fields, S = {}, R extends Reads = {}> = Pick<
  Issuing<P, S, R>,
  "now" | "params" | "state" | "ledger" | "account" | "asset" | "read"
>;

/** A rule for new tokens, and where it comes from. */
export interface Issuance<P extends Fields, S, R extends Reads> {
  readonly name: string;
  readonly summary: string;
  readonly source: string;
  /** Parameters of its own; `asset` and `split` are everyone's. */
  readonly params: P;
  /** Those that may be set in the middle of a run. */
  readonly settable?: Mechanism<P>["settable"];
  /** Part of what is paid that comes free by the day, in so many days. */
  readonly locks?: (params: Values<Params<P>>) => { readonly share: number; readonly days: number };
  /** Who gets the new tokens: `splitField`. */
  readonly split: Common["split"];
  readonly each: Step | ((params: Values<Params<P>>) => "block" | "day");
  readonly reads?: R;
  /** First state of the rule; throws an OrreryError where parameters do not fit together. */
  readonly init?: (params: Values<Params<P>>) => S;
  /** Tokens that a run issues, at most. */
  readonly mints: (params: Values<Params<P>>, ahead: Ahead) => number;
  /** Takes up what parameters say, when the books open and when one of them has been set. */
  readonly adopt?: (context: Issuing<P, S, R>, standing: Standing) => void;
  /** What the rule learns before a step: it changes its state here and nowhere else. */
  readonly advance?: (context: Issuing<P, S, R>, standing: Standing) => void;
  /** What comes due with a step; of a fraction, what is below a base unit is carried. */
  readonly due: (context: Issuing<P, S, R>, standing: Standing) => bigint | Fraction;
  /** The sum of what comes due from this step to before another, where there is a closed form: batches of blocks need no loop. */
  readonly dueUntil?: (context: Issuing<P, S, R>, standing: Standing, end: number) => bigint | Fraction;
  readonly metrics?: Minting<P, S, R>["metrics"];
  readonly invariants?: Minting<P, S, R>["invariants"];
  /** The smallest world that it lives in; left out: a genesis, and Bitcoin's chain where blocks are paid. */
  readonly example?: Mechanism["example"];
}

/**
 * A mechanism that mints by a rule, exact to the base unit. It counts steps and carries what is below a unit, divides
 * what it mints, and where blocks are paid measures what the next one brings: a rule says what comes due, nothing else.
 */
export function defineIssuance<const P extends Fields, S extends object = {}, const R extends Reads = {}>(
  rule: Issuance<P, S, R>,
): MechanismFactory<Params<P>, S & Issued, R, typeof periods, typeof accounts, typeof assets> {
  type Here = Issuing<P, S, R>;
  const { name, summary, source, each } = rule;
  const stepOf = (params: Values<Params<P>>): Step => (typeof each === "function" ? each(params) : each);

  const pay = (context: Here, end: number, steps: number, proposer?: number): void => {
    const { state } = context;
    const payment = new Payment(context, end - steps);
    if (rule.dueUntil) payment.add(rule.dueUntil(context, payment, end));
    else
      for (; payment.step < end; payment.step++) {
        rule.advance?.(context, payment);
        payment.add(rule.due(context, payment));
      }
    state.steps = end;
    state.issued += payment.paid;
    const locked = rule.locks ? lock(context, payment.paid, rule.locks(context.params)) : 0n;
    mintSplit(context, payment.paid - locked, "emission", proposer);
  };

  const mechanism: Minting<P, S, R> = {
    name,
    summary,
    source,
    params: {
      asset: text({ default: "token", doc: "The token.", source: "Orrery" }),
      ...rule.params,
      split: rule.split,
    },
    ...(rule.settable && { settable: rule.settable as Mechanism<Params<P>>["settable"] & {} }),
    accounts: (rule.locks ? accounts : { recipients }) as typeof accounts,
    assets,
    ...(rule.reads && { reads: rule.reads }),
    ...(typeof each === "number" && { emits: periods }),
    ...(typeof each === "function" && {
      spares: (params: Values<Params<P>>) => (stepOf(params) === "block" ? [] : ["block"]),
    }),
    init(params) {
      const split = splitOf(name, common(params).split, stepOf(params) === "block" && !rule.locks);
      const vesting = newVesting(rule.locks?.(params).days ?? 0);
      return { split, steps: 0, issued: 0n, rest: NOTHING, vesting, ...(rule.init?.(params) as S) };
    },
    estimate: (params, ahead) => ({
      ...(typeof each === "number" && { events: { periodOver: rings(ahead, each) } }),
      mints: rule.mints(params, ahead),
    }),
    on: {
      ...((rule.adopt || typeof each === "number") && {
        opened(context: Here) {
          rule.adopt?.(context, new Payment(context));
          if (typeof each === "number") awaitPeriod(context, 0, each);
        },
      }),
      ...(typeof each === "number" && {
        periodOver(context: Here, { step }: { readonly step: number }) {
          awaitPeriod(context, step + 1, each);
          pay(context, step + 1, 1);
        },
      }),
      ...((each === "day" || typeof each === "function" || rule.locks) && {
        day(context: Here, { day }: Events["day"]) {
          if (rule.locks) release(context, day);
          if (stepOf(context.params) === "day") pay(context, day, 1);
        },
      }),
      ...((each === "block" || typeof each === "function") && {
        block(context: Here, { height, count, proposer }: Events["block"]) {
          if (stepOf(context.params) === "block") pay(context, height + 1, count, proposer);
        },
      }),
    },
    ...(rule.adopt && { adopt: (context: Here) => rule.adopt!(context, new Payment(context)) }),
    metrics: { ...(each === "block" && subsidy(rule)), ...rule.metrics },
    invariants: {
      "what it has issued has been minted": ({ state, ledger, asset }) =>
        state.issued <= ledger.mintedUnits(asset.token),
      ...(rule.locks && {
        "what is locked is there": ({ state, ledger, account, asset }: Here) =>
          ledger.units(asset.token, account.locked) === state.vesting.held,
      }),
      ...rule.invariants,
    },
    example: rule.example ?? (() => smallestWorld(name, each === "block")),
  };
  return defineMechanism(mechanism);
}

/** Rings at the end of a period that ends within the run. */
function awaitPeriod(
  { horizon, emit }: Pick<Issuing<{}, {}, {}>, "horizon" | "emit">,
  step: number,
  period: Seconds,
): void {
  const time = (step + 1) * period;
  if (time <= horizon) emit.periodOver.at({ step }, time);
}

/** The division of every issuance, which a rule's own parameters do not shadow. */
const common = (params: object) => params as { readonly split: Readonly<Record<string, number>> };

const smallestWorld = (name: string, paysBlocks: boolean): ReturnType<Mechanism["example"]> => ({
  world: [
    { mechanism: "issuance/genesis", params: {} },
    ...(paysBlocks ? [{ mechanism: "consensus/nakamoto", params: {} }] : []),
    { mechanism: name, params: paysBlocks ? {} : { split: { treasury: 1 } } },
  ],
  until: "10d",
});

type Paying = Pick<Context<any, Issued, {}, {}, {}, typeof assets>, "state" | "ledger" | "asset">;

/** The steps of one event, as they are paid. */
class Payment implements Standing {
  step: number;
  /** Base units that came due in them. */
  paid = 0n;
  private readonly to: Paying;

  constructor(to: Paying, step = to.state.steps) {
    this.to = to;
    this.step = step;
  }

  get issued(): bigint {
    return this.to.state.issued + this.paid;
  }

  get supply(): bigint {
    return this.to.ledger.supplyUnits(this.to.asset.token) + this.paid;
  }

  readonly units = (written: Quantity): bigint => baseUnits(this.to.ledger, this.to.asset.token, written);

  readonly rate = (written: Quantity): Fraction => baseUnitRate(this.to.ledger, this.to.asset.token, written);

  add(due: bigint | Fraction): void {
    if (typeof due === "bigint") {
      this.paid += due;
      return;
    }
    const { whole, rest } = takeWhole(this.to.state.rest, due);
    this.to.state.rest = rest;
    this.paid += whole;
  }
}

/** What the next block brings, in tokens. */
const subsidy = ({
  due,
}: Pick<Issuance<any, any, any>, "due">): Mechanism<any, any, any, any, any, typeof assets>["metrics"] => ({
  "issuance.subsidy": {
    value(context) {
      const next = due(context, new Payment(context));
      const { numerator, denominator } =
        typeof next === "bigint" ? { numerator: next, denominator: 1n } : next;
      const { decimals } = context.ledger.assets[context.asset.token]!;
      return Number(numerator) / (Number(denominator) * Number(`1e${decimals}`));
    },
  },
});
