import { expect, test } from "vitest";
import { Digest } from "../../sim/digest.ts";
import { EVENTS, type EventSpec } from "../../sim/model/events.ts";
import { absorberOf, HOT_EVENTS, withDetails } from "../../sim/run/hot-events.ts";
import { fieldsOf } from "../../sim/run/parts.ts";

test.each([...HOT_EVENTS])("%s is fed as any other event", (name, absorb) => {
  const spec: EventSpec = (EVENTS as Record<string, EventSpec>)[name]!;
  const payload = Object.fromEntries(Object.keys(spec.fields).map((field, at) => [field, 1 / (at + 3)]));
  const [hot, any] = [new Digest(), new Digest()];
  absorb(hot, payload);
  absorberOf(fieldsOf(spec, true), fieldsOf(spec, false))(any, payload);
  expect(hot.hex()).toBe(any.hex());
});

test.each([...HOT_EVENTS])("%s is fed each field that it need not have", (name, absorb) => {
  const spec: EventSpec = (EVENTS as Record<string, EventSpec>)[name]!;
  const details = Object.keys(spec.details ?? {}).sort();
  const plain = Object.fromEntries(Object.keys(spec.fields).map((field, at) => [field, 1 / (at + 3)]));
  const fed = (payload: object, event: string): string => {
    const digest = new Digest();
    withDetails(absorb, details, event)(digest, payload);
    return digest.hex();
  };
  for (const detail of details) {
    const payload = {
      ...plain,
      [detail]: spec.details![detail] === "text" ? "x" : spec.details![detail] === "numbers" ? [7] : 7,
    };
    expect(fed(payload, name), detail).not.toBe(fed(plain, name));
    expect(fed(payload, name), detail).toBe(fed(payload, "another"));
  }
});
