import { describe, expect, test } from "vitest";
import { drawings } from "../../../sim/figures/figures.ts";
import { trace } from "../../../sim/mechanisms/demand/trace.ts";
import { Random } from "../../../sim/random.ts";
import type { Run } from "../../../sim/run/result.ts";
import { run } from "../../../sim/run/run.ts";
import { ORRERY } from "../../../sim/scenario/catalogue.ts";
import { readTable } from "../../../sim/scenario/read-table.ts";
import { resolve } from "../../../sim/scenario/resolve.ts";
import type { Table } from "../../../sim/schema/table.ts";
import { cluster } from "../pricing/small-cluster.ts";
import { use } from "../supply/small-market.ts";

const GPUS = 16;

interface Job {
  readonly id: number;
  readonly submitted: number;
  readonly gpus: number;
  readonly seconds: number;
  readonly start: number;
}

/** A made-up cluster that serves strictly in order of arrival, computed plainly: GPU by GPU, when it is free. */
function strictly(count: number): Job[] {
  const random = new Random(7, "cluster");
  const free = new Array<number>(GPUS).fill(0);
  let submitted = 0;
  let before = 0;
  return Array.from({ length: count }, (_, id): Job => {
    submitted += Math.ceil(random.at(id, "gap").exponential(600));
    const gpus = 2 ** Math.floor(5 * random.at(id, "gpus").uniform());
    const seconds = Math.ceil(random.at(id, "seconds").exponential(1_200));
    free.sort((one, other) => one - other);
    const start = Math.max(submitted, before, free[gpus - 1]!);
    free.fill(start + seconds, 0, gpus);
    before = start;
    return { id: 1_000 + id, submitted, gpus, seconds, start };
  });
}

const JOBS = strictly(60);

/** In the Standard Workload Format, the latest first; every tenth job says nothing of its wait. */
const RECORD: Table = readTable(
  [...JOBS]
    .reverse()
    .map(({ id, submitted, gpus, seconds, start }) => {
      const wait = id % 10 === 0 ? -1 : start - submitted;
      return `${id} ${submitted} ${wait} ${seconds} ${gpus} -1 -1 -1 ${2 * seconds} -1 1 1 -1 -1 -1 -1 -1 -1`;
    })
    .join("\n"),
  { file: "cluster.swf" },
  trace.mechanism.params.trace.columns!,
).table!;

const scenario = resolve({
  title: "A recorded cluster",
  until: "10d",
  world: [cluster({ gpus: 1, count: GPUS }), use("demand/trace", { trace: RECORD })],
  designs: {
    strict: [use("pricing/scheduler", { backfill: "none" })],
    easy: [use("pricing/scheduler", { backfill: "easy" })],
  },
});
const [strict, easy] = ["strict", "easy"].map((design) =>
  run(scenario, ORRERY, { design, record: { jobs: true } }),
) as [Run, Run];
const known = JOBS.filter(({ id }) => id % 10 !== 0);

describe("a record that knows what its jobs waited", () => {
  test("its ids and waits stand beside those of the run, which here is the record's own policy", () => {
    const { job, recordIds, recordId, recordedWait, started } = strict.jobs!;
    expect(Array.from(job, (_, row) => recordIds[recordId[row]!])).toEqual(JOBS.map(({ id }) => String(id)));
    expect([...recordedWait]).toEqual(
      JOBS.map(({ id, start, submitted }) => (id % 10 === 0 ? Number.NaN : start - submitted)),
    );
    expect([...started]).toEqual(JOBS.map(({ start }) => start));
  });

  test("measures: no difference under that policy, and by hand under another", () => {
    expect(strict.summary["jobs.waitBeyondRecord"]).toBe(0);
    expect(strict.summary["jobs.waitErrorP50"]).toBe(0);
    const waits = known.map(({ start, submitted }) => start - submitted).sort((a, b) => a - b);
    const middle = (waits.length - 1) / 2;
    expect(strict.summary["jobs.recordedWaitP50"]).toBe(
      (waits[Math.floor(middle)]! + waits[Math.ceil(middle)]!) / 2,
    );
    const { recordedWait, started, submitted } = easy.jobs!;
    const differences = Array.from(
      started,
      (start, row) => start - submitted[row]! - recordedWait[row]!,
    ).filter((difference) => !Number.isNaN(difference));
    expect(differences).toHaveLength(known.length);
    expect(easy.summary["jobs.waitBeyondRecord"]).toBeLessThan(0);
    expect(easy.summary["jobs.waitBeyondRecord"]).toBeCloseTo(
      differences.reduce((sum, each) => sum + each, 0) / differences.length,
      6,
    );
  });

  test("the figure draws the record's starts beside those of every design, and says both medians", () => {
    const input = { scenario, runs: [strict, easy], points: [] };
    const { drawing } = drawings(input).find(({ name }) => name === "recorded-waits")!;
    expect(drawing.legend!.map(({ label }) => label)).toEqual(["record", "strict", "easy"]);
    expect(drawing.title).toMatch(
      /^Half of the jobs wait longer than (.+) in the record, \1 under strict, .+ under easy$/,
    );
    expect(drawing.subtitle).toContain(`${known.length} jobs of which the record knows the wait`);
    const without = { ...strict.jobs!, recordedWait: strict.jobs!.recordedWait.map(() => Number.NaN) };
    const silent = drawings({ ...input, runs: [{ ...strict, jobs: without }] });
    expect(silent.map(({ name }) => name)).not.toContain("recorded-waits");
  });
});
