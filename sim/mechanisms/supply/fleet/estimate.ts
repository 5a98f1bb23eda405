import { availability } from "../../../formulas/availability.ts";
import { weibullRenewals } from "../../../formulas/weibull.ts";
import { cardsOf } from "../../../gpus.ts";
import type { Index } from "../../../indexed.ts";
import {
  type Ahead,
  BYTES_OF_A_JOB,
  BYTES_OF_A_MACHINE,
  daysAhead,
  type Estimate,
} from "../../../model/estimate.ts";
import type { Values } from "../../../schema/fields.ts";
import { numberColumn } from "../../../schema/table.ts";
import type { params } from "./params.ts";

/** A row's day: what its owner decides, is paid and pays. */
const STEPS_OF_A_DAY = 100;

/** Every machine, its jobs, failures, maintenance and record, each of which takes it off the market and back. */
export function estimate(given: Values<typeof params>, ahead: Ahead): Estimate {
  const { machines: table, maintenancePeriod, mtbf, mttr, failureShape } = given;
  const counts = numberColumn(table, "count");
  const each = numberColumn(table, "gpus");
  const days = daysAhead(ahead);
  const machines = counts.reduce((sum, count) => sum + count, 0);
  const gpus = counts.reduce((sum, count, lot: Index) => sum + count * each[lot], 0);
  // A machine fails with any of its GPUs, and not while it is under repair.
  const failures = counts.reduce((sum, count, lot: Index) => {
    const working = mtbf / cardsOf(each[lot]);
    return sum + count * weibullRenewals(availability(working, mttr) * ahead.horizon, working, failureShape);
  }, 0);
  const maintained = maintenancePeriod > 0 ? (machines * ahead.horizon) / maintenancePeriod : 0;
  const recorded = given.availability.rows;
  const outages = ahead.count("regionOutage");
  const absences = failures + maintained + recorded + outages * machines;
  const jobs = ahead.count("jobMatched");
  const evicted = ahead.count("jobEvicted");
  const switches = given.uses === "rent" ? 0 : (days / given.usesEvery) * table.rows;
  const offers = machines + absences + switches + (given.reprice === "fixed" ? 0 : days * machines);
  return {
    events: {
      jobStarted: jobs,
      jobFinished: jobs,
      jobPaused: evicted,
      jobInterrupted: Math.min(absences * (gpus / Math.max(1, machines)), jobs),
      machineBroke: failures,
      machineMended: failures,
      maintenanceDue: maintained,
      machineMaintained: maintained,
      availabilityRecorded: recorded,
      powerReturned: outages,
      machineOffered: offers,
      machineWithdrawn: absences + switches,
      gpusFreed: absences,
      swapRequested: days,
    },
    sums: { machines },
    steps: table.rows * days * STEPS_OF_A_DAY + outages * machines,
    bytes: machines * BYTES_OF_A_MACHINE + ahead.sum("pending") * BYTES_OF_A_JOB,
  };
}
