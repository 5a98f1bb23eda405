import fc from "fast-check";
import { expect, test } from "vitest";
import { productError } from "../../sim/formulas/exact-product.ts";

test("the rounded product and its error are the product, exactly", () => {
  const integers = fc.integer({ min: 0, max: 2 ** 48 });
  fc.assert(
    fc.property(integers, integers, (x, y) => {
      const product = x * y;
      expect(BigInt(product) + BigInt(productError(x, y, product))).toBe(BigInt(x) * BigInt(y));
    }),
  );
});
