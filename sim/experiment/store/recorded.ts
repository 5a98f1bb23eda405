import type { Index } from "../../indexed.ts";
import {
  OUTCOMES,
  type Outcome,
  type RecordedJobs,
  stretchOf,
  turnaroundOf,
} from "../../model/recorded-jobs.ts";
import type { RecordedProviders } from "../../model/recorded-providers.ts";
import { RepeatedNames } from "../../run/names.ts";
import type { Run } from "../../run/result.ts";
import {
  identityCells,
  identityColumns,
  integer,
  long,
  number,
  push,
  type RunIdentity,
  type Shape,
  type TableSpec,
  text,
} from "./columns.ts";
import type { TableRow } from "./formats.ts";

/** A row a job. */
export const jobsTable = (shape: Shape): TableSpec<RunIdentity & Pick<Run, "jobs">> => ({
  name: "jobs",
  columns: [
    ...identityColumns(shape),
    text("place"),
    long("job"),
    text("record_id"),
    text("class"),
    number("gpus"),
    number("submitted"),
    number("started"),
    number("finished"),
    number("waiting_time"),
    number("recorded_wait"),
    number("execution_time"),
    number("turnaround_time"),
    number("stretch"),
    integer("interruptions"),
    number("provider"),
    number("usd_paid"),
    number("energy_joules"),
    text("outcome"),
  ],
  append(run, columns, rowIsWhole) {
    const { jobs } = run;
    if (!jobs) return;
    const identity = identityCells(run, shape);
    for (let row: Index = 0; row < jobs.job.length; row++) {
      push(
        columns,
        ...identity,
        jobs.places[jobs.place[row]]!,
        jobs.job[row],
        jobs.recordIds[jobs.recordId[row]]!,
        jobs.classes[jobs.class[row]]!,
        jobs.gpus[row],
        jobs.submitted[row],
        jobs.started[row],
        jobs.finished[row],
        jobs.waitingTime[row],
        jobs.recordedWait[row],
        jobs.executionTime[row],
        turnaroundOf(jobs, row),
        stretchOf(jobs, row),
        jobs.interruptions[row],
        jobs.provider[row],
        jobs.usdPaid[row],
        jobs.energyJoules[row],
        OUTCOMES[jobs.outcome[row]]!,
      );
      rowIsWhole();
    }
  },
});

/** A row a provider and sample. */
export const providersTable = (shape: Shape): TableSpec => ({
  name: "providers",
  columns: [
    ...identityColumns(shape),
    number("t"),
    text("supply"),
    text("place"),
    long("provider"),
    text("region"),
    text("kind"),
    number("gpus"),
    number("online"),
    number("busy"),
    number("utilisation"),
    number("revenue_usd"),
  ],
  append(run, columns, rowIsWhole) {
    const { providers } = run;
    if (!providers) return;
    const identity = identityCells(run, shape);
    const { names, t, supply, place, provider, region, kind, gpus, online, busy, revenueUsd } = providers;
    for (let row: Index = 0; row < t.length; row++) {
      push(
        columns,
        ...identity,
        t[row],
        names[supply[row]]!,
        names[place[row]]!,
        provider[row],
        names[region[row]]!,
        names[kind[row]]!,
        gpus[row],
        online[row],
        busy[row],
        online[row] > 0 ? busy[row] / online[row] : Number.NaN,
        revenueUsd[row],
      );
      rowIsWhole();
    }
  },
});

const numbers = (rows: readonly TableRow[], column: string): Float64Array =>
  Float64Array.from(rows, (row) => row[column] as number);

const numbersOf = (rows: readonly TableRow[], column: string, names: RepeatedNames): Int32Array =>
  Int32Array.from(rows, (row) => names.placeOf(row[column] as string));

/** The jobs of a run, from the rows of their table. */
export function jobsOf(rows: readonly TableRow[]): RecordedJobs {
  const classes = new RepeatedNames();
  const places = new RepeatedNames();
  const recordIds = new RepeatedNames();
  const column = (name: string): Float64Array => numbers(rows, name);
  return {
    job: column("job"),
    recordId: numbersOf(rows, "record_id", recordIds),
    recordIds: recordIds.names,
    class: numbersOf(rows, "class", classes),
    classes: classes.names,
    place: numbersOf(rows, "place", places),
    places: places.names,
    gpus: column("gpus"),
    submitted: column("submitted"),
    started: column("started"),
    finished: column("finished"),
    waitingTime: column("waiting_time"),
    recordedWait: column("recorded_wait"),
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
    supply: numbersOf(rows, "supply", names),
    place: numbersOf(rows, "place", names),
    provider: column("provider"),
    region: numbersOf(rows, "region", names),
    kind: numbersOf(rows, "kind", names),
    names: names.names,
    gpus: column("gpus"),
    online: column("online"),
    busy: column("busy"),
    revenueUsd: column("revenue_usd"),
  };
}
