/*
 * Above 200 lines: a run that is answered at once, one that takes breaths for a reader, and one from a stored start are
 * one conversation. Its messages have a file of their own.
 */

import { ScenarioError } from "./errors.ts";
import { snapshotOf } from "./run/fork.ts";
import type { Run } from "./run/result.ts";
import {
  atOnce,
  type RunOptions,
  runBranchesInSteps,
  runFromFork,
  type Steps,
  simulatedTime,
  timeOfBranching,
  withFuture,
} from "./run/run.ts";
import type { SimulationSnapshot } from "./run/simulation.ts";
import type { Catalogue } from "./scenario/catalogue.ts";
import type { ResolvedScenario } from "./scenario/scenario.ts";
import { tooLarge } from "./scenario/too-large.ts";
import { settingProblems, vary } from "./scenario/vary.ts";
import type { Seconds } from "./units.ts";
import { failureOf, type RunAnswer, type RunRequest, type WorkerMessage } from "./worker-messages.ts";

/*
 * What a worker does, the same in a page's module worker and in a worker thread: one message asks for a run, and the
 * run comes back with its typed arrays transferred. Nothing here knows of Node; a thread's port is made to look like a
 * page's worker by the few lines of experiment/workers/threads.ts.
 */

/** The part of a worker's global scope that serving needs. */
export interface WorkerScope {
  onmessage: ((event: { readonly data: WorkerMessage }) => Promise<void> | void) | null;
  postMessage(answer: RunAnswer, transfer: Transferable[]): void;
}

/** Progress at most this many times a request. */
const REPORTS = 8;

/** Answers requests for runs until the worker ends. */
export function serve(scope: WorkerScope, catalogue: Catalogue): void {
  const server: Server = { scope, catalogue, starts: new Map(), underWay: new Set() };
  let scenario: ResolvedScenario | undefined;
  scope.onmessage = async ({ data }) => {
    if ("drop" in data) {
      server.underWay.delete(data.drop);
      return;
    }
    if (data.resolved) scenario = data.resolved;
    if ("prepare" in data) {
      if (scenario) await startOf(server, data.prepare, scenario, data.design).catch(() => {});
      return;
    }
    const { id } = data;
    server.underWay.add(id);
    try {
      if (!scenario) throw new Error("The first request to a worker brings the scenario.");
      if (data.asked) refuseAsked(data, scenario, catalogue);
      // A reader's run takes breaths; whoever is no reader is answered at once.
      const runs =
        data.asked || data.fork ? await answer(server, data, scenario) : answerAtOnce(server, data, scenario);
      if (runs) scope.postMessage({ id, kind: "runs", runs }, runs.flatMap(buffers));
    } catch (error) {
      scope.postMessage({ id, kind: "failed", failure: failureOf(error) }, []);
    } finally {
      server.underWay.delete(id);
    }
  };
}

/** What a worker keeps between two requests. */
interface Server {
  readonly scope: WorkerScope;
  readonly catalogue: Catalogue;
  /** Starts that were unpacked, by sha256: the next question begins at once. */
  readonly starts: Map<string, Promise<SimulationSnapshot>>;
  /** Readers' requests that somebody waits for. */
  readonly underWay: Set<number>;
}

/** @throws ScenarioError with all that is wrong with a reader's parameters */
function refuseAsked(
  { settings = {}, future }: RunRequest,
  scenario: ResolvedScenario,
  catalogue: Catalogue,
): void {
  const all = { ...settings, ...future?.set };
  const problems = Object.entries(all).flatMap(([path, value]) =>
    settingProblems(scenario.designs, catalogue, "set", path, value),
  );
  if (problems.length === 0) problems.push(...tooLarge(vary(scenario, catalogue, all), catalogue));
  if (problems.length > 0) throw new ScenarioError(scenario.name, problems);
}

/** The runs; undefined where the request was dropped. */
async function answer(
  server: Server,
  request: RunRequest,
  scenario: ResolvedScenario,
): Promise<Run[] | undefined> {
  const { id, fork } = request;
  const steps = fork
    ? await stepsFromFork(server, { ...request, fork }, scenario)
    : toldStepsOf(server, request, scenario);
  return breathing(steps, () => server.underWay.has(id));
}

const answerAtOnce = (server: Server, request: RunRequest, scenario: ResolvedScenario): Run[] =>
  atOnce(toldStepsOf(server, request, scenario));

