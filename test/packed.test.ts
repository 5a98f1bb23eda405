import fc from "fast-check";
import { expect, test } from "vitest";
import { encode } from "../sim/codec.ts";
import { deflated, inflated, pack, unpack } from "../sim/packed.ts";

const column = fc.oneof(
  fc.float64Array({ maxLength: 9 }),
  fc.uint8Array({ maxLength: 9 }),
  fc.int32Array({ maxLength: 9 }),
);
const key = fc
  .oneof(fc.constantFrom("@", "@@", "$", "$number", "a"), fc.string())
  .filter((k) => k !== "__proto__");
const { data } = fc.letrec((tie) => ({
  data: fc.oneof(
    { maxDepth: 4 },
    fc.double(),
    fc.string(),
    fc.boolean(),
    fc.bigInt(),
    fc.constant(null),
    column,
    fc.array(tie("data"), { maxLength: 4 }),
    fc.dictionary(key, tie("data"), { maxKeys: 4 }),
  ),
}));

test("what is packed comes back as the same data, whatever its keys are called", async () => {
  await fc.assert(
    fc.asyncProperty(data, async (value) => {
      expect(encode(unpack(await inflated(await deflated(pack(value)))))).toBe(encode(value));
    }),
  );
});

test("the same data is the same bytes", () => {
  const made = () => pack({ t: Float64Array.of(1, 2), names: ["a"] });
  expect(made()).toEqual(made());
});

test("error: cut bytes are refused in words", () => {
  const bytes = pack({ t: Float64Array.of(1, 2, 3) });
  for (const length of [0, 3, 10, bytes.length - 8])
    expect(() => unpack(bytes.subarray(0, length))).toThrow("The packed data is cut, or something else.");
});
