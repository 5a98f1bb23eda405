import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decode, encode, hash, sha256Hex } from "../sim/codec.ts";

const typedArray = fc.oneof(
  fc.int8Array(),
  fc.uint8Array(),
  fc.uint8ClampedArray(),
  fc.int16Array(),
  fc.uint16Array(),
  fc.int32Array(),
  fc.uint32Array(),
  fc.float32Array(),
  fc.float64Array(),
  fc.bigInt64Array(),
  fc.bigUint64Array(),
);
const key = fc.oneof(
  fc.string(),
  fc.constantFrom("$", "$$x", "$bigint", "$Float64Array", "constructor", "10", "9"),
);
const plainKey = key.filter((name) => name !== "__proto__");
const { data } = fc.letrec((tie) => ({
  data: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.double(),
    fc.bigInt(),
    fc.string({ unit: "binary" }),
    typedArray,
    fc.array(tie("data")),
    fc.dictionary(plainKey, tie("data"), { noNullPrototype: true }),
  ),
}));

describe("encode and decode", () => {
  test("any plain data comes back the same", () => {
    fc.assert(
      fc.property(data, (value) => isDeepStrictEqual(decode(encode(value)), value)),
      { numRuns: 500 },
    );
  });

  test("the text of what comes back is the same text", () => {
    fc.assert(fc.property(data, (value) => encode(decode(encode(value))) === encode(value)));
  });

  test("two values have the same text exactly when they are the same data", () => {
    fc.assert(
      fc.property(data, data, (a, b) => (encode(a) === encode(b)) === isDeepStrictEqual(a, b)),
      { numRuns: 500 },
    );
  });

  test("the text is what the format says", () => {
    const value = { b: [1, -0, Number.NaN, -Infinity], a: { $x: 12n, "": null }, c: new Float64Array([1]) };
    expect(encode(value)).toBe(
      '{"a":{"":null,"$$x":{"$bigint":"12"}},"b":[1,-0,{"$number":"NaN"},{"$number":"-Infinity"}],"c":{"$Float64Array":"AAAAAAAA8D8="}}',
    );
  });

  test("the order in which keys were set does not matter", () => {
    expect(encode({ b: 1, a: 2, 10: 3, 9: 4 })).toBe('{"10":3,"9":4,"a":2,"b":1}');
    expect(encode({ 9: 4, a: 2, 10: 3, b: 1 })).toBe('{"10":3,"9":4,"a":2,"b":1}');
  });

  test("-0 in arrays and typed arrays is kept", () => {
    expect(Object.is(decode(encode(-0)), -0)).toBe(true);
    expect(Object.is((decode(encode(new Float32Array([-0]))) as Float32Array)[0], -0)).toBe(true);
  });

  test("every NaN in a typed array has the same text, whatever its bits", () => {
    const odd = new Float64Array(new BigUint64Array([0xfff800000000beefn]).buffer);
    expect(encode(odd)).toBe(encode(new Float64Array([Number.NaN])));
    const oddSingle = new Float32Array(new Uint32Array([0xffc0beef]).buffer);
    expect(encode(oddSingle)).toBe(encode(new Float32Array([Number.NaN])));
  });

  test("a view on part of a buffer is written without the rest, and the original is left alone", () => {
    const whole = Float64Array.of(1, Number.NaN, 3);
    expect(decode(encode(whole.subarray(1, 2)))).toStrictEqual(Float64Array.of(Number.NaN));
    expect(whole).toStrictEqual(Float64Array.of(1, Number.NaN, 3));
  });

  test("a long typed array comes back the same", () => {
    const long = Uint8Array.from({ length: 100_001 }, (_, index) => index * 7);
    expect(decode(encode(long))).toStrictEqual(long);
  });

  test("an object met twice is written twice", () => {
    const shared = { x: 1 };
    expect(encode([shared, shared])).toBe('[{"x":1},{"x":1}]');
  });
});

