import { describe, expect, test } from "vitest";
import { ScenarioError } from "../../sim/errors.ts";
import type { Use } from "../../sim/model/mechanism.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import { inlineTable } from "../../sim/schema/table.ts";

const use = (mechanism: string, params: object): Use => ({ mechanism, params });
const told = (part: Use, until: string, cut?: string): { problems: string[]; notes: string[] } => {
  try {
    const { open } = resolve({ title: "told", until, world: [part] }, undefined, cut ? { until: cut } : {});
    const notes = open.filter(({ message }) => message.includes("recorded times"));
    return { problems: [], notes: notes.map(({ path, message }) => `${path}: ${message}`) };
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    return { problems: error.problems.map(({ path, message }) => `${path}: ${message}`), notes: [] };
  }
};
const jobs = (submitted: number[], params: object = {}): Use =>
  use("demand/trace", {
    trace: inlineTable({ submitted, seconds: submitted.map(() => 60), gpus: submitted.map(() => 1) }),
    ...params,
  });
const SINCE_1970 = [1_700_000_000, 1_700_000_060];

describe("a record that lies beyond the horizon", () => {
  test("is refused with its first time, the horizon and the way out", () => {
    expect(told(jobs(SINCE_1970), "2h")).toEqual({
      problems: [
        'world[0] demand/trace › trace: None of 2 recorded times lies within the horizon of 2 h: the first comes after 19675 d 22 h. Set origin to "first job", so that the record begins with its first job, or write seconds since the start of the run.',
      ],
      notes: [],
    });
  });

  test("of availability is refused as well, and one in UTC never lies there", () => {
    const fleet = (availability: object) =>
      use("supply/fleet", { availability: inlineTable({ ...availability }) });
    const { problems } = told(fleet({ machine: [0], t: [1_700_000_000], up: [0] }), "30d");
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain("availability: None of 1 recorded times lies within the horizon of 30 d");
    expect(told(fleet({ machine: [0], time: [1_700_000_000], up: [0] }), "30d").problems).toEqual([]);
  });

  test("begins at its first job where the scenario says so", () => {
    expect(told(jobs(SINCE_1970, { origin: "first job" }), "2h")).toEqual({ problems: [], notes: [] });
  });

  test("comes sooner where jobs come faster", () => {
    expect(told(jobs([7_300], { rateScale: 2 }), "2h").problems).toEqual([]);
    expect(told(jobs([7_300], { rateScale: 0.5 }), "3h").problems).toHaveLength(1);
  });

  test("of plans is a note: a short run may see none of them", () => {
    const outages = inlineTable({ t: [900_000], region: ["US"], seconds: [60] });
    expect(told(use("shocks/region-outage", { outages }), "1d")).toEqual({
      problems: [],
      notes: [
        "shocks/region-outage.outages: None of 1 recorded times lies within the horizon of 1 d: the first comes after 10 d 10 h.",
      ],
    });
  });
});

describe("a record that lies beyond it in part", () => {
  test("is played so far, and a note says how many rows are not", () => {
    expect(told(jobs([0, 7_200, 7_200.000_001, 9_000]), "2h").notes).toEqual([
      "demand/trace.trace: Of 4 recorded times 2 lie beyond the horizon of 2 h.",
    ]);
    expect(told(jobs([0, 7_200]), "2h").notes).toEqual([]);
  });

  test("of requests that are played once", () => {
    const requests = (repeat: boolean) =>
      use("demand/inference", {
        trace: inlineTable({
          TIMESTAMP: [10, 20, 70.5],
          ContextTokens: [1, 1, 1],
          GeneratedTokens: [1, 1, 1],
        }),
        repeat,
      });
    expect(told(requests(false), "1m").notes).toEqual([
      "demand/inference.trace: Of 3 recorded times 1 lies beyond the horizon of 1 min.",
    ]);
    expect(told(requests(true), "1m").notes).toEqual([]);
  });

  test("counts the rows of all copies", () => {
    // 0, 100, 200 and, half a period of 300 s later in the record, 50, 150, 250.
    expect(told(jobs([0, 100, 200], { copies: 2 }), "120s").notes).toEqual([
      "demand/trace.trace: Of 6 recorded times 3 lie beyond the horizon of 2 min.",
    ]);
  });

  test("is only noted where the command line alone cuts the run so short that nothing comes", () => {
    expect(told(jobs([7_000]), "2h", "1h")).toEqual({
      problems: [],
      notes: [
        "demand/trace.trace: None of 1 recorded times lies within the horizon of 1 h: the first comes after 1 h 56 min.",
      ],
    });
  });
});
