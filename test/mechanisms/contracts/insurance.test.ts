import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectedLostSeconds } from "../../../sim/formulas/insurance.ts";
import { insurance } from "../../../sim/mechanisms/contracts/insurance.ts";
import { simulate } from "../consensus/small-world.ts";
import { type Happening, scriptedEvents, stretch } from "../scripted-events.ts";
import { job, moved } from "../supply/small-market.ts";

const HOUR = 3600;
const MTBF = 20 * HOUR;
const insured = (happenings: Happening[], params: object = {}, until = "20d") =>
  simulate({
    world: [scriptedEvents(happenings), insurance({ mtbf: MTBF, loading: 0, capitalUsd: 100, ...params })],
    until,
  });
const usd = (outcome: ReturnType<typeof insured>, kind: string) => Number(moved(outcome, kind)) / 1e6;

describe("10 hours on one GPU at 1 USD, one failure in 20 hours", () => {
  const fair =
    expectedLostSeconds({ seconds: 10 * HOUR, meanTimeToInterruption: MTBF, checkpoint: 0 }) / HOUR;

  test("cost a premium of what they are expected to lose, with the loading on top", () => {
    const outcome = insured(
      [
        [0, "jobStarted", stretch(1, 10 * HOUR)],
        [10 * HOUR, "jobFinished", stretch(1, 10 * HOUR)],
      ],
      { loading: 0.25 },
    );
    expect(usd(outcome, "premiums")).toBeCloseTo(fair * 1.25, 5);
    expect(usd(outcome, "claims")).toBe(0);
  });

  test("are worth their 4 hours when they are interrupted after 4", () => {
    const outcome = insured([
      [0, "jobStarted", stretch(1, 10 * HOUR)],
      [4 * HOUR, "jobInterrupted", stretch(1, 4 * HOUR)],
    ]);
    expect(outcome.run.summary["insurance.claimsUsd"]).toBe(4);
    expect(outcome.run.summary["insurance.lossRatio"]).toBeCloseTo(4 / fair, 4);
  });

  test("lose half an hour after 4.5 where every hour is safe, and pay less for it", () => {
    const outcome = insured([
      [0, "jobSubmitted", job(1, 1, 10 * HOUR, { checkpoint: HOUR })],
      [0, "jobStarted", stretch(1, 10 * HOUR)],
      [4.5 * HOUR, "jobInterrupted", stretch(1, 4.5 * HOUR)],
    ]);
    expect(outcome.run.summary["insurance.claimsUsd"]).toBe(0.5);
    const lost = expectedLostSeconds({
      seconds: 10 * HOUR,
      meanTimeToInterruption: MTBF,
      checkpoint: HOUR,
    });
    expect(usd(outcome, "premiums")).toBeCloseTo(lost / HOUR, 5);
  });

  test("that are paused after 4 pay for 4", () => {
    const outcome = insured([
      [0, "jobStarted", stretch(1, 10 * HOUR)],
      [4 * HOUR, "jobPaused", stretch(1, 4 * HOUR)],
    ]);
    const earned = expectedLostSeconds({ seconds: 4 * HOUR, meanTimeToInterruption: MTBF, checkpoint: 0 });
    expect(outcome.run.summary["insurance.premiumsUsd"]).toBeCloseTo(earned / HOUR, 5);
  });
});

test("a pool without means pays what it has and says so", () => {
  const outcome = insured(
    [
      [0, "jobStarted", stretch(1, 10 * HOUR)],
      [9 * HOUR, "jobInterrupted", stretch(1, 9 * HOUR)],
    ],
    { capitalUsd: 1 },
  );
  const premium = usd(outcome, "premiums");
  expect(outcome.run.summary["insurance.paidShare"]).toBeCloseTo((1 + premium) / 9, 5);
  expect(outcome.run.atEnd["insurance.poolUsd"]).toBe(0);
});

/** 4000 jobs of 10 hours, each interrupted at an exponential time where that comes first. */
function manyJobs(mean: number): Happening[] {
  return Array.from({ length: 4000 }, (_, at): Happening[] => {
    // Stratified uniforms: the sample is the law itself.
    const after = -mean * Math.log(1 - (at + 0.5) / 4000);
    const start = at * 11 * HOUR;
    return [
      [start, "jobStarted", stretch(at, 10 * HOUR)],
      after < 10 * HOUR
        ? [start + after, "jobInterrupted", stretch(at, after)]
        : [start + 10 * HOUR, "jobFinished", stretch(at, 10 * HOUR)],
    ];
  }).flat();
}

describe("4000 jobs interrupted by an exponential law", () => {
  test("a fair premium takes in what claims pay out", () => {
    const { summary } = insured(manyJobs(MTBF), { capitalUsd: 1e5 }, "2000d").run;
    expect(summary["insurance.lossRatio"]).toBeCloseTo(1, 2);
  });

  test("a premium for half the true hazard learns what is missing from its record", () => {
    const half = { mtbf: 2 * MTBF, capitalUsd: 1e5 };
    const blind = insured(manyJobs(MTBF), half, "2000d").run.summary["insurance.lossRatio"]!;
    const rated = insured(manyJobs(MTBF), { ...half, experienceRated: true }, "2000d").run.summary;
    expect(blind).toBeGreaterThan(1.5);
    // Claims come in the order of their size, small ones first: its rates follow late.
    expect(rated["insurance.lossRatio"]!).toBeLessThan(blind);
  });
});

test("the pool is never negative, whatever happens to its jobs", () => {
  const fate = fc.record({
    seconds: fc.double({ min: 1, max: 50 * HOUR, noNaN: true }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    how: fc.constantFrom("jobFinished", "jobInterrupted", "jobPaused", "nothing"),
    usdPerGpuHour: fc.double({ min: 0, max: 100, noNaN: true }),
  });
  fc.assert(
    fc.property(
      fc.array(fate, { maxLength: 12 }),
      fc.double({ min: 0, max: 50, noNaN: true }),
      (fates, capitalUsd) => {
        const happenings = fates.flatMap(({ seconds, share, how, usdPerGpuHour }, at): Happening[] => {
          const price = { usdPerGpuHour };
          const begun: Happening = [at * HOUR, "jobStarted", stretch(at, seconds, price)];
          if (how === "nothing") return [begun];
          const ran = how === "jobFinished" ? seconds : seconds * share;
          return [begun, [at * HOUR + ran, how as "jobFinished", stretch(at, ran, price)]];
        });
        const { run } = insured(happenings, { capitalUsd }, "5d");
        expect(run.atEnd["insurance.poolUsd"]).toBeGreaterThanOrEqual(0);
        expect(run.summary["insurance.paidShare"]).toBeLessThanOrEqual(1);
      },
    ),
    { numRuns: 40 },
  );
});
