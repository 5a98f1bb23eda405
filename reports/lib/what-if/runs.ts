import type { Run } from "../../../sim/browser.ts";
import { NOT_USED } from "../../../sim/run/fork.ts";
import type { ExperimentData } from "../../../sim/site/experiment.ts";
import { type OpenExperiment, wordsOf } from "../experiment.ts";
import type { Question } from "./address.ts";
import { branchOf, partsOf } from "./question.ts";

/** What is told of the runs of a question. */
export interface Hearer {
  /** From 0 to 1, over all designs. */
  readonly onProgress: (share: number) => void;
  /** What a design's run says by now, and whether it has ended. */
  readonly onRun: (design: string, run: Run, hasEnded: boolean) => void;
  /** Why a stored start was not used. */
  readonly onWhole: (why: string) => void;
}

type Told = Parameters<OpenExperiment["workers"]["run"]>[1] & object;

/**
 * Runs the designs of a question side by side.
 *
 * @throws what a run met, in the words of the command line; an AbortError where it is stopped or dropped
 */
export async function runAll(
  experiment: OpenExperiment,
  question: Question,
  designs: readonly string[],
  { onProgress, onRun, onWhole }: Hearer,
): Promise<void> {
  const shares = new Map<string, number>();
  const tell = (design: string, share: number): void => {
    shares.set(design, share);
    onProgress([...shares.values()].reduce((sum, each) => sum + each, 0) / designs.length);
  };
  await Promise.all(
    designs.map(async (design) => {
      const run = await runOne(experiment, question, design, {
        onProgress: (share) => tell(design, share),
        onSamples: (soFar) => onRun(design, soFar, false),
        onWhole,
      });
      tell(design, 1);
      onRun(design, run, true);
    }),
  );
}

interface HearerOfOne extends Pick<Hearer, "onProgress" | "onWhole"> {
  readonly onSamples: (soFar: Run) => void;
}

/** One design from its stored start where the question allows it and there is one that holds; else the whole. */
async function runOne(
  experiment: OpenExperiment,
  question: Question,
  design: string,
  { onProgress, onSamples, onWhole }: HearerOfOne,
): Promise<Run> {
  const { data, resolved, workers } = experiment;
  const request = requestOf(experiment, question, design);
  const from = (start: number): Told => ({
    onProgress: (t) => onProgress((t - start) / (resolved.until - start)),
    onSamples,
  });
  const start = startOf(data, question, design);
  if (start)
    try {
      const fork = {
        sha256: start.sha256,
        code: data.worker.code,
        bytes: await startBytes(experiment, start),
      };
      const [run] = await workers.run({ ...request, fork }, from(resolved.branches?.at ?? 0));
      return run!;
    } catch (error) {
      const [words] = wordsOf(error).split("\n");
      if (!words!.startsWith(NOT_USED)) throw error;
      onWhole(`${words} The whole was run instead.`);
    }
  const [run] = await workers.run(request, from(0));
  return run!;
}

/** Where nothing parts, all is set from the start. */
function requestOf({ data, resolved }: OpenExperiment, question: Question, design: string) {
  const replication = data.published.find((run) => run.design === design)?.replication ?? 0;
  const { settings, set } = partsOf(data, question);
  const whole = { ...data.settings, ...settings };
  const parts = resolved.branches !== null;
  return {
    settings: parts ? whole : { ...whole, ...set },
    options: { design, replication },
    asked: true,
    ...(parts ? { future: { branch: branchOf(data, question), set } } : {}),
  };
}

/** The stored start of a design; none where something is set before it. */
function startOf(
  data: ExperimentData,
  question: Question,
  design: string,
): ExperimentData["forks"][number] | undefined {
  const before = { ...data.settings, ...partsOf(data, question).settings };
  return Object.keys(before).length === 0 ? data.forks.find((fork) => fork.design === design) : undefined;
}

async function startBytes(
  { bytesOf }: OpenExperiment,
  { url }: ExperimentData["forks"][number],
): Promise<Uint8Array> {
  try {
    return await bytesOf(url);
  } catch (error) {
    throw new Error(`${NOT_USED}: ${wordsOf(error)}`);
  }
}

/** Loads the workers and the stored starts of these designs, so that the first question finds them ready. */
export function prepare(experiment: OpenExperiment, designs: readonly string[]): void {
  const { data, workers } = experiment;
  workers.warm();
  for (const start of data.forks.filter(({ design }) => designs.includes(design)))
    void startBytes(experiment, start).then(
      (bytes) => workers.prepare(start.design, { sha256: start.sha256, code: data.worker.code, bytes }),
      // Whoever asks for it is told.
      () => {},
    );
}
