import { expect, test } from "vitest";
import { mintSplit, portions, recipients, splitOf } from "../../../sim/kit/issuance/emission.ts";
import { ChartOfAccounts, Ledger } from "../../../sim/model/ledger.ts";
import { declaredOn } from "../accounts.ts";

test("portions hand out every unit, the odd ones to the largest remainders", () => {
  expect(portions(10n, [1, 1, 1])).toEqual([4n, 3n, 3n]);
  expect(portions(10n, [0.2, 0.36, 0.44])).toEqual([2n, 4n, 4n]);
  expect(portions(2n ** 90n + 1n, [1, 1])).toEqual([2n ** 89n + 1n, 2n ** 89n]);
});

test("the order of a split's names changes nothing", () => {
  const ledgerOf = (split: Record<string, number>) => {
    const ledger = new Ledger([{ name: "token", decimals: 0 }]);
    const chart = new ChartOfAccounts(ledger);
    const proposer = chart.open("alice", "miners");
    const params = { asset: "token", split };
    const declared = declaredOn(chart, { recipients }, { token: "asset" }, params);
    const state = { split: splitOf("issuance/x", split, true) };
    mintSplit({ ledger, state, ...declared }, 3n, "emission", proposer);
    return [ledger.units(0, proposer), ledger.units(0, declared.account.recipients.treasury)];
  };
  expect(ledgerOf({ proposer: 1, treasury: 1 })).toEqual([2n, 1n]);
  expect(ledgerOf({ treasury: 1, proposer: 1 })).toEqual([2n, 1n]);
});

test("what cannot receive is refused by name", () => {
  expect(() => splitOf("issuance/x", { proposer: 1, miners: 2 }, false)).toThrow(
    'issuance/x cannot split its emission to "proposer", "miners".',
  );
});
