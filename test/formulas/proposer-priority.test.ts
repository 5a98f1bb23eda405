import fc from "fast-check";
import { expect, test } from "vitest";
import { firstTurns, nextProposer, type Turn } from "../../sim/formulas/proposer-priority.ts";

function proposers(powers: readonly bigint[], count: number): { order: number[]; turns: Turn[] } {
  let turns = firstTurns(powers);
  const order: number[] = [];
  for (let height = 0; height < count; height += 1) {
    const next = nextProposer(turns);
    order.push(next.proposer);
    turns = next.turns;
  }
  return { order, turns };
}

test("proposers come in the order of cometbft's test", () => {
  // By address: bar, baz, foo.
  const { order } = proposers([300n, 330n, 1_000n], 20);
  const names = order.map((index) => ["bar", "baz", "foo"][index]).join(" ");
  expect(names).toBe("foo baz foo bar foo foo baz foo bar foo foo baz foo foo bar foo baz foo foo bar");
});

test("everyone proposes by power, and priorities stay centred", () => {
  const powers = fc.array(fc.bigInt({ min: 1n, max: 1_000n }), { minLength: 1, maxLength: 7 });
  fc.assert(
    fc.property(powers, (set) => {
      const total = set.reduce((sum, power) => sum + power, 0n);
      const { order, turns } = proposers(set, 2_000);
      const fair = set.every((power, index) => {
        const due = (2_000 * Number(power)) / Number(total);
        return Math.abs(order.filter((proposer) => proposer === index).length - due) <= set.length + 2;
      });
      const sum = turns.reduce((all, { priority }) => all + priority, 0n);
      return fair && (sum < 0n ? -sum : sum) <= BigInt(set.length);
    }),
    { numRuns: 50 },
  );
});

test("a set without power is refused", () => {
  expect(() => firstTurns([0n, 0n])).toThrow("at least one validator with power above 0");
});
