import { describe, expect, test } from "vitest";
import { scheduled, starts, submit } from "./small-cluster.ts";

/*
 * Ten nodes. Job 0 has 6 of them until 100, and was asked for until 200. Job 1 wants 8: by the request it is promised
 * 200, by the truth 100. Job 2 (4 nodes, 150 s, asked for 180) comes at 2: by requests it is done at 182, before job 1's
 * turn, and overtakes; by the truth it would end at 152, after it, and 2 nodes are left beside job 1, too few for it.
 */
const nodes = [{ gpus: 1, count: 10 }];
const early = [
  submit(0, 0, 6, 100, { requested: 200 }),
  submit(1, 1, 8, 50, { requested: 50 }),
  submit(2, 2, 4, 150, { requested: 180 }),
];

describe("what users asked for is what backfill plans by", () => {
  test("a request that is too long lets another overtake that the truth would not", () => {
    expect(starts(scheduled(nodes, { backfill: "easy" }, early))).toEqual({ 0: 0, 1: 152, 2: 2 });
    expect(starts(scheduled(nodes, { backfill: "easy", estimates: "actual" }, early))).toEqual({
      0: 0,
      1: 100,
      2: 150,
    });
  });

  test("conservative: the same, and a job that ends early moves the promises up", () => {
    expect(starts(scheduled(nodes, { backfill: "conservative" }, early))).toEqual({ 0: 0, 1: 152, 2: 2 });
    const alone = early.slice(0, 2);
    expect(starts(scheduled(nodes, { backfill: "conservative" }, alone))).toEqual({ 0: 0, 1: 100 });
  });

  /*
   * Job 0 was asked for until 100 and runs until 300: it is not stopped. From 100 on it is taken to end at any moment,
   * so that job 3 (4 nodes, 1,000 s), which would take 2 of job 1's 8, does not overtake; job 4 (2 nodes) does.
   */
  test.each(["easy", "conservative"])(
    "%s: a job that outlasts its request goes on, and nobody takes the promised place behind it",
    (backfill) => {
      const late = [
        submit(0, 0, 6, 300, { requested: 100 }),
        submit(1, 1, 8, 50),
        submit(150, 3, 4, 1_000),
        submit(160, 4, 2, 1_000),
      ];
      expect(starts(scheduled(nodes, { backfill }, late))).toEqual({ 0: 0, 1: 300, 3: 350, 4: 160 });
    },
  );

  test("shortest first goes by what was asked for", () => {
    const events = [
      submit(0, 0, 10, 100),
      submit(1, 1, 10, 10, { requested: 500 }),
      submit(2, 2, 10, 400, { requested: 400 }),
    ];
    const order = { order: "shortest-first", backfill: "none" };
    expect(starts(scheduled(nodes, order, events))).toEqual({ 0: 0, 1: 500, 2: 100 });
    expect(starts(scheduled(nodes, { ...order, estimates: "actual" }, events))).toEqual({
      0: 0,
      1: 100,
      2: 110,
    });
  });

  test("a job without a request is taken for what it lasts", () => {
    const plain = [submit(0, 0, 6, 100), submit(1, 1, 8, 50), submit(2, 2, 4, 150)];
    expect(starts(scheduled(nodes, { backfill: "easy" }, plain))).toEqual({ 0: 0, 1: 100, 2: 150 });
  });
});