const toldStepsOf = (
  { scope, catalogue }: Server,
  request: RunRequest,
  scenario: ResolvedScenario,
): Steps<Run[]> =>
  stepsOf(request, scenario, catalogue, progressOf(scope, request), samplesOf(scope, request));

/** Takes the steps with a breath after each, in which messages are heard; undefined once they need not be taken. */
async function breathing<Result>(
  steps: Steps<Result>,
  isWaitedFor: () => boolean,
): Promise<Result | undefined> {
  // A timer would wait for four milliseconds each time.
  const { port1, port2 } = new MessageChannel();
  try {
    while (isWaitedFor()) {
      const { done, value } = steps.next();
      if (done) return value;
      await new Promise((heard) => {
        port1.onmessage = heard;
        port2.postMessage(null);
      });
    }
    return undefined;
  } finally {
    port1.close();
  }
}

/** What is asked for, run where it is asked for. */
export const runsOf = (
  request: Omit<RunRequest, "id" | "resolved">,
  scenario: ResolvedScenario,
  catalogue: Catalogue,
  report: (t: Seconds) => void,
): Run[] => atOnce(stepsOf(request, scenario, catalogue, report));

function* stepsOf(
  { settings = {}, point = -1, options, future }: Omit<RunRequest, "id" | "resolved">,
  scenario: ResolvedScenario,
  catalogue: Catalogue,
  report: (t: Seconds) => void,
  more: Pick<RunOptions, "onSamples"> = {},
): Steps<Run[]> {
  const varied = vary(scenario, catalogue, settings);
  const resolved = future ? withFuture(varied, future) : varied;
  const onProgress = nowAndThen(report, simulatedTime(resolved));
  const runs = yield* runBranchesInSteps(resolved, catalogue, { ...options, onProgress, ...more });
  return runs.map((run) => ({ ...run, point }));
}

async function stepsFromFork(
  server: Server,
  request: RunRequest & Required<Pick<RunRequest, "fork">>,
  scenario: ResolvedScenario,
): Promise<Steps<Run[]>> {
  const { fork, options, future = { branch: "", set: {} } } = request;
  const { scope, catalogue } = server;
  const start = await startOf(server, fork, scenario, options.design);
  const { until, branches } = scenario;
  const from = branches === null ? 0 : timeOfBranching(branches);
  const onProgress = nowAndThen(progressOf(scope, request), until, from);
  const all = { ...options, onProgress, ...samplesOf(scope, request) };
  return (function* () {
    return [yield* runFromFork(scenario, catalogue, start, future, all)];
  })();
}

/** A start, unpacked once; one that is refused may be sent again. */
function startOf(
  { starts }: Server,
  fork: Required<RunRequest>["fork"],
  scenario: ResolvedScenario,
  design: string,
): Promise<SimulationSnapshot> {
  const known = starts.get(fork.sha256) ?? snapshotOf(fork.bytes, fork, scenario, design);
  starts.set(fork.sha256, known);
  known.catch(() => starts.delete(fork.sha256));
  return known;
}

/** Tells the simulated time only so often between two of them. */
function nowAndThen(report: (t: Seconds) => void, until: Seconds, from: Seconds = 0): (t: Seconds) => void {
  const step = (until - from) / REPORTS;
  let next = from + step;
  return (t) => {
    if (t < next) return;
    next = t + step;
    report(t);
  };
}

const progressOf =
  (scope: WorkerScope, { id }: RunRequest) =>
  (t: Seconds): void =>
    scope.postMessage({ id, kind: "progress", t }, []);

const samplesOf = (scope: WorkerScope, { id, samples = false }: RunRequest): Pick<RunOptions, "onSamples"> =>
  samples ? { onSamples: (soFar) => scope.postMessage({ id, kind: "samples", soFar }, buffers(soFar)) } : {};

/** The buffers of a run's columns, each once: they are moved instead of copied. */
function buffers({ t, series, jobs, providers }: Run): ArrayBuffer[] {
  const columns: unknown[] = [
    t,
    ...[series, jobs ?? {}, providers ?? {}].flatMap((table) => Object.values(table)),
  ];
  return [...new Set(columns.filter(ArrayBuffer.isView).map(({ buffer }) => buffer as ArrayBuffer))];
}
