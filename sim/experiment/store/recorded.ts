import { OUTCOMES, type Outcome, type RecordedJobs } from "../../model/recorded-jobs.ts";
import type { RecordedProviders } from "../../model/recorded-providers.ts";
import { RepeatedNames } from "../../run/names.ts";
import type { TableRow } from "./formats.ts";

const numbers = (rows: readonly TableRow[], column: string): Float64Array =>
  Float64Array.from(rows, (row) => row[column] as number);

const places = (rows: readonly TableRow[], column: string, names: RepeatedNames): Int32Array =>
  Int32Array.from(rows, (row) => names.placeOf(row[column] as string));

/** The jobs of a run, from the rows of their table. */
export function jobsOf(rows: readonly TableRow[]): RecordedJobs {
  const classes = new RepeatedNames();
  const column = (name: string): Float64Array => numbers(rows, name);
  return {
    job: column("job"),
    class: places(rows, "class", classes),
    classes: classes.names,
    gpus: column("gpus"),
    submitted: column("submitted"),
    started: column("started"),
    finished: column("finished"),
    waitingTime: column("waiting_time"),
    executionTime: column("execution_time"),
    interruptions: Int32Array.from(column("interruptions")),
    provider: column("provider"),
    usdPaid: column("usd_paid"),
    energyJoules: column("energy_joules"),
    outcome: Uint8Array.from(rows, ({ outcome }) => OUTCOMES.indexOf(outcome as Outcome)),
  };
}

/** The providers of a run, from the rows of their table. */
export function providersOf(rows: readonly TableRow[]): RecordedProviders {
  const names = new RepeatedNames();
  const column = (name: string): Float64Array => numbers(rows, name);
  return {
    t: column("t"),
    supply: places(rows, "supply", names),
    provider: column("provider"),
    region: places(rows, "region", names),
    kind: places(rows, "kind", names),
    names: names.names,
    gpus: column("gpus"),
    online: column("online"),
    busy: column("busy"),
    revenueUsd: column("revenue_usd"),
  };
}
