import { expect, test } from "vitest";
import { Digest } from "../../sim/digest.ts";
import { EVENTS, type EventSpec } from "../../sim/model/events.ts";
import { absorberOf, HOT_EVENTS } from "../../sim/run/hot-events.ts";
import { fieldsOf } from "../../sim/run/parts.ts";

test.each([...HOT_EVENTS])("%s is fed as any other event", (name, absorb) => {
  const spec: EventSpec = (EVENTS as Record<string, EventSpec>)[name]!;
  const payload = Object.fromEntries(Object.keys(spec.fields).map((field, at) => [field, 1 / (at + 3)]));
  const [hot, any] = [new Digest(), new Digest()];
  absorb(hot, payload);
  absorberOf(fieldsOf(spec, true), fieldsOf(spec, false))(any, payload);
  expect(hot.hex()).toBe(any.hex());
});
