import fc from "fast-check";
import { expect, test } from "vitest";
import { SmallSet } from "../../sim/run/small-set.ts";

test("A small set has what a set has, in ascending order", () => {
  const members = fc.array(fc.oneof(fc.nat(40), fc.nat(5_000)));
  fc.assert(
    fc.property(members, fc.nat(6_000), (added, asked) => {
      const small = new SmallSet();
      for (const member of added) small.add(member);
      const reference = new Set(added);
      expect([...small]).toEqual([...reference].sort((a, b) => a - b));
      expect(small.size).toBe(reference.size);
      expect(small.has(asked)).toBe(reference.has(asked));
    }),
  );
});
