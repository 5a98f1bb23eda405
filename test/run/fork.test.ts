import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { sha256Hex } from "../../sim/codec.ts";
import { forkOf, snapshotOf } from "../../sim/run/fork.ts";
import type { Run } from "../../sim/run/result.ts";
import { atOnce, runBranches, runFromFork, withFuture } from "../../sim/run/run.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { parseScenario } from "../../sim/scenario/load-data.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import { scenarioText } from "../../sim/scenario/scenario-text.ts";
import { serve } from "../../sim/worker.ts";
import type { RunAnswer, RunRequest } from "../../sim/worker-messages.ts";
import { FORKED } from "../cli/orrery.ts";

const resolved = resolve(parseScenario(readFileSync(FORKED, "utf8"), "forked"));
const design = resolved.designs[0]!.name;
const CODE = "c".repeat(64);
const bytes = (await forkOf(resolved, ORRERY, { design, code: CODE }))!;
const file = { sha256: sha256Hex(bytes), code: CODE };
const published = runBranches(resolved, ORRERY, { design });
const halved = { branch: "demand halves", set: { "shocks/demand.factor": 0.25 } };
const whole = runBranches(withFuture(resolved, halved), ORRERY, { design })[0]!;

describe("a stored start", () => {
  test("goes on to the digest, the measures and the series of a run from the beginning", async () => {
    const snapshot = await snapshotOf(bytes, file, resolved, design);
    const future = (branch: string, set = {}) =>
      atOnce(runFromFork(resolved, ORRERY, snapshot, { branch, set }, { design }));
    expect(resolved.branches!.branches.map(({ name }) => future(name).digest)).toEqual(
      published.map(({ digest }) => digest),
    );
    const own = future(halved.branch, halved.set);
    expect({ ...own, scenarioHash: whole.scenarioHash }).toEqual(whole);
    expect(own.digest).not.toBe(published[1]!.digest);
  });

  test("error: a flipped byte, other code, another design or another scenario is refused in words", async () => {
    const flipped = bytes.slice();
    flipped[100]! ^= 1;
    await expect(snapshotOf(flipped, file, resolved, design)).rejects.toThrow(
      "The stored start is not used: it was changed since it was published.",
    );
    await expect(snapshotOf(bytes, { ...file, code: "d".repeat(64) }, resolved, design)).rejects.toThrow(
      "The stored start is not used: other code made it",
    );
    await expect(snapshotOf(bytes, file, resolved, "another")).rejects.toThrow(
      "of another scenario or design",
    );
    await expect(snapshotOf(bytes, file, { ...resolved, seed: 6 }, design)).rejects.toThrow(
      "of another scenario or design",
    );
  });
});

/** What a worker answers to one request. */
const answers = (request: Omit<RunRequest, "id" | "resolved">): Promise<RunAnswer[]> =>
  new Promise((resolve) => {
    const all: RunAnswer[] = [];
    const scope: Parameters<typeof serve>[0] = {
      onmessage: null,
      postMessage(answer) {
        all.push(answer);
        if (answer.kind === "runs" || answer.kind === "failed") resolve(all);
      },
    };
    serve(scope, ORRERY);
    scope.onmessage!({ data: { id: 1, resolved, ...request } });
  });
const runsIn = (all: readonly RunAnswer[]): readonly Run[] =>
  all.flatMap((answer) => (answer.kind === "runs" ? answer.runs : []));

/** A scope that keeps what is answered. */
function listening(): { scope: Parameters<typeof serve>[0]; all: RunAnswer[] } {
  const all: RunAnswer[] = [];
  const scope: Parameters<typeof serve>[0] = {
    onmessage: null,
    postMessage: (answer) => all.push(answer),
  };
  serve(scope, ORRERY);
  return { scope, all };
}

test("a worker that nobody reads along with answers before it hears anything else", () => {
  const { scope, all } = listening();
  scope.onmessage!({ data: { id: 1, resolved, options: { design } } });
  expect(runsIn(all).map(({ digest }) => digest)).toEqual(published.map(({ digest }) => digest));
});

