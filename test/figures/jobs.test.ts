import { describe, expect, test } from "vitest";
import type { FigureInput } from "../../sim/figures/figure.ts";
import { drawings } from "../../sim/figures/figures.ts";
import { gpuUse, jobSpans, lanesOf, windowOf } from "../../sim/figures/job-spans.ts";
import { svgText } from "../../sim/figures/svg.ts";
import { waitCurve, waitFinding } from "../../sim/figures/wait-curves.ts";
import { OUTCOMES, type Outcome, type RecordedJobs } from "../../sim/model/recorded-jobs.ts";
import { Random } from "../../sim/random.ts";
import type { Run } from "../../sim/run/result.ts";
import { DAY, HOUR } from "../../sim/units.ts";
import { runOf } from "../experiment/runs.ts";
import { expectSnapshot } from "./snapshot.ts";
import { syntheticScenario } from "./synthetic-runs.ts";

interface ByHand {
  readonly submitted: number;
  /** Left out: it never ran. */
  readonly started?: number;
  readonly end: number;
  readonly outcome?: Outcome;
  readonly gpus?: number;
  readonly class?: string;
  readonly machine?: number;
  /** What it waited in its record. */
  readonly recorded?: number;
  readonly ran?: number;
}

function jobsOf(rows: readonly ByHand[]): RecordedJobs {
  const classes = [...new Set(rows.map((row) => row.class ?? ""))];
  const column = (of: (row: ByHand, at: number) => number) => Float64Array.from(rows, of);
  const ranOf = ({ started, end, ran }: ByHand) => ran ?? (started === undefined ? 0 : end - started);
  const ended = ({ outcome = "finished" }: ByHand) => outcome === "finished" || outcome === "interrupted";
  return {
    job: column((_, at) => at),
    classes,
    recordIds: [""],
    recordId: new Int32Array(rows.length),
    recordedWait: column(({ recorded = Number.NaN }) => recorded),
    places: [""],
    place: new Int32Array(rows.length),
    class: Int32Array.from(rows, (row) => classes.indexOf(row.class ?? "")),
    gpus: column(({ gpus = 1 }) => gpus),
    submitted: column(({ submitted }) => submitted),
    started: column(({ started = Number.NaN }) => started),
    finished: column((row) => (ended(row) ? row.end : Number.NaN)),
    waitingTime: column((row) => row.end - row.submitted - ranOf(row)),
    executionTime: column(ranOf),
    interruptions: new Int32Array(rows.length),
    provider: column(({ machine = Number.NaN }) => machine),
    usdPaid: new Float64Array(rows.length),
    energyJoules: new Float64Array(rows.length),
    outcome: Uint8Array.from(rows, ({ outcome = "finished" }) => OUTCOMES.indexOf(outcome)),
  };
}

/** One queue for `width` GPUs, first come first served, by hand: what each waits depends on the design's width. */
function queue(
  design: number,
  replication: number,
  count: number,
  more: (at: number) => Partial<ByHand>,
): ByHand[] {
  const random = new Random(replication, "queue");
  const free = new Float64Array(6 - design);
  let t = 0;
  return Array.from({ length: count }, (_, at): ByHand => {
    t += random.at(at, "gap").exponential(0.9 * HOUR);
    const length = 3.5 * HOUR * random.at(at, "length").lognormal(0, 1);
    const machine = free.indexOf(free.reduce((one, other) => Math.min(one, other)));
    const started = Math.max(t, free[machine]!);
    if (started - t > 12 * HOUR) return { submitted: t, end: t + 12 * HOUR, outcome: "left", ...more(at) };
    const isStruck = at % 23 === 22;
    const end = started + (isStruck ? length / 2 : length);
    free[machine] = end;
    return {
      submitted: t,
      started,
      end,
      machine,
      outcome: isStruck ? "interrupted" : "finished",
      ...more(at),
    };
  });
}

