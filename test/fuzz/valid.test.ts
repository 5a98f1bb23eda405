import { expect, test } from "vitest";
import { outcomeOf } from "./outcome.ts";
import { validWorld } from "./valid-worlds.ts";

/** A fixed part of what `npm run fuzz` tries: scenarios whose parameters all lie within their bounds. */
const CASES = 60;
const SHORT = { events: 2e4, steps: 1e6 };

test("a valid scenario runs to its end in numbers, or is refused before it begins; never more", async () => {
  const amiss: string[] = [];
  let ran = 0;
  for (let number = 0; number < CASES; number++) {
    const { what, scenario } = await validWorld(1, number);
    const { kind, words } = await outcomeOf(scenario, SHORT);
    if (kind === "ran") ran++;
    else if (kind !== "refused") amiss.push(`${number} ${kind}: ${what}\n${words}`);
  }
  expect(amiss).toEqual([]);
  expect(ran).toBeGreaterThan(CASES / 2);
}, 240_000);
