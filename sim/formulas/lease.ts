import { takeUnits } from "./whole-units.ts";

/**
 * The escrow account of a lease, as Akash keeps it (akash-network/node, x/escrow): it is settled only when somebody
 * touches it, for all blocks since the last time at once. Amounts are base units, heights are blocks; all but rates are
 * safe integers. Plain data; every function returns a new account.
 */
export interface LeaseAccount {
  /** First in, first out. */
  readonly deposits: readonly LeaseDeposit[];
  /** In order of their ids. */
  readonly payments: readonly LeasePayment[];
  readonly settledAt: number;
  /** The deposits did not suffice: nothing accrues any more. */
  readonly overdrawn: boolean;
}
export interface LeaseDeposit {
  readonly depositor: number;
  readonly left: number;
}
export interface LeasePayment {
  /** Base units a block, with the fraction of one. */
  readonly rate: number;
  /** Of a base unit: earned, and not yet settled. */
  readonly rest: number;
  /** Settled for the provider and not yet withdrawn. */
  readonly balance: number;
  /** Owed when the deposits ran out. */
  readonly unsettled: number;
}

export const openLease = (
  deposits: readonly LeaseDeposit[],
  rates: readonly number[],
  height: number,
): LeaseAccount => ({
  deposits,
  payments: rates.map((rate) => ({ rate, rest: 0, balance: 0, unsettled: 0 })),
  settledAt: height,
  overdrawn: false,
});

export const fundsOf = ({ deposits }: LeaseAccount): number =>
  deposits.reduce((sum, { left }) => sum + left, 0);

/**
 * Pays every payment rate × blocks since the last settlement out of the deposits, oldest first. Where they don't
 * suffice, payments that come first are paid first, and the account is overdrawn.
 */
export function settle(account: LeaseAccount, height: number): LeaseAccount {
  const blocks = height - account.settledAt;
  if (account.overdrawn || blocks <= 0) return account;
  let funds = fundsOf(account);
  const before = funds;
  const payments = account.payments.map(({ rate, rest, balance, unsettled }) => {
    const carry = { rest };
    const owed = takeUnits(carry, rate * blocks);
    const paid = Math.min(owed, funds);
    funds -= paid;
    return { rate, rest: carry.rest, balance: balance + paid, unsettled: unsettled + owed - paid };
  });
  return {
    deposits: drawn(account.deposits, before - funds),
    payments,
    settledAt: height,
    overdrawn: payments.some(({ unsettled }) => unsettled > 0),
  };
}

/** Takes out what providers have earned, to the last base unit. */
export const withdrawn = (account: LeaseAccount): LeaseAccount => ({
  ...account,
  payments: account.payments.map((payment) => ({ ...payment, balance: 0 })),
});

export const earned = ({ payments }: LeaseAccount): number =>
  payments.reduce((sum, { balance }) => sum + balance, 0);

/** The first height at which the deposits no longer suffice; ∞ where nothing is owed. */
export function overdrawnFrom(account: LeaseAccount): number {
  const rate = account.payments.reduce((sum, payment) => sum + payment.rate, 0);
  const rest = account.payments.reduce((sum, payment) => sum + payment.rest, 0);
  if (rate <= 0) return Number.POSITIVE_INFINITY;
  return account.settledAt + Math.ceil((fundsOf(account) + 1 - rest) / rate);
}

/**
 * Base units a block of so many USD an hour, rounded down as providers bid it: the customer keeps the remainder. A rate
 * below one stays as it is, for rounded it would be none.
 */
export function blockRate(usdPerHour: number, blockSeconds: number, unitsPerUsd: number): number {
  const rate = (usdPerHour * unitsPerUsd * blockSeconds) / 3_600;
  return rate < 1 ? rate : Math.floor(rate);
}

function drawn(deposits: readonly LeaseDeposit[], amount: number): LeaseDeposit[] {
  let rest = amount;
  return deposits.map(({ depositor, left }) => {
    const taken = Math.min(left, rest);
    rest -= taken;
    return { depositor, left: left - taken };
  });
}