function inputOf(
  count: number,
  more: (at: number) => Partial<ByHand>,
  changes: { readonly designs?: readonly string[]; readonly replications?: number } = {},
): FigureInput {
  const { designs = ["wide", "narrow"], replications = 2 } = changes;
  const runs = designs.flatMap((design, index) =>
    Array.from({ length: replications }, (_, replication): Run => {
      const rows = queue(2 * index, replication, count, more);
      return runOf(design, replication, [1], { jobs: jobsOf(rows) });
    }),
  );
  const until = Math.ceil((count * 1.1 * HOUR) / DAY) * DAY;
  const scenario = syntheticScenario({
    until,
    warmUp: 0,
    designs: designs.map((name) => ({ name, uses: [] })),
    control: designs[0]!,
  });
  return { scenario, runs, points: [] };
}

const CLASSES = ["training", "batch", "inference"];
const drawn = (input: FigureInput, name: string) =>
  drawings(input).find((figure) => figure.name === name)!.drawing;
const nameless = { machine: Number.NaN };

describe("figures of single jobs", () => {
  test("gantt and waits look as they did", () => {
    const input = inputOf(150, (at) => ({ ...nameless, class: CLASSES[at % 3]! }));
    expectSnapshot("gantt", svgText(drawn(input, "gantt")));
    expectSnapshot("waits", svgText(drawn(input, "waits")));
    const recorded = inputOf(150, (at) => ({ ...nameless, recorded: (at % 7) * 0.5 * HOUR }));
    expectSnapshot("recorded-waits", svgText(drawn(recorded, "recorded-waits")));
  });

  test("a gantt of few machines has them as rows", () => {
    const input = inputOf(150, () => ({}), { designs: ["wide"] });
    expectSnapshot("gantt-by-machine", svgText(drawn(input, "gantt")));
  });

  test("of many jobs it shows one in so many, where most were waited for, and says so", () => {
    const drawing = drawn(
      inputOf(5_000, () => nameless),
      "gantt",
    );
    expect(drawing.caption).toMatch(
      /^Below: the \d+ d( \d+ h)? in which most GPUs were waited for, framed above, one in \d of its jobs\./,
    );
    expect(svgText(drawing)).not.toMatch(/NaN|undefined|Infinity/);
  });

  test("are left out where no jobs were recorded, or none came", () => {
    const input = inputOf(10, () => ({}));
    const without = { ...input, runs: input.runs.map(({ jobs: _, ...run }) => run) };
    const none = { ...input, runs: input.runs.map((run) => ({ ...run, jobs: jobsOf([]) })) };
    for (const each of [without, none])
      expect(drawings(each).map(({ name }) => name)).not.toEqual(expect.arrayContaining(["gantt"]));
  });

  test("do not depend on the order of the runs", () => {
    const input = inputOf(60, () => ({}));
    const reversed = { ...input, runs: input.runs.toReversed() };
    for (const name of ["gantt", "waits"])
      expect(svgText(drawn(reversed, name))).toBe(svgText(drawn(input, name)));
  });

  test("draw a run in which nobody started, one that left, and one that is not over", () => {
    const input = inputOf(1, () => ({}), { designs: ["alone"], replications: 1 });
    const of = (row: ByHand) => ({ ...input, runs: [{ ...input.runs[0]!, jobs: jobsOf([row]) }] });
    for (const row of [
      { submitted: 0, end: DAY, outcome: "waiting" },
      { submitted: 0, end: 0, outcome: "left" },
      { submitted: HOUR, started: HOUR, end: DAY, outcome: "running" },
    ] as const)
      for (const name of ["gantt", "waits"])
        expect(svgText(drawn(of(row), name))).not.toMatch(/NaN|undefined|Infinity/);
  });
});

