import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { absorbersText } from "../../sim/cli/written/absorbers-text.ts";
import { Digest } from "../../sim/digest.ts";
import { EVENTS, type EventSpec, type FieldKind } from "../../sim/model/events.ts";
import { type Absorb, absorberOf } from "../../sim/run/absorb.ts";
import { ABSORBERS } from "../../sim/run/absorbers.ts";

const VALUES: Readonly<Record<FieldKind, fc.Arbitrary<unknown>>> = {
  number: fc.double(),
  gpus: fc.nat(1e6).map((hundredths) => hundredths / 100),
  text: fc.string(),
  flag: fc.boolean(),
  numbers: fc.array(fc.double(), { maxLength: 3 }),
};

/** Any payload of an event; each field that it may leave out is there or not. */
const payloadOf = ({ fields, details = {} }: EventSpec): fc.Arbitrary<object> =>
  fc.record(
    Object.fromEntries(Object.entries({ ...fields, ...details }).map(([name, kind]) => [name, VALUES[kind]])),
    { requiredKeys: Object.keys(fields) },
  );

const fed = (absorb: Absorb, payload: object): string => {
  const digest = new Digest();
  absorb(digest, payload);
  return digest.hex();
};

test("what is written of the shared events is what the vocabulary says", () => {
  const file = new URL("../../sim/run/absorbers.ts", import.meta.url);
  expect(readFileSync(file, "utf8")).toBe(absorbersText(EVENTS));
});

test.each(Object.entries<EventSpec>(EVENTS))(
  "%s is fed as an event of a mechanism's own is",
  (name, spec) => {
    const absorb = (ABSORBERS as Record<string, Absorb>)[name]!;
    fc.assert(
      fc.property(payloadOf(spec), (payload) => fed(absorb, payload) === fed(absorberOf(spec), payload)),
    );
  },
);

test.each(Object.entries<EventSpec>(EVENTS))("each field of %s makes a difference", (name, spec) => {
  const absorb = (ABSORBERS as Record<string, Absorb>)[name]!;
  const kinds = { ...spec.fields, ...spec.details };
  fc.assert(
    fc.property(payloadOf(spec), payloadOf(spec), (one, other) => {
      for (const field of Object.keys(kinds)) {
        const changed = { ...one, [field]: (other as Record<string, unknown>)[field] };
        expect(fed(absorb, changed) === fed(absorb, one)).toBe(same(changed, one, field));
      }
    }),
  );
});

/** Whether a field is the same in both; every NaN is. */
function same(one: object, other: object, field: string): boolean {
  const [x, y] = [one, other].map((payload) => (payload as Record<string, unknown>)[field]);
  return Array.isArray(x) && Array.isArray(y)
    ? x.length === y.length && x.every((value, at) => Object.is(value, y[at]))
    : Object.is(x, y);
}
