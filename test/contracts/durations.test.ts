import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Use } from "../../sim/model/mechanism.ts";
import { OUTCOMES } from "../../sim/model/recorded-jobs.ts";
import { run } from "../../sim/run/run.ts";
import { Simulation } from "../../sim/run/simulation.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { inlineTable } from "../../sim/schema/table.ts";
import { cluster } from "../mechanisms/pricing/small-cluster.ts";
import { ALIKE, use } from "../mechanisms/supply/small-market.ts";
import { PROPERTY_SEED, resolved } from "./worlds.ts";

/*
 * Jobs of any duration, none at all and less than the clock tells apart included, start before they end, run once, and
 * are paid for what they ran: with every supply, market and contract.
 */

const SUPPLIES: Readonly<Record<string, Use>> = {
  fleet: cluster({ gpus: 8, count: 2 }),
  cohorts: use("supply/cohorts", { ...ALIKE, providers: 2 }),
};
const PRICE = use("pricing/utilisation-indexed", { initial: 0.5 });
const MARKETS: Readonly<Record<string, readonly Use[]>> = {
  "first-come": [PRICE, use("pricing/first-come")],
  reserved: [use("pricing/reserved", { reservedGpus: 4, holders: 2, lendIdle: true })],
  subscription: [use("pricing/subscription", { subscribers: 2, share: 0.5 })],
  tiers: [use("pricing/tiers", { usdPerCredit: 0.2 })],
  "spot-smoothed": [use("pricing/spot-smoothed")],
  "spot-highest-losing-bid": [use("pricing/spot-highest-losing-bid")],
};
const BY_MACHINE: Readonly<Record<string, readonly Use[]>> = {
  scheduler: [use("pricing/scheduler", { backfill: "none", usdPerGpuHour: 0.5 })],
  "scheduler, easy": [use("pricing/scheduler", { backfill: "easy", usdPerGpuHour: 0.5 })],
  "scheduler, conservative": [use("pricing/scheduler", { backfill: "conservative", usdPerGpuHour: 0.5 })],
  posted: [use("pricing/posted")],
  "order-book": [use("pricing/order-book")],
  "double-auction": [use("pricing/double-auction")],
  "reverse-auction": [use("pricing/reverse-auction")],
  "interruptible-bids": [use("pricing/interruptible-bids")],
};
/** With what a job may cost beyond its time: a unit of 10^-6 USD; the block of 6.5 s in which it begins or ends. */
const CONTRACTS: Readonly<Record<string, { readonly uses: readonly Use[]; readonly moreUsd: number }>> = {
  none: { uses: [], moreUsd: 0 },
  escrow: { uses: [use("contracts/escrow")], moreUsd: 1e-6 },
  "lease and insurance": {
    uses: [use("contracts/lease"), use("contracts/insurance")],
    moreUsd: (8 * 6.5 * 5) / 3_600,
  },
};
const worlds = [
  ...Object.entries(SUPPLIES).flatMap(([supply, machines]) =>
    Object.entries(MARKETS).map(([market, uses]) => [`${market} on ${supply}`, [machines, ...uses]] as const),
  ),
  ...Object.entries(BY_MACHINE).map(
    ([market, uses]) => [`${market} on fleet`, [SUPPLIES["fleet"]!, ...uses]] as const,
  ),
].flatMap(([name, world]) =>
  Object.entries(CONTRACTS).map(
    ([contract, { uses, moreUsd }]) => [`${name}, ${contract}`, [...world, ...uses], moreUsd] as const,
  ),
);

const DURATIONS = [0, 1e-9, 1e-7, 5e-7, 1e-6, 1.5e-6, 0.1, 600];
/** Times between jobs: some come at once, some while the first ones run, some at times that the clock must round. */
const GAPS = [0, 0.3, 1e-7, 1 / 3, 60];
const jobs = fc.array(
  fc.record({
    seconds: fc.constantFrom(...DURATIONS),
    gpus: fc.constantFrom(1, 4, 8),
    gap: fc.constantFrom(...GAPS),
  }),
  { minLength: 1, maxLength: 12 },
);

function traceOf(given: readonly { seconds: number; gpus: number; gap: number }[]): Use {
  let at = 0;
  return use("demand/trace", {
    usdPerGpuHour: 5,
    trace: inlineTable({
      submitted: given.map(({ gap }) => {
        at += gap;
        return at;
      }),
      seconds: given.map(({ seconds }) => seconds),
      gpus: given.map(({ gpus }) => gpus),
      customer: given.map((_, number) => number % 3),
      checkpoint: given.map(() => 60),
    }),
  });
}

describe.each(worlds)("%s", (_, world, moreUsd) => {
  test("each job starts before it ends, once, and has run for its time", () => {
    fc.assert(
      fc.property(jobs, (given) => {
        const scenario = resolved({ title: "Durations", until: "1d", world: [...world, traceOf(given)] });
        const steps = new Map<number, string[]>();
        const simulation = new Simulation(scenario, ORRERY, { design: "base", replication: 0, seed: 1 });
        simulation.onEvent(({ name, payload }) => {
          if (name === "jobStarted" || name === "jobFinished") {
            const job = payload["job"] as number;
            steps.set(job, [...(steps.get(job) ?? []), name]);
          }
        });
        simulation.finish();
        expect([...steps.values()]).toEqual(given.map(() => ["jobStarted", "jobFinished"]));

        const { jobs: rows, summary } = run(scenario, ORRERY, {
          design: "base",
          seed: 1,
          record: { jobs: true },
        });
        expect(rows!.job).toHaveLength(given.length);
        expect([...rows!.outcome].map((outcome) => OUTCOMES[outcome])).toEqual(given.map(() => "finished"));
        const work = given.reduce((sum, { seconds, gpus }) => sum + seconds * gpus, 0);
        const ran = rows!.executionTime.reduce((sum, seconds, row) => sum + seconds * rows!.gpus[row]!, 0);
        expect(ran).toBeCloseTo(work, 3);
        // GPU-time is counted in whole 1024ths of a second.
        expect(Math.abs(summary["gpu.delivered"]! * 3_600 - work)).toBeLessThan(0.02);
        const paid = summary["customers.paidUsd"];
        if (paid !== undefined) expect(paid).toBeLessThan((work * 5) / 3_600 + moreUsd * given.length + 1e-9);
      }),
      { seed: PROPERTY_SEED, numRuns: 8 },
    );
  });
});
