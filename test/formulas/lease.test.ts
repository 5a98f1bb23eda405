import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  blockRate,
  earned,
  fundsOf,
  type LeaseAccount,
  openLease,
  overdrawnFrom,
  settle,
  withdrawn,
} from "../../sim/formulas/lease.ts";
import { PROPERTY_SEED } from "../contracts/worlds.ts";

const one = (deposit: number, rate: number, height = 0) =>
  openLease([{ depositor: 0, left: deposit }], [rate], height);
const owing = ({ payments }: LeaseAccount) => payments.reduce((sum, { rate }) => sum + rate, 0);

const accounts = fc.record({
  deposits: fc.array(fc.integer({ min: 0, max: 5_000_000 }), { minLength: 1, maxLength: 4 }),
  rates: fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 4 }),
  heights: fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 6 }),
});
const opened = ({ deposits, rates }: { deposits: number[]; rates: number[] }) =>
  openLease(
    deposits.map((left, depositor) => ({ depositor, left })),
    rates,
    0,
  );
const property = <T>(arbitrary: fc.Arbitrary<T>, claim: (value: T) => void) =>
  fc.assert(fc.property(arbitrary, claim), { seed: PROPERTY_SEED });

describe("Akash's numbers", () => {
  test("a dollar an hour is 1,805 base units a block of 6.5 s, from 1,805.56 rounded down", () => {
    expect((1e6 * 6.5) / 3600).toBeCloseTo(1805.56, 2);
    expect(blockRate(1, 6.5, 1e6)).toBe(1805);
  });

  test("5,000,000 at 1,805 pay 2,770 full blocks and are overdrawn by the next", () => {
    const account = one(5_000_000, 1_805);
    expect(overdrawnFrom(account)).toBe(2_771);
    const last = settle(account, 2_770);
    expect([earned(last), fundsOf(last), last.overdrawn]).toEqual([2_770 * 1_805, 150, false]);
    const over = settle(account, 2_771);
    expect([earned(over), fundsOf(over), over.overdrawn]).toEqual([5_000_000, 0, true]);
    expect(over.payments[0]!.unsettled).toBe(2_771 * 1_805 - 5_000_000);
  });

  test("nothing accrues after that", () => {
    const over = settle(one(5_000_000, 1_805), 2_771);
    expect(settle(over, 9_999)).toEqual(over);
  });

  test("deposits are used up in the order in which they came", () => {
    const account = openLease(
      [
        { depositor: 1, left: 100 },
        { depositor: 2, left: 100 },
      ],
      [10],
      0,
    );
    expect(settle(account, 12).deposits.map(({ left }) => left)).toEqual([0, 80]);
  });

  test("where funds run short, the payment that comes first is paid first", () => {
    const { payments } = settle(openLease([{ depositor: 0, left: 100 }], [7, 7], 0), 10);
    expect(payments.map(({ balance }) => balance)).toEqual([70, 30]);
    expect(payments.map(({ unsettled }) => unsettled)).toEqual([0, 40]);
  });

  test("a rate of zero is never overdrawn", () => {
    expect(overdrawnFrom(one(1, 0))).toBe(Number.POSITIVE_INFINITY);
    expect(settle(one(0, 0), 1e9).overdrawn).toBe(false);
  });
});

describe("settlement", () => {
  test("twice at one height is once", () =>
    property(accounts, (given) => {
      const once = settle(opened(given), given.heights[0]!);
      expect(settle(once, given.heights[0]!)).toEqual(once);
    }));

  test("makes deposits equal to what is left and what is earned, in every step", () =>
    property(accounts, (given) => {
      let account = opened(given);
      const deposited = fundsOf(account);
      let paid = 0;
      for (const height of [...given.heights].sort((a, b) => a - b)) {
        account = settle(account, height);
        paid += earned(account);
        account = withdrawn(account);
        expect(fundsOf(account) + paid).toBe(deposited);
      }
    }));

  test("does not depend on how often it happens, as long as funds suffice", () =>
    property(accounts, (given) => {
      const heights = [...given.heights].sort((a, b) => a - b);
      const last = heights.at(-1)!;
      const rich = { ...given, deposits: [...given.deposits, owing(opened(given)) * last] };
      const often = heights.reduce((account, height) => settle(account, height), opened(rich));
      expect(often).toEqual(settle(opened(rich), last));
    }));

  test("does not depend on the order of payments, as long as funds suffice", () =>
    property(accounts, (given) => {
      const height = given.heights[0]!;
      const rich = { ...given, deposits: [owing(opened(given)) * height] };
      const turned = settle(opened({ ...rich, rates: [...rich.rates].reverse() }), height);
      expect([...turned.payments].reverse()).toEqual(settle(opened(rich), height).payments);
    }));

  test("is overdrawn from the very block that was foretold", () =>
    property(accounts, (given) => {
      const account = opened(given);
      const from = overdrawnFrom(account);
      fc.pre(Number.isFinite(from));
      expect(settle(account, from - 1).overdrawn).toBe(false);
      expect(settle(account, from).overdrawn).toBe(true);
    }));
});