describe("what they are drawn from", () => {
  test("waits: those of jobs that left count as longer (by hand)", () => {
    const jobs = jobsOf([
      { submitted: 0, started: 0, end: 100 },
      { submitted: 10, started: 20, end: 100 },
      { submitted: 10, end: 25, outcome: "left" },
      { submitted: 50, started: 80, end: 100 },
    ]);
    const curve = waitCurve([runOf("a", 0, [1], { jobs })], 0);
    // 4 at risk at 0, 3 at 10, and after the one censored at 15, 1 at 30.
    expect([curve.time, curve.share]).toEqual([
      [0, 10, 30],
      [0.75, 0.5, 0],
    ]);
    expect(curve.censored).toBe(1);
    expect(waitFinding(curve)).toBe("25 % of jobs start at once, one in twenty waits longer than 30 s");
    expect(waitCurve([runOf("a", 0, [1], { jobs })], 10).count).toBe(3);
  });

  test("the finding says what can be known", () => {
    const found = (rows: readonly ByHand[]) =>
      waitFinding(waitCurve([runOf("a", 0, [1], { jobs: jobsOf(rows) })], 0));
    expect(found([{ submitted: 0, started: 0, end: 1 }])).toBe(
      "100 % of jobs start at once, fewer than one in twenty wait",
    );
    expect(found([{ submitted: 0, end: 9, outcome: "waiting" }])).toBe("no job starts");
    expect(
      found([
        { submitted: 0, started: 60, end: 99 },
        { submitted: 0, end: 90, outcome: "left" },
      ]),
    ).toBe("0 % of jobs start at once, 50 % wait longer than 60 s");
  });

  test("use of GPUs over time is that of the jobs, to the GPU-second", () => {
    const rows = queue(0, 1, 80, (at) => ({ gpus: 1 + (at % 4) })).map((row, at) =>
      at === 5 ? { ...row, ran: 60 } : row,
    );
    const horizon = 20 * DAY;
    const use = gpuUse(jobSpans(jobsOf(rows), horizon), horizon, 97);
    const total = (of: "running" | "waiting") => use.reduce((sum, bin) => sum + bin[of] * (horizon / 97), 0);
    const { gpus, executionTime, waitingTime } = jobsOf(rows);
    const expected = (column: Float64Array) =>
      column.reduce((sum, seconds, row) => sum + seconds * gpus[row]!, 0);
    expect(total("running")).toBeCloseTo(expected(executionTime), 3);
    expect(total("waiting")).toBeCloseTo(expected(waitingTime), 3);
  });

  test("lanes: jobs that overlap stand beside one another, others follow (by hand)", () => {
    const spans = jobSpans(
      jobsOf([
        { submitted: 0, started: 0, end: 10 },
        { submitted: 0, started: 5, end: 8 },
        { submitted: 0, started: 8, end: 20 },
        { submitted: 0, started: 9, end: 12 },
      ]),
      20,
    );
    expect(lanesOf(spans)).toEqual({ lane: [0, 1, 1, 2], count: 3 });
  });

  test("the window of many jobs holds the time in which most was waited for", () => {
    const rows = Array.from({ length: 3_000 }, (_, at): ByHand => {
      const submitted = at * 60;
      const waits = at >= 2_000 && at < 2_100 ? 3_000 : 0;
      return { submitted, started: submitted + waits, end: submitted + waits + 600, machine: at % 3 };
    });
    const spans = jobSpans(jobsOf(rows), 180_000);
    const window = windowOf(spans, gpuUse(spans, 180_000, 100), 180_000);
    expect(window).toMatchObject({ byMachine: true, isWhole: false, every: 1 });
    expect(window.from).toBeLessThanOrEqual(120_000);
    expect(window.to).toBeGreaterThan(126_000);
    expect(window.to - window.from).toBe(18_000);
    const nameless = spans.map((span) => ({ ...span, machine: Number.NaN }));
    expect(windowOf(nameless, gpuUse(spans, 180_000, 100), 180_000)).toMatchObject({
      byMachine: false,
      every: 2,
    });
  });
});
