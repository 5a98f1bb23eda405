import { defineMechanism, shared, type Use } from "../../sim/model/mechanism.ts";
import type { Run } from "../../sim/run/result.ts";
import { run } from "../../sim/run/run.ts";
import { catalogueOf } from "../../sim/scenario/catalogue.ts";
import { resolve } from "../../sim/scenario/resolve.ts";

/** Keeps so many jobs going for ever: each is submitted again when it has ended, however it ended. */
const steadyJobs = (jobs: number, gpus: number, seconds: number): Use =>
  defineMechanism({
    name: "bench/steady-jobs",
    summary: "Keeps jobs going.",
    source: "bench",
    params: {},
    emits: { jobSubmitted: shared },
    init: () => ({ next: 0 }),
    on: {
      opened({ state, emit }) {
        // Spread over the first run, so that later ones do not all end at once.
        for (; state.next < jobs; state.next++)
          emit.jobSubmitted(submission(state.next, gpus, seconds * (1 + state.next / jobs)));
      },
      jobFinished: ({ state, emit }) => void emit.jobSubmitted(submission(state.next++, gpus, seconds)),
      jobInterrupted: ({ state, emit }) => void emit.jobSubmitted(submission(state.next++, gpus, seconds)),
    },
    example: () => ({ world: [] }),
  })();

const submission = (job: number, gpus: number, seconds: number) => ({
  job,
  gpus,
  seconds,
  usdPerGpuHour: 1,
  patience: 1e9,
});

/**
 * Owners of a GPU each, of which jobs of 100 GPUs rent 60 %: they fail as GPUs do, are paid, billed and decide daily (or are paid and billed every so many days);
 * with a token they are paid emission and sell it, too.
 */
export function crowd(providers: number, until: string, token: boolean, settleEvery: number): Run {
  const world: Use[] = [
    {
      mechanism: "supply/cohorts",
      params: { providers, gpusEach: 1, candidatesPerWeek: Math.ceil(providers / 1000), settleEvery },
    },
    { mechanism: "pricing/utilisation-indexed", params: { initial: 0.25 } },
    { mechanism: "pricing/first-come", params: {} },
    { mechanism: "contracts/escrow", params: {} },
    steadyJobs(Math.round((providers * 0.6) / 100), 100, 60 * 86_400),
    ...(token
      ? [
          { mechanism: "defi/constant-product", params: {} },
          { mechanism: "issuance/fixed", params: { tokensPerDay: providers / 10, split: { providers: 1 } } },
        ]
      : []),
  ];
  const scenario = { title: "crowd", until, sample: "7d", world };
  const catalogue = catalogueOf(scenario);
  return run(resolve(scenario, catalogue), catalogue, { design: "base", claims: "off" });
}
