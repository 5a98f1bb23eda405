import { describe, expect, test } from "vitest";
import type { EVENTS } from "../../sim/model/events.ts";
import type { Mechanism, Use } from "../../sim/model/mechanism.ts";
import { inlineTable } from "../../sim/schema/table.ts";
import { simulate } from "../mechanisms/consensus/small-world.ts";
import { scriptedEvents } from "../mechanisms/scripted-events.ts";
import { mechanisms } from "./worlds.ts";

/**
 * What a part must hear whoever else stands in the design: a market that evicts or reprices comes with any supply and
 * any customer. Who does a thing is known by the event that it emits.
 */
type Shared = keyof typeof EVENTS;
const MUST_HEAR: readonly {
  readonly who: string;
  readonly emits: Shared;
  readonly hears: readonly Shared[];
}[] = [
  {
    who: "runs jobs",
    emits: "jobStarted",
    hears: ["jobMatched", "jobFinished", "jobEvicted", "jobRepriced"],
  },
  { who: "offers machines", emits: "machineOffered", hears: ["machineBarred", "regionOutage"] },
  {
    who: "sends jobs",
    emits: "jobSubmitted",
    hears: ["jobStarted", "jobRepriced", "jobPaused", "jobFinished", "jobInterrupted", "jobLeft"],
  },
  { who: "matches jobs", emits: "jobMatched", hears: ["jobSubmitted", "jobFinished", "jobInterrupted"] },
  {
    who: "is paid for jobs",
    emits: "jobPaid",
    hears: ["jobStarted", "jobRepriced", "jobPaused", "jobFinished", "jobInterrupted"],
  },
  { who: "trades", emits: "swapped", hears: ["swapRequested"] },
];

const doing = (event: Shared): (readonly [string, Mechanism])[] =>
  mechanisms.filter(([, { emits = {} }]) => emits[event] === "shared");

describe.each(MUST_HEAR)("who $who", ({ emits, hears }) => {
  test.each(doing(emits))("%s hears all that may come of it", (_name, { on }) => {
    expect(hears.filter((event) => !Object.hasOwn(on, event))).toEqual([]);
  });
});

/** Each supply with eight GPUs that never fail, on which a script plays the market. */
const SUPPLIES: readonly (readonly [string, Use])[] = [
  [
    "supply/cohorts",
    { mechanism: "supply/cohorts", params: { providers: 1, candidatesPerWeek: 0, mtbf: 9e9 } },
  ],
  [
    "supply/fleet",
    {
      mechanism: "supply/fleet",
      params: {
        machines: inlineTable({
          ...{ provider: ["A"], count: [1], gpus: [8], kind: ["A100"], memory_gb: [80], throughput: [1] },
          ...{ region: ["US"], usd_per_gpu_hour: [0.1] },
        }),
        mtbf: 9e9,
      },
    },
  ],
  [
    "supply/profit-switching",
    { mechanism: "supply/profit-switching", params: { providers: 1, gpusEach: 8 } },
  ],
];

test("every supply of jobs is tried", () => {
  expect(SUPPLIES.map(([name]) => name)).toEqual(doing("jobStarted").map(([name]) => name));
});

const HOUR = 3600;
const ask = { gpus: 4, seconds: HOUR, usdPerGpuHour: 1 };

describe.each(SUPPLIES)("%s", (_name, supply) => {
  /** What is told of a job that comes and is matched at once, with what else a market says of it. */
  function toldOf(more: Parameters<typeof scriptedEvents>[0], asked = ask) {
    const { events } = simulate({
      world: [
        supply,
        { mechanism: "pricing/utilisation-indexed", params: {} },
        scriptedEvents([
          [10, "jobSubmitted", { job: 1, ...asked, patience: HOUR }],
          [10, "jobMatched", { job: 1, ...asked }],
          ...more,
        ]),
      ],
      until: 4 * HOUR,
    });
    const ends = ["jobFinished", "jobInterrupted", "jobPaused"];
    return events
      .filter(({ name }) => name === "jobStarted" || ends.includes(name))
      .map(({ t, name, payload }) => ({ t: Math.round(t), name, payload }));
  }

  test("refuses at once a match for which its GPUs are gone", () => {
    const told = toldOf([], { ...ask, gpus: 9 });
    expect(told).toMatchObject([{ t: 10, name: "jobInterrupted", payload: { job: 1, gpus: 9, seconds: 0 } }]);
  });

  test.each([
    [true, "jobPaused"],
    [false, "jobInterrupted"],
  ])("gives back the GPUs of a job that is evicted, its data kept: %s", (kept, name) => {
    const told = toldOf([
      [610, "jobEvicted", { job: 1, kept }],
      // All eight are free again.
      [620, "jobSubmitted", { job: 2, ...ask, gpus: 8, patience: HOUR }],
      [620, "jobMatched", { job: 2, ...ask, gpus: 8 }],
    ]);
    expect(told).toMatchObject([
      { t: 10, name: "jobStarted", payload: { job: 1 } },
      { t: 610, name, payload: { job: 1, gpus: 4, seconds: 600, usdPerGpuHour: 1 } },
      { t: 620, name: "jobStarted", payload: { job: 2 } },
      { name: "jobFinished", payload: { job: 2 } },
    ]);
  });

  test("ends a job that was repriced in its time, at the price of then", () => {
    const told = toldOf([[610, "jobRepriced", { job: 1, usdPerGpuHour: 2 }]]);
    const [started, ended, ...others] = told;
    expect(others).toEqual([]);
    const { seconds } = started!.payload as { seconds: number };
    expect(ended).toMatchObject({ name: "jobFinished", payload: { job: 1, gpus: 4, usdPerGpuHour: 2 } });
    expect(ended!.t).toBe(Math.round(10 + seconds));
    expect((ended!.payload as { seconds: number }).seconds).toBeCloseTo(seconds, 5);
  });
});
