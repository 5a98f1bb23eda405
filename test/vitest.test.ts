import "../sim/vitest.ts";
import { beforeAll, describe, expect, test } from "vitest";
import type { Run } from "../sim/run/result.ts";
import { run } from "../sim/run/run.ts";
import { catalogueOf } from "../sim/scenario/catalogue.ts";
import { resolve } from "../sim/scenario/resolve.ts";
import { defineScenario } from "../sim/scenario/scenario.ts";
import coinToss from "./cli/scenarios/coin-toss.ts";
import { runOf } from "./experiment/runs.ts";

const chain = defineScenario({
  title: "A chain",
  until: "20d",
  sample: "1d",
  world: [
    { mechanism: "issuance/genesis", params: { supply: 1000, allocation: { holders: 1 } } },
    { mechanism: "consensus/nakamoto", params: { blockTime: 3_600 } },
    { mechanism: "issuance/fixed", params: { tokensPerDay: 10, split: { security: 1 } } },
  ],
});

let real: Run;
beforeAll(() => {
  const catalogue = catalogueOf(chain);
  real = run(resolve(chain, catalogue, { name: "chain" }), catalogue, { design: "base" });
});

/** What a failing matcher says. */
function messageOf(check: () => void): string {
  try {
    check();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("The matcher passed.");
}

const MILLION = 1_000_000n;
const flow = (from: string, to: string, amount: bigint) => ({
  period: 0,
  asset: "token",
  decimals: 6,
  from,
  to,
  kind: "pay",
  amount,
  value: Number(amount) / 1e6,
});
const balance = (sector: string, opening: bigint, closing: bigint) => ({
  asset: "token",
  decimals: 6,
  sector,
  opening: opening * MILLION,
  closing: closing * MILLION,
});

/** 10 tokens, 5 minted to a, 3 paid by a to b, 1 burned by b. */
const books = {
  balances: [balance("a", 10n, 12n), balance("b", 0n, 2n)],
  flows: [
    flow("issuance", "a", 5n * MILLION),
    flow("a", "b", 3n * MILLION),
    flow("b", "issuance", 1n * MILLION),
  ],
  atEnd: { m: 1, "ledger.supply[token]": 14 },
};

describe("toConserve", () => {
  test("a real run conserves what it holds", () => {
    expect(real).toConserve("token");
    expect(runOf("a", 0, [1], books)).toConserve("token");
  });

  test("a base unit that is lost is named with its sector", () => {
    const short = {
      ...books,
      balances: [books.balances[0]!, { ...balance("b", 0n, 2n), closing: 1_999_999n }],
    };
    expect(messageOf(() => expect(runOf("a", 0, [1], short)).toConserve("token"))).toBe(
      [
        "Expected the run to conserve token:",
        "  b: opening + inflows − outflows make 2 token (2000000 base units), but its closing balance is 1.999999 token (1999999 base units).",
        "  Opening supply + minted − burned make 14 token (14000000 base units), but the closing balances add up to 13.999999 token (13999999 base units).",
        "  ledger.supply[token] is 14 at the end, but the closing balances add up to 13.999999.",
      ].join("\n"),
    );
  });

  test("a sector with flows and no balance cannot hide them", () => {
    const hidden = { ...books, balances: books.balances.slice(0, 1) };
    expect(messageOf(() => expect(runOf("a", 0, [1], hidden)).toConserve("token"))).toContain("b: opening");
  });

  test("a supply that is another than the balances is found where every sector balances", () => {
    const minted = runOf("a", 0, [1], { ...books, atEnd: { m: 1, "ledger.supply[token]": 15 } });
    expect(minted).not.toConserve("token");
  });

  test("error: an asset that is not there fails with and without not", () => {
    const message = 'The run has no asset "tokn". Did you mean "token"?';
    expect(messageOf(() => expect(real).toConserve("tokn"))).toContain(message);
    expect(messageOf(() => expect(real).not.toConserve("tokn"))).toContain(message);
    expect(messageOf(() => expect(1).toConserve("token"))).toContain("toConserve takes a run.");
  });
});

describe("toKeepAllClaims", () => {
  const toss = (stopAt: number) => () => {
    const catalogue = catalogueOf(coinToss);
    const resolved = resolve(coinToss, catalogue, { name: "toss", set: [`test/toss.stopAt=${stopAt}`] });
    return run(resolved, catalogue, { design: "fair" });
  };

  test("a run, a function that runs, and a promise of a run", async () => {
    expect(real).toKeepAllClaims();
    expect(toss(1_000_000)).toKeepAllClaims();
    await expect(async () => real).toKeepAllClaims();
  });

  test("a broken claim is told as the run told it", async () => {
    const message = messageOf(() => expect(toss(5)).toKeepAllClaims());
    expect(message).toMatch(
      /^Expected the run to keep all claims:\n {2}test\/toss: heads stay below the limit\.\n[\s\S]*event #\d+ tossed/,
    );
    await expect(async () => {
      await expect(async () => toss(5)()).toKeepAllClaims();
    }).rejects.toThrow("heads stay below the limit");
    expect(toss(5)).not.toKeepAllClaims();
  });

  test("a stored run that was changed is found out", () => {
    const blocks = real.blocks.map((block, index) =>
      index === 7 ? { ...block, proposer: "mallory" } : block,
    );
    expect(messageOf(() => expect({ ...real, blocks }).toKeepAllClaims())).toContain(
      `Block ${blocks[7]!.height} hashes to `,
    );
    const summary = { ...real.summary, "token.inflation[token]": Number.POSITIVE_INFINITY };
    expect(messageOf(() => expect({ ...real, summary }).toKeepAllClaims())).toContain(
      "token.inflation[token] is Infinity in the summary.",
    );
    const t = real.t.slice().reverse();
    expect(messageOf(() => expect({ ...real, t }).toKeepAllClaims())).toContain(
      "Sample 1 is at 19 d, not after the one before it at 20 d.",
    );
  });

  test("error: what is no broken claim is thrown on", () => {
    expect(
      messageOf(() =>
        expect(() => {
          throw new Error("out of memory");
        }).not.toKeepAllClaims(),
      ),
    ).toBe("out of memory");
  });
});

describe("toReach", () => {
  test("holds at some sample, before a time where one is given", () => {
    expect(real).toReach("ledger.supply >= 1100");
    expect(runOf("a", 0, [1, 2, 3])).toReach("m == 2", { before: "2d" });
    expect(runOf("a", 0, [1, 2, 3])).not.toReach("m == 3", { before: "2d" });
  });

  test("says what came nearest, and when it was reached after all", () => {
    const made = runOf("a", 0, [1, 2, 3]);
    expect(messageOf(() => expect(made).toReach("m >= 4"))).toBe(
      "Expected the run to reach m >= 4:\n  At no sample up to 3 d; nearest at 3 d, when m = 3.",
    );
    expect(messageOf(() => expect(made).not.toReach("m >= 2"))).toBe(
      "Expected the run not to reach m >= 2, but it does at 2 d.",
    );
  });

  test("error: an unknown measure and a time that is none fail with and without not", () => {
    expect(messageOf(() => expect(real).not.toReach("ledger.suply > 1"))).toContain(
      'There is no measure "ledger.suply". Did you mean "ledger.supply"?',
    );
    expect(messageOf(() => expect(real).not.toReach("ledger.supply > 1", { before: "soon" }))).toContain(
      'before has to be a duration above 0 such as 60d, got "soon".',
    );
  });
});
