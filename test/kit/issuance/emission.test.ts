import { expect, test } from "vitest";
import { mintSplit, openSplit, portions, refuseRecipients } from "../../../sim/kit/issuance/emission.ts";
import { Ledger } from "../../../sim/model/ledger.ts";

test("portions hand out every unit, the odd ones to the largest remainders", () => {
  expect(portions(10n, [1, 1, 1])).toEqual([4n, 3n, 3n]);
  expect(portions(10n, [0.2, 0.36, 0.44])).toEqual([2n, 4n, 4n]);
  expect(portions(2n ** 90n + 1n, [1, 1])).toEqual([2n ** 89n + 1n, 2n ** 89n]);
});

test("the order of a split's names changes nothing", () => {
  const ledgerOf = (split: Record<string, number>) => {
    const ledger = new Ledger([{ name: "token", decimals: 0 }]);
    const proposer = ledger.open("alice", "miners");
    mintSplit(ledger, 0, openSplit(ledger, split), 3n, "emission", proposer);
    return [ledger.units(0, proposer), ledger.units(0, ledger.account("treasury"))];
  };
  expect(ledgerOf({ proposer: 1, treasury: 1 })).toEqual([2n, 1n]);
  expect(ledgerOf({ treasury: 1, proposer: 1 })).toEqual([2n, 1n]);
});

test("what cannot receive is refused by name", () => {
  expect(() => refuseRecipients("issuance/x", { proposer: 1, miners: 2 }, false)).toThrow(
    'issuance/x cannot split its emission to "proposer", "miners".',
  );
});
