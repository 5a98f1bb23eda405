import { expect, test } from "vitest";
import { invoice } from "../../../sim/mechanisms/contracts/invoice.ts";
import { simulate } from "../consensus/small-world.ts";
import { type Happening, scriptedEvents, stretch } from "../scripted-events.ts";

const HOUR = 3_600;
const DAY = 24 * HOUR;
const billed = (happenings: Happening[], params: object, until = "60d") =>
  simulate({ world: [scriptedEvents(happenings), invoice(params)], until }).run;

const HOURS = 10;
/** Ten hours of one GPU at 1 USD. */
const job = (number: number, start: number): Happening[] => [
  [start, "jobStarted", stretch(number, HOURS * HOUR)],
  [start + HOURS * HOUR, "jobFinished", stretch(number, HOURS * HOUR)],
];

test("a bill is written when its job ends and paid when it is due", () => {
  const { atEnd, summary } = billed(job(1, 0), { term: 30 * DAY, defaultsPerYear: 0 });
  expect(summary["customers.paidUsd"]).toBe(10);
  expect(summary["contracts.lossUsd"]).toBe(0);
  expect(atEnd["contracts.owedUsd"]).toBe(0);
  // Thirty of sixty days.
  expect(summary["contracts.owedUsd"]).toBeCloseTo(10 / 2, 10);
});

test("of many bills as many are lost as customers fail before they pay, less what is recovered", () => {
  const jobs = Array.from({ length: 2_000 }, (_, at) => job(at + 1, at * HOUR)).flat();
  const [term, rate, recovered] = [30 * DAY, 1, 0.25];
  const { summary } = billed(jobs, { term, defaultsPerYear: rate, recovered }, "150d");
  const lost = summary["contracts.lossUsd"]! / (2_000 * HOURS) / (1 - recovered);
  const expected = 1 - Math.exp((-rate * (term + HOURS * HOUR)) / (365 * DAY));
  // Four standard errors of a share.
  expect(Math.abs(lost - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / 2_000));
  expect(summary["customers.paidUsd"]! + summary["contracts.lossUsd"]!).toBeCloseTo(2_000 * HOURS, 3);
});
