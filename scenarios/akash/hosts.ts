/** What is known of hosts, and what small ones earn: for scenarios about who is let into a market of machines. */
import { defineMechanism, fields } from "orrery";
import { shared } from "../../sim/model/mechanism.ts";

interface Work {
  readonly machines: readonly number[];
  readonly parts: readonly number[];
  readonly usdPerGpuHour: number;
}
interface State {
  /** By machine: GPUs, what it has earned in USD, leases that ran to their end and that did not. */
  gpus: number[];
  earned: number[];
  done: number[];
  broken: number[];
  /** By job that is matched. */
  work: { [job: string]: Work };
}

/**
 * A host's reputation is its record: the mean of a Beta distribution, (1 + leases done) / (2 + leases), so that a
 * newcomer has ½ and many good leases count for more than few (Jøsang and Ismail 2002, the beta reputation system).
 */
export const trackRecord = defineMechanism({
  name: "hosts/track-record",
  summary: "Makes every host's record public as its reputation, and measures what small hosts earn.",
  source: "Jøsang and Ismail, The beta reputation system, 2002",
  params: {
    small: fields.count({
      default: 8,
      min: 1,
      doc: "A host with fewer GPUs is small.",
      source: "A server of H100 SXM has 8",
    }),
  },
  emits: { reputationChanged: shared },
  init: (): State => ({ gpus: [], earned: [], done: [], broken: [], work: {} }),
  on: {
    machineOffered({ state, emit }, { machine, gpus }) {
      if (state.gpus[machine] !== undefined) return;
      state.gpus[machine] = gpus;
      for (const count of [state.earned, state.done, state.broken]) count[machine] = 0;
      emit.reputationChanged({ machine, reputation: reputation(state, machine) });
    },
    jobMatched({ state }, { job, machines = [], parts = [], usdPerGpuHour }) {
      state.work[job] = { machines, parts, usdPerGpuHour };
    },
    jobFinished(context, { job, seconds }) {
      const work = credit(context.state, job, seconds);
      for (const machine of work?.machines ?? []) {
        context.state.done[machine]! += 1;
        context.emit.reputationChanged({ machine, reputation: reputation(context.state, machine) });
      }
    },
    jobInterrupted(context, { job, seconds, machine }) {
      credit(context.state, job, seconds);
      if (machine === undefined) return;
      context.state.broken[machine]! += 1;
      context.emit.reputationChanged({ machine, reputation: reputation(context.state, machine) });
    },
  },
  ownMetrics: {
    "hosts.smallShare": {
      unit: "ratio",
      kind: "ratio",
      words: "Small hosts' share of earnings",
      says: { verb: "gives small hosts", after: " of all earnings" },
      better: "neither",
      doc: "Share of all earnings that went to small hosts.",
      totals: ({ state, params }) => {
        const ofSmall = state.earned.filter((_, machine) => state.gpus[machine]! < params.small);
        return [total(ofSmall), total(state.earned)];
      },
    },
  },
  invariants: {
    "a reputation lies between 0 and 1": ({ state }) =>
      state.gpus.every((_, machine) => reputation(state, machine) > 0 && reputation(state, machine) < 1),
  },
  example: () => ({ world: [] }),
});

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const reputation = ({ done, broken }: State, machine: number): number =>
  (1 + done[machine]!) / (2 + done[machine]! + broken[machine]!);

/** Each machine has earned the price of the GPU-hours that it gave. */
function credit(state: State, job: number, seconds: number): Work | undefined {
  const work = state.work[job];
  delete state.work[job];
  work?.machines.forEach((machine, share) => {
    state.earned[machine]! += (work.parts[share]! * seconds * work.usdPerGpuHour) / 3600;
  });
  return work;
}
