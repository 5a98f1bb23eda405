import { provide } from "../../sim/model/accounts.ts";
import type { EVENTS, Events } from "../../sim/model/events.ts";
import { defineMechanism, type Emits, shared, type Use } from "../../sim/model/mechanism.ts";

type Shared = keyof typeof EVENTS;
/** [time, event, payload] */
export type Happening = { [E in Shared]: readonly [time: number, event: E, payload: Events[E]] }[Shared];

/** Emits a list of shared events at their times, in place of the market and supply that would. */
export function scriptedEvents(happenings: readonly Happening[]): Use {
  // Those of the list alone: beside a real market or supply nobody else may emit theirs.
  const emits: Emits = Object.fromEntries(happenings.map(([, event]) => [event, shared]));
  const mechanism = defineMechanism({
    name: "test/scripted-events",
    summary: "Emits a list of events.",
    source: "tests",
    params: {},
    // Where it starts jobs it stands for supply, to whose account they are paid.
    accounts: Object.hasOwn(emits, "jobStarted") ? { revenue: provide("providerRevenue") } : {},
    emits,
    init: () => ({}),
    on: {
      opened({ emit }) {
        for (const [time, event, payload] of happenings) emit[event]!.at(payload as never, time);
      },
    },
    example: () => ({ world: [] }),
  });
  return mechanism();
}

/** A machine on offer, one GPU at 1 USD an hour unless said otherwise. */
export const machine = (number: number, more: Partial<Events["machineOffered"]> = {}) => ({
  machine: number,
  gpus: 1,
  kind: "A100",
  memory: 80,
  region: "US",
  throughput: 1,
  usdPerGpuHour: 1,
  reliability: 1,
  ...more,
});

/** A stretch of a job on one GPU at 1 USD an hour unless said otherwise. */
export const stretch = (job: number, seconds: number, more: Partial<Events["jobFinished"]> = {}) => ({
  job,
  gpus: 1,
  seconds,
  usdPerGpuHour: 1,
  ...more,
});