describe("what is no plain data is refused with its path", () => {
  class Wallet {}
  const cycle: { state: { self?: unknown } } = { state: {} };
  cycle.state.self = cycle;
  const deep: unknown[] = [];
  let innermost = deep;
  for (let level = 0; level < 1000; level++) {
    const next: unknown[] = [];
    innermost.push(next);
    innermost = next;
  }
  const holed = [1];
  holed.length = 2;
  const named = Object.assign([1], { extra: 2 });
  const cases: [string, unknown, string][] = [
    ["undefined", { a: [0, { b: undefined }] }, "The value at a[1].b is undefined and cannot be encoded."],
    [
      "a function",
      { "two words": () => 1 },
      'The value at ["two words"] is a function and cannot be encoded.',
    ],
    ["a symbol", Symbol("x"), "The value is a symbol and cannot be encoded."],
    ["a Map", [new Map()], "The value at [0] is an instance of Map and cannot be encoded."],
    ["a Set", { s: new Set() }, "The value at s is an instance of Set and cannot be encoded."],
    ["a Date", { s: new Date(0) }, "The value at s is an instance of Date and cannot be encoded."],
    ["a class", { w: new Wallet() }, "The value at w is an instance of Wallet and cannot be encoded."],
    ["a Buffer", Buffer.from("x"), "The value is an instance of Buffer and cannot be encoded."],
    [
      "a DataView",
      new DataView(new ArrayBuffer(1)),
      "The value is an instance of DataView and cannot be encoded.",
    ],
    [
      "a cycle",
      cycle,
      "The value at state.self refers back to an object that holds it and cannot be encoded.",
    ],
    ["a hole", holed, "The value at [1] is a hole and cannot be encoded."],
    ["a named element", named, "The value is an array with named properties and cannot be encoded."],
    [
      "a symbol key",
      { [Symbol("x")]: 1 },
      "The value has a hidden property or one keyed by a symbol and cannot be encoded.",
    ],
    [
      "__proto__",
      JSON.parse('{"a":{"__proto__":1}}'),
      "The value at a.__proto__ has a key that stands for the prototype and cannot be encoded.",
    ],
  ];
  test.each(cases)("%s", (_, value, sentence) => {
    expect(() => encode(value)).toThrow(
      `${sentence}\n\nPlain data can: null, booleans, numbers, bigints, strings, typed arrays, and arrays and plain objects of these.`,
    );
  });

  test("more than 1,000 levels", () => {
    expect(() => encode(deep)).toThrow(/ lies deeper than 1000 levels and cannot be encoded\./);
    expect(encode(deep[0])).toBe("[".repeat(1000) + "]".repeat(1000));
  });
});

describe("text that encode did not write is refused", () => {
  test.each([
    ["[1,", /^The encoded text is not JSON\.\n\n {2}/],
    [
      '{"a":{"__proto__":{"x":1}}}',
      "The value at a.__proto__ has a key that stands for the prototype and cannot be decoded.",
    ],
    [
      '[{"$Map":"AA=="}]',
      "The value at [0] is marked $Map, which is no value of the codec and cannot be decoded.",
    ],
    [
      '{"$bigint":"1e3"}',
      "The value is marked $bigint, which is no value of the codec and cannot be decoded.",
    ],
    [
      '{"$bigint":"1","x":1}',
      "The value is marked $bigint, which is no value of the codec and cannot be decoded.",
    ],
    [
      '{"$number":"12"}',
      "The value is marked $number, which is no value of the codec and cannot be decoded.",
    ],
    ['{"$Float64Array":"AAAA"}', "The value is no base64 of a Float64Array and cannot be decoded."],
    ['{"$Uint8Array":"A A="}', "The value is no base64 of a Uint8Array and cannot be decoded."],
    [`${"[".repeat(2000)}${"]".repeat(2000)}`, / lies deeper than 1000 levels and cannot be decoded\./],
  ])("%.40s", (text, message) => {
    expect(() => decode(text)).toThrow(message);
  });

  test("a prototype is never touched", () => {
    const hostile = decode('{"constructor":{"prototype":{"x":1}}}');
    expect(isDeepStrictEqual(hostile, { constructor: { prototype: { x: 1 } } })).toBe(true);
    expect(({} as { x?: number }).x).toBeUndefined();
  });
});

describe("sha256Hex", () => {
  // FIPS 180-4, examples of the Secure Hash Standard, NIST.
  test("gives the values of the standard", () => {
    expect(sha256Hex("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect(sha256Hex("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect(sha256Hex(new Uint8Array([97, 98, 99]))).toBe(sha256Hex("abc"));
  });

  test("hash is that of the canonical text", () => {
    expect(hash({ b: "é", a: 1 })).toBe(sha256Hex(new TextEncoder().encode('{"a":1,"b":"é"}')));
  });
});