describe("a worker that a reader asks", () => {
  test("drops a run at its next step, and answers the next question as if there had been none", async () => {
    const { scope, all } = listening();
    const ask = (id: number) =>
      scope.onmessage!({
        data: { id, resolved, options: { design }, future: halved, asked: true, samples: true },
      });
    const first = ask(1);
    expect(all.map(({ kind }) => kind)).toEqual(["samples"]);
    scope.onmessage!({ data: { drop: 1 } });
    await Promise.all([first, ask(2)]);
    expect(all.filter(({ id }) => id === 1).map(({ kind }) => kind)).toEqual(["samples"]);
    expect(runsIn(all).map(({ digest }) => digest)).toEqual([whole.digest]);
  });

  test("goes on from a start that it unpacked before, and is asked for again after one that was refused", async () => {
    const { scope, all } = listening();
    const flipped = bytes.slice();
    flipped[100]! ^= 1;
    await scope.onmessage!({ data: { resolved, design, prepare: { ...file, bytes: flipped } } });
    expect(all).toEqual([]);
    await scope.onmessage!({ data: { design, prepare: { ...file, bytes } } });
    const options = { design };
    // What was unpacked is not read again.
    await scope.onmessage!({
      data: { id: 1, options, future: halved, fork: { ...file, bytes: new Uint8Array() }, asked: true },
    });
    expect(runsIn(all).map(({ digest }) => digest)).toEqual([whole.digest]);
  });

  test("sends samples as they come, and the result of a run that nobody watched", async () => {
    const all = await answers({
      options: { design },
      future: halved,
      fork: { ...file, bytes },
      samples: true,
    });
    const samples = all.flatMap((answer) => (answer.kind === "samples" ? answer.soFar : []));
    expect(samples.length).toBeGreaterThan(10);
    const [first, last] = [samples[0]!, samples.at(-1)!];
    expect(first.t.length).toBeLessThan(last.t.length);
    expect([...first.t]).toEqual([...whole.t.subarray(0, first.t.length)]);
    expect([...last.series["gpu.supply"]!]).toEqual([
      ...whole.series["gpu.supply"]!.subarray(0, last.t.length),
    ]);
    expect(runsIn(all).map((run) => ({ ...run, scenarioHash: whole.scenarioHash }))).toEqual([whole]);
  });

  test("error: paths that name nothing, values out of bounds and runs without end are refused as a file's are", async () => {
    const refused = async (settings: Record<string, unknown>) => {
      const [answer] = await answers({ options: { design }, settings, asked: true });
      return answer?.kind === "failed" ? [answer.failure.message, ...answer.failure.facts].join("\n") : "";
    };
    expect(await refused({ "pricing/utilisation-indxed.sensitivity": 1 })).toContain(
      'No mechanism or instance here is called "pricing/utilisation-indxed". Did you mean "pricing/utilisation-indexed"?',
    );
    expect(await refused({ "supply/cohorts.providers": -1 })).toContain("Expected at least");
    expect(
      await refused({ "demand/bootstrap-trace.replicas": 10_000, "supply/cohorts.providers": 1e6 }),
    ).toContain("steps through lists");
  });
});

test("the copy of a scenario as a file is the same scenario, and its future has the same digest", () => {
  const again = resolve(parseScenario(scenarioText(resolved), "forked"));
  expect(again).toEqual(resolved);
  const own = resolve(
    parseScenario(scenarioText(resolved, { "supply/cohorts.providers": 14 }, halved), "copy"),
  );
  const varied = resolve(parseScenario(readFileSync(FORKED, "utf8"), "forked"), ORRERY, {
    set: ["supply/cohorts.providers=14"],
  });
  expect(runBranches(own, ORRERY, { design }).map(({ digest }) => digest)).toEqual(
    runBranches(withFuture(varied, halved), ORRERY, { design }).map(({ digest }) => digest),
  );
});
