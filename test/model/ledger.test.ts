import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decode, encode } from "../../sim/codec.ts";
import { Digest } from "../../sim/digest.ts";
import { LedgerError } from "../../sim/errors.ts";
import { ChartOfAccounts, Ledger, type LedgerSnapshot } from "../../sim/model/ledger.ts";

const USD = 0;
const TOKEN = 1;
const ASSETS = [
  { name: "USD", decimals: 6 },
  { name: "token", decimals: 18 },
];
const DAY = 86_400;

function village() {
  const ledger = new Ledger(ASSETS);
  const chart = new ChartOfAccounts(ledger);
  const alice = chart.open("alice", "providers");
  const bob = chart.open("bob", "customers");
  const carol = chart.open("carol", "customers");
  const world = chart.open("world", "world");
  return { ledger, chart, alice, bob, carol, world };
}

/** The whole message of the LedgerError that an operation throws. */
function complaint(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof LedgerError) return error.message;
    throw error;
  }
  return "nothing was thrown";
}

/** A small generator of its own, so that the test draws the same operations each time. */
function draws(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe("accounts and assets", () => {
  test("open is idempotent for the same name and sector", () => {
    const { ledger, chart, alice } = village();
    expect(chart.open("alice", "providers")).toBe(alice);
    expect(chart.account("alice")).toBe(alice);
    expect([ledger.name(alice), ledger.sector(alice)]).toStrictEqual(["alice", "providers"]);
    expect(chart.asset("token")).toBe(TOKEN);
  });

  test("many accounts, sectors and kinds keep their balances as the columns grow", () => {
    const ledger = new Ledger(ASSETS);
    const chart = new ChartOfAccounts(ledger);
    for (let index = 0; index < 500; index++) {
      const account = chart.open(`a${index}`, `sector ${index % 70}`);
      ledger.mint(TOKEN, account, BigInt(index), `kind ${index % 40}`);
      if (index > 0) ledger.transfer(TOKEN, account, account - 1, 1n, `back ${index % 50}`);
    }
    expect(ledger.units(TOKEN, 300 as number)).toBe(300n);
    expect(ledger.supplyUnits(TOKEN)).toBe((499n * 500n) / 2n);
    expect(ledger.audit()).toStrictEqual([]);
  });

  test.each<[string, (ledger: Ledger, chart: ChartOfAccounts) => unknown, string]>([
    [
      "an unknown asset",
      (_, chart) => chart.asset("tokn"),
      'There is no asset "tokn".\n\n  Known: "USD", "token".\n\nDid you mean "token"?',
    ],
    [
      "an unknown account",
      (_, chart) => chart.account("dave"),
      'There is no account "dave".\n\n  Known: "alice", "bob", "carol", "world".',
    ],
    [
      "another sector",
      (_, chart) => chart.open("alice", "miners"),
      'Account "alice" cannot be opened in sector "miners": it belongs to "providers".',
    ],
    [
      "a second chart",
      (ledger) => new ChartOfAccounts(ledger),
      "The ledger has its chart of accounts already.",
    ],
    [
      "an account of issuance",
      (_, chart) => chart.open("mint", "issuance"),
      'Account "mint" cannot be opened in sector "issuance": minting comes from there and burning goes there.',
    ],
    [
      "an account number",
      (ledger) => ledger.balance(USD, 9),
      "There is no account number 9.\n\n  Accounts are numbered 0 to 3.",
    ],
    [
      "half an account",
      (ledger) => ledger.transfer(USD, 0, 0.5 as number, 1, "pay"),
      "There is no account number 0.5.\n\n  Accounts are numbered 0 to 3.",
    ],
    [
      "an asset number",
      (ledger) => ledger.supply(2),
      "There is no asset number 2.\n\n  Assets are numbered 0 to 1.",
    ],
    [
      "opening the books again",
      (ledger) => [ledger.openBooks(), ledger.openBooks()],
      "The books of the ledger were opened before; they open once, after genesis.",
    ],
    [
      "a time that is none",
      (ledger) => (ledger.now = Number.NaN),
      "The ledger's time cannot be NaN s.\n\n  Expected seconds from 0 on.",
    ],
    [
      "decimals",
      () => new Ledger([{ name: "x", decimals: 23 }]),
      'Asset "x" cannot have 23 decimals.\n\n  Expected an integer from 0 to 22.',
    ],
    [
      "a period",
      () => new Ledger(ASSETS, { period: 0 }),
      "The period of the ledger's flows cannot be 0 s.\n\n  Expected more than 0 s; 30 d are 2592000 s.",
    ],
    ["an asset twice", () => new Ledger([ASSETS[0]!, ASSETS[0]!]), 'Asset "USD" is declared twice.'],
  ])("%s is a LedgerError", (_, act, message) => {
    const { ledger, chart } = village();
    expect(complaint(() => act(ledger, chart))).toBe(message);
  });
});

describe("operations", () => {
  test("mint, transfer and burn move exact amounts and say what moved", () => {
    const { ledger, alice, bob } = village();
    expect(ledger.mint(TOKEN, alice, 10, "genesis")).toBe(10);
    ledger.openBooks();
    expect(ledger.mint(TOKEN, alice, 0.5, "reward")).toBe(0.5);
    expect(ledger.transfer(TOKEN, alice, bob, 3, "pay")).toBe(3);
    expect(ledger.burn(TOKEN, bob, 1n, "fee")).toBe(1e-18);
    expect(ledger.balance(TOKEN, alice)).toBe(7.5);
    expect(ledger.units(TOKEN, bob)).toBe(3n * 10n ** 18n - 1n);
    expect([ledger.minted(TOKEN), ledger.burned(TOKEN), ledger.supply(TOKEN)]).toStrictEqual([
      0.5, 1e-18, 10.5,
    ]);
    expect([ledger.mintedUnits(TOKEN), ledger.burnedUnits(TOKEN)]).toStrictEqual([5n * 10n ** 17n, 1n]);
    expect(ledger.sectorBalance(TOKEN, "providers")).toBe(7.5);
    expect(ledger.sectorBalance(TOKEN, "nobody")).toBe(0);
    expect(ledger.audit()).toStrictEqual([]);
  });

  test("transferUpTo moves what there is, transferAll all of it", () => {
    const { ledger, alice, bob } = village();
    ledger.mint(TOKEN, alice, 10, "genesis");
    expect(ledger.transferUpTo(TOKEN, alice, bob, 4, "pay")).toBe(4);
    expect(ledger.transferUpTo(TOKEN, alice, bob, 7, "pay")).toBe(6);
    expect(ledger.transferUpTo(TOKEN, alice, bob, 7, "pay")).toBe(0);
    expect(ledger.transferAll(TOKEN, bob, alice, "back")).toBe(10);
    expect(ledger.transferAll(TOKEN, bob, alice, "back")).toBe(0);
    expect(ledger.units(TOKEN, alice)).toBe(10n ** 19n);
  });

  test("a transfer to oneself needs the balance and changes nothing", () => {
    const { ledger, alice } = village();
    ledger.mint(TOKEN, alice, 1, "genesis");
    expect(ledger.transfer(TOKEN, alice, alice, 1, "pay")).toBe(1);
    expect(ledger.balance(TOKEN, alice)).toBe(1);
    expect(() => ledger.transfer(TOKEN, alice, alice, 2, "pay")).toThrow(LedgerError);
  });

  test("the world may owe, up to 2^96 base units; it cannot burn what it does not hold", () => {
    const { ledger, bob, world } = village();
    expect(ledger.transfer(USD, world, bob, 100, "income")).toBe(100);
    expect(ledger.transferUpTo(USD, world, bob, 1, "income")).toBe(1);
    expect(ledger.balance(USD, world)).toBe(-101);
    expect(ledger.units(USD, world)).toBe(-101_000_000n);
    expect(ledger.transferAll(USD, world, bob, "income")).toBe(0);
    expect(ledger.supply(USD)).toBe(0);
    expect(() => ledger.burn(USD, world, 1, "gone")).toThrow(
      'Account "world" cannot pay 1 USD: it holds -101 USD.',
    );
    expect(() => ledger.transfer(USD, world, bob, 2n ** 96n - 1n, "income")).toThrow(
      "The debt of the world would reach the ledger's limit of 2^96 base units of USD.",
    );
    expect(ledger.audit()).toStrictEqual([]);
  });

  test("totals above 2^53 are right to the base unit", () => {
    const { ledger, alice, bob } = village();
    ledger.mint(TOKEN, alice, 2n ** 95n, "genesis");
    ledger.openBooks();
    for (let count = 0; count < 1000; count++) {
      ledger.transfer(TOKEN, alice, bob, 1n, "dust");
      ledger.transfer(TOKEN, alice, bob, 2n ** 53n + 1n, "pay");
    }
    expect(ledger.units(TOKEN, bob)).toBe(1000n * (2n ** 53n + 2n));
    expect(ledger.units(TOKEN, alice)).toBe(2n ** 95n - 1000n * (2n ** 53n + 2n));
    expect(ledger.flows().map(({ kind, amount }) => [kind, amount])).toStrictEqual([
      ["dust", 1000n],
      ["pay", 1000n * (2n ** 53n + 1n)],
    ]);
    expect(ledger.audit()).toStrictEqual([]);
  });

  test("split hands out every unit by largest remainder, the payer among the recipients or not", () => {
    const { ledger, alice, bob, carol } = village();
    ledger.mint(TOKEN, alice, 10n, "genesis");
    ledger.split(TOKEN, alice, [bob, carol, alice], [1, 1, 1], 10n, "reward");
    expect([alice, bob, carol].map((account) => ledger.units(TOKEN, account))).toStrictEqual([3n, 4n, 3n]);
    ledger.split(TOKEN, alice, Int32Array.of(bob, bob), Float64Array.of(0.3, 0.7), 3n, "reward");
    expect(ledger.units(TOKEN, bob)).toBe(7n);
    ledger.split(TOKEN, alice, [bob], [0], 0, "reward");
    expect(ledger.audit()).toStrictEqual([]);
  });
});

describe("what an operation refuses", () => {
  const amounts: [number | bigint, string][] = [
    [-1, "-1 token"],
    [Number.NaN, "NaN token"],
    [Number.POSITIVE_INFINITY, "Infinity token"],
    [1e300, "1e+300 token"],
    [-1n, "-1 base units of token"],
    [2n ** 96n, "79228162514264337593543950336 base units of token"],
  ];
  test.each(amounts)("an amount of %s", (amount, written) => {
    const { ledger, alice, bob } = village();
    ledger.mint(TOKEN, alice, 1, "genesis");
    const before = encode(ledger.snapshot());
    const message = (facts: string) =>
      `An amount of ${written} cannot be moved.\n\n${facts}\n  Expected an amount from 0 to less than 2^96 base units.`;
    const parties = '  from      "alice" (providers)\n  to        "bob" (customers)';
    expect(complaint(() => ledger.transfer(TOKEN, alice, bob, amount, "pay"))).toBe(
      message(`  operation transfer, kind "pay"\n${parties}`),
    );
    // More than anybody can hold is more than there is.
    const endless = amount > 0;
    if (!endless)
      expect(complaint(() => ledger.transferUpTo(TOKEN, alice, bob, amount, "pay"))).toBe(
        message(`  operation transferUpTo, kind "pay"\n${parties}`),
      );
    expect(complaint(() => ledger.mint(TOKEN, bob, amount, "new"))).toBe(
      message('  operation mint, kind "new"\n  to        "bob" (customers)'),
    );
    expect(complaint(() => ledger.burn(TOKEN, alice, amount, "fee"))).toBe(
      message('  operation burn, kind "fee"\n  from      "alice" (providers)'),
    );
    expect(complaint(() => ledger.split(TOKEN, alice, [bob], [1], amount, "cut"))).toBe(
      message('  operation split, kind "cut"\n  from      "alice" (providers)'),
    );
    expect(encode(ledger.snapshot())).toBe(before);
    if (!endless) return;
    expect(ledger.transferUpTo(TOKEN, alice, bob, amount, "pay")).toBe(1);
    expect(ledger.units(TOKEN, alice)).toBe(0n);
  });

  test("an overdraft, with account, balance and amount", () => {
    const { ledger, alice, bob } = village();
    ledger.mint(USD, alice, 3, "genesis");
    const before = encode(ledger.snapshot());
    expect(complaint(() => ledger.transfer(USD, alice, bob, 12.5, "rent"))).toBe(
      'Account "alice" cannot pay 12.5 USD: it holds 3 USD.\n\n' +
        '  operation transfer, kind "rent"\n' +
        '  from      "alice" (providers)\n' +
        '  to        "bob" (customers)\n' +
        "  amount    12.5 USD (12500000 base units)\n" +
        "  balance   3 USD (3000000 base units)\n" +
        "  short by  9.5 USD (9500000 base units)\n\n" +
        "Fund the account first, or move what there is by transferUpTo.",
    );
    expect(() => ledger.burn(USD, alice, 3_000_001n, "fee")).toThrow(
      'Account "alice" cannot pay 3.000001 USD: it holds 3 USD.',
    );
    expect(() => ledger.split(USD, alice, [bob], [1], 4, "cut")).toThrow(
      'Account "alice" cannot pay 4 USD: it holds 3 USD.',
    );
    expect(encode(ledger.snapshot())).toBe(before);
  });

  test("a supply of 2^96 base units", () => {
    const { ledger, alice } = village();
    ledger.mint(TOKEN, alice, 2n ** 95n, "genesis");
    expect(complaint(() => ledger.mint(TOKEN, alice, 2n ** 95n, "more"))).toBe(
      "The supply would reach the ledger's limit of 2^96 base units of token.\n\n" +
        '  operation mint, kind "more"\n' +
        '  to        "alice" (providers)\n' +
        "  amount    39614081257.132168796771975168 token (39614081257132168796771975168 base units)\n" +
        "  before    39614081257.132168796771975168 token (39614081257132168796771975168 base units)",
    );
  });

  test.each<[number[], number[], string]>([
    [[1, 2], [0, 0], "1 token cannot be split: the weights of 2 recipients add up to 0."],
    [[1, 2], [1, -2], "1 token cannot be split: weight 1 is -2."],
    [[1, 2], [Number.NaN, 1], "1 token cannot be split: weight 0 is NaN."],
    [[1, 2], [1e308, 1e308], "1 token cannot be split: the weights of 2 recipients add up to Infinity."],
    [[1, 2], [1], "1 token cannot be split: there are 2 recipients and 1 weights."],
    [[], [], "1 token cannot be split: there is no recipient."],
    [[1, 9], [1, 1], "There is no account number 9."],
  ])("a split to %j by %j", (to, weights, sentence) => {
    const { ledger, alice } = village();
    ledger.mint(TOKEN, alice, 1, "genesis");
    const before = encode(ledger.snapshot());
    expect(() => ledger.split(TOKEN, alice, to, weights, 1, "cut")).toThrow(sentence);
    expect(encode(ledger.snapshot())).toBe(before);
  });
});

describe("statements", () => {
  test("flows are kept by period, sector and kind from openBooks on, in canonical order", () => {
    const { ledger, alice, bob, carol, world } = village();
    ledger.mint(TOKEN, alice, 100, "genesis");
    ledger.openBooks();
    ledger.transfer(USD, world, carol, 7, "income");
    ledger.transfer(TOKEN, alice, bob, 2, "sale");
    ledger.now = 30 * DAY;
    ledger.transfer(TOKEN, bob, alice, 1.5, "rent");
    ledger.transfer(TOKEN, bob, carol, 0.25, "gift");
    ledger.now = 95 * DAY;
    ledger.mint(TOKEN, alice, 1, "reward");
    ledger.burn(TOKEN, alice, 3, "fee");
    const rows = ledger.flows();
    expect(rows[0]).toStrictEqual({
      period: 0,
      asset: "USD",
      decimals: 6,
      from: "world",
      to: "customers",
      kind: "income",
      amount: 7_000_000n,
      value: 7,
    });
    expect(
      rows.map(({ period, asset, from, to, kind, value }) => [period, asset, from, to, kind, value]),
    ).toStrictEqual([
      [0, "USD", "world", "customers", "income", 7],
      [0, "token", "providers", "customers", "sale", 2],
      [1, "token", "customers", "customers", "gift", 0.25],
      [1, "token", "customers", "providers", "rent", 1.5],
      [3, "token", "issuance", "providers", "reward", 1],
      [3, "token", "providers", "issuance", "fee", 3],
    ]);
    expect(ledger.balanceSheet()).toStrictEqual([
      { asset: "USD", decimals: 6, sector: "customers", opening: 0n, closing: 7_000_000n },
      { asset: "USD", decimals: 6, sector: "world", opening: 0n, closing: -7_000_000n },
      { asset: "token", decimals: 18, sector: "customers", opening: 0n, closing: 5n * 10n ** 17n },
      {
        asset: "token",
        decimals: 18,
        sector: "providers",
        opening: 100n * 10n ** 18n,
        closing: 975n * 10n ** 17n,
      },
    ]);
  });

  test("the period of the matrix can be set, and time may go back", () => {
    const ledger = new Ledger(ASSETS, { period: DAY });
    const alice = new ChartOfAccounts(ledger).open("alice", "holders");
    for (const now of [5.5 * DAY, 0.5 * DAY, 5.9 * DAY]) {
      ledger.now = now;
      ledger.mint(TOKEN, alice, 1, "reward");
    }
    expect(ledger.flows().map(({ period, value }) => [period, value])).toStrictEqual([
      [0, 1],
      [5, 2],
    ]);
  });

  test("opening + inflows − outflows = closing for every sector and asset", () => {
    const { ledger } = busy(20_000, 7);
    for (const { asset, sector, opening, closing } of ledger.balanceSheet()) {
      const flows = ledger.flows().filter((row) => row.asset === asset);
      const total = (rows: readonly { amount: bigint }[]) =>
        rows.reduce((sum, { amount }) => sum + amount, 0n);
      const inflows = total(flows.filter(({ to }) => to === sector));
      const outflows = total(flows.filter(({ from }) => from === sector));
      expect(opening + inflows - outflows).toBe(closing);
    }
  });

  test("the audit says in sentences what is broken, to the base unit", () => {
    const { ledger, alice, bob, world } = village();
    ledger.mint(USD, alice, 5, "genesis");
    ledger.openBooks();
    ledger.transfer(USD, world, bob, 1, "income");
    const tampered = (change: (columns: LedgerSnapshot) => void) => {
      const snapshot = decode(encode(ledger.snapshot())) as LedgerSnapshot;
      change(snapshot);
      return Ledger.restore(snapshot).audit();
    };
    expect(tampered(() => {})).toStrictEqual([]);
    const lowLimbOf = (cell: number) => cell * 2 + 1;
    expect(tampered(({ balances }) => (balances[lowLimbOf(bob * 2)]! += 1))).toStrictEqual([
      "Accounts of customers hold 1.000001 USD (1000001 base units), but the sector's stock is 1 USD (1000000 base units).",
      "Balances make 5.000001 USD (5000001 base units), but the supply is 5 USD (5000000 base units).",
    ]);
    expect(tampered(({ balances }) => (balances[bob * 4] = -1))).toStrictEqual([
      'Account "bob" holds -281474975.710656 USD (-281474975710656 base units), and only the world may owe.',
    ]);
    expect(tampered(({ balances }) => (balances[bob * 4] = Number.NaN))).toStrictEqual([
      'Account "bob" holds no whole number of base units of USD.',
    ]);
    expect(tampered(({ flows }) => (flows.periods[0]!.amounts[lowLimbOf(1)]! += 1))).toStrictEqual([
      "Opening and flows of world make -1.000001 USD (-1000001 base units), but the sector's stock is -1 USD (-1000000 base units).",
      "Opening and flows of customers make 1.000001 USD (1000001 base units), but the sector's stock is 1 USD (1000000 base units).",
    ]);
    expect(tampered(({ minted }) => (minted[lowLimbOf(USD)] = 2))).toStrictEqual([
      "Opening supply + minted − burned make 5.000002 USD (5000002 base units), but the supply is 5 USD (5000000 base units).",
      "Flows from issuance make 0 USD (0 base units), but what was minted is 0.000002 USD (2 base units).",
    ]);
  });
});

/** A ledger after `count` random operations on 200 accounts of five sectors, over three years. */
function busy(count: number, seed: number, digest?: Digest) {
  const ledger = new Ledger(ASSETS, digest ? { digest } : {});
  const chart = new ChartOfAccounts(ledger);
  const sectors = ["world", "providers", "customers", "holders", "pool"];
  const accounts = Array.from({ length: 200 }, (_, index) => chart.open(`a${index}`, sectors[index % 5]!));
  for (const account of accounts) ledger.mint(TOKEN, account, 1000, "genesis");
  ledger.openBooks();
  operate(ledger, count, seed);
  return { ledger, chart, accounts };
}

function operate(ledger: Ledger, count: number, seed: number): void {
  const draw = draws(seed);
  const account = () => draw(200);
  for (let step = 0; step < count; step++) {
    ledger.now = (step / count) * 1095 * DAY;
    const asset = draw(2);
    const amount = draw(2) === 0 ? draw(1000) / 7 : BigInt(draw(1000)) * 10n ** BigInt(draw(18));
    const choice = draw(20);
    if (choice === 0) ledger.mint(asset, account(), amount, "reward");
    else if (choice === 1) ledger.transferUpTo(asset, 0, account(), amount, "income");
    else if (choice === 2) ledger.transferAll(asset, account(), account(), "sweep");
    else if (choice === 3) {
      const payer = account();
      const whole = ledger.units(asset, payer);
      if (whole > 0n)
        ledger.split(
          asset,
          payer,
          [account(), account(), account()],
          [1, draw(9) / 3, draw(5)],
          whole / 2n,
          "cut",
        );
    } else if (choice === 4) {
      const holder = account();
      const whole = ledger.units(asset, holder);
      if (whole > 0n) ledger.burn(asset, holder, whole / 3n, "fee");
    } else ledger.transferUpTo(asset, account(), account(), amount, ["pay", "tip", "rent"][draw(3)]!);
  }
}

describe("conservation", () => {
  test("after 10^6 random operations nothing is lost", () => {
    const { ledger, accounts } = busy(1_000_000, 1);
    expect(ledger.audit()).toStrictEqual([]);
    for (const asset of [USD, TOKEN]) {
      const total = accounts.reduce((sum, account) => sum + ledger.units(asset, account), 0n);
      expect(total).toBe(ledger.supplyUnits(asset));
      const opening = asset === TOKEN ? 200_000n * 10n ** 18n : 0n;
      expect(opening + ledger.mintedUnits(asset) - ledger.burnedUnits(asset)).toBe(total);
    }
    expect(ledger.flows().length).toBeGreaterThan(1000);
  });

  test("every operation does what a table of bigints does", () => {
    const operation = fc.record({
      name: fc.constantFrom("mint", "burn", "transfer", "transferUpTo", "transferAll" as const),
      from: fc.nat({ max: 3 }),
      to: fc.nat({ max: 3 }),
      amount: fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 90n }), fc.bigInt({ min: 0n, max: 100n })),
    });
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 60 }), (operations) => {
        const { ledger, world } = village();
        const table = [0n, 0n, 0n, 0n];
        for (const { name, from, to, amount } of operations) {
          const covered = table[from]! >= amount;
          const pays = covered || (from === world && name !== "burn");
          let moved = amount;
          if (name === "transferAll" || (name === "transferUpTo" && !pays))
            moved = table[from]! > 0n ? table[from]! : 0n;
          const act = () =>
            name === "mint"
              ? ledger.mint(TOKEN, to, amount, "k")
              : name === "burn"
                ? ledger.burn(TOKEN, from, amount, "k")
                : name === "transferAll"
                  ? ledger.transferAll(TOKEN, from, to, "k")
                  : ledger[name](TOKEN, from, to, amount, "k");
          if ((name === "transfer" || name === "burn") && !pays) {
            if (amount > 0n) expect(act).toThrow(LedgerError);
            continue;
          }
          act();
          if (name !== "mint") table[from]! -= moved;
          if (name !== "burn") table[to]! += moved;
        }
        expect([0, 1, 2, 3].map((account) => ledger.units(TOKEN, account))).toStrictEqual(table);
        expect(ledger.audit()).toStrictEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

describe("snapshot, restore and digest", () => {
  test("a restored ledger is the same and goes on the same", () => {
    const whole = new Digest();
    const { ledger, chart } = busy(5000, 3, whole);
    const digest = new Digest();
    digest.restore(whole.snapshot());
    const restored = Ledger.restore(decode(encode(ledger.snapshot())) as LedgerSnapshot, digest);
    expect(encode(restored.snapshot())).toBe(encode(ledger.snapshot()));
    chart.open("newcomer", "miners");
    new ChartOfAccounts(restored).open("newcomer", "miners");
    for (const each of [ledger, restored]) operate(each, 5000, 4);
    expect(encode(restored.snapshot())).toBe(encode(ledger.snapshot()));
    expect(digest.hex()).toBe(whole.hex());
    expect(restored.audit()).toStrictEqual([]);
  });

  test("a snapshot does not change when the ledger goes on", () => {
    const { ledger } = busy(1000, 5);
    const snapshot = ledger.snapshot();
    const text = encode(snapshot);
    operate(ledger, 1000, 6);
    expect(encode(snapshot)).toBe(text);
  });

  test("the digest tells asset, parties, amount, kind and order apart, and sees no zero amount", () => {
    const digestOf = (act: (ledger: Ledger, chart: ChartOfAccounts) => void) => {
      const digest = new Digest();
      const ledger = new Ledger(ASSETS, { digest });
      const chart = new ChartOfAccounts(ledger);
      for (const name of ["alice", "bob", "carol"]) chart.open(name, "holders");
      for (const asset of [USD, TOKEN]) ledger.mint(asset, 0, 10n, "genesis");
      act(ledger, chart);
      return digest.hex();
    };
    const pay = digestOf((ledger) => ledger.transfer(TOKEN, 0, 1, 5n, "pay"));
    const others = [
      digestOf((ledger) => ledger.transfer(USD, 0, 1, 5n, "pay")),
      digestOf((ledger) => ledger.transfer(TOKEN, 0, 2, 5n, "pay")),
      digestOf((ledger) => ledger.transfer(TOKEN, 0, 1, 6n, "pay")),
      digestOf((ledger) => ledger.transfer(TOKEN, 0, 1, 5n, "tip")),
      digestOf((ledger) => ledger.burn(TOKEN, 0, 5n, "pay")),
      digestOf((ledger, chart) => [ledger.transfer(TOKEN, 0, 1, 5n, "pay"), chart.open("dave", "holders")]),
      digestOf((ledger) => [
        ledger.transfer(TOKEN, 0, 1, 3n, "pay"),
        ledger.transfer(TOKEN, 0, 1, 2n, "pay"),
      ]),
      digestOf((ledger) => [
        ledger.transfer(TOKEN, 0, 1, 2n, "pay"),
        ledger.transfer(TOKEN, 0, 1, 3n, "pay"),
      ]),
    ];
    expect(new Set([pay, ...others]).size).toBe(9);
    const withZero = digestOf((ledger) => [
      ledger.transfer(TOKEN, 0, 2, 0, "none"),
      ledger.transfer(TOKEN, 0, 1, 5n, "pay"),
    ]);
    expect(withZero).toBe(pay);
  });
});
