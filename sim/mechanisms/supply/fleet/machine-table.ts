import { OrreryError } from "../../../errors.ts";
import type { Index } from "../../../indexed.ts";
import type { Recorded } from "../../../model/mechanism.ts";
import type { Values } from "../../../schema/fields.ts";
import { didYouMean } from "../../../schema/suggest.ts";
import { numberColumn, type Table, textColumn } from "../../../schema/table.ts";
import { instant } from "../../../units.ts";
import type { params } from "./params.ts";

type Params = Values<typeof params>;

/** A file with thousands of broken lines is one mistake: so many of them are named. */
const NAMED = 10;

/** Throws an OrreryError with all that keeps a fleet from being run and that no column says of itself. */
export function refuseTables({ machines, regions, cooling, availability }: Params): void {
  const flaws = [
    ...regionFlaws(regions),
    ...rowFlaws(machines, regions, cooling),
    ...recordFlaws(availability, machineCount(machines)),
  ];
  if (machines.rows === 0) flaws.push("machines: there is no row, so there is no machine.");
  if (flaws.length === 0) return;
  const named = flaws.slice(0, NAMED);
  if (flaws.length > NAMED) named.push(`… and ${flaws.length - NAMED} more.`);
  throw new OrreryError("supply/fleet cannot run these machines.", named);
}

function machineCount(machines: Table): number {
  let count = 0;
  for (const each of numberColumn(machines, "count")) count += each;
  return count;
}

function regionFlaws(regions: Table): string[] {
  const flaws: string[] = [];
  const names = textColumn(regions, "region");
  for (let row = 0; row < regions.rows; row++) {
    const where = `regions, row ${row + 1} (${names[row]!})`;
    if (names.indexOf(names[row]!) !== row) flaws.push(`${where}: the region stands there twice.`);
  }
  return flaws;
}

function rowFlaws(machines: Table, regions: Table, cooling: Table): string[] {
  const known = textColumn(regions, "region");
  const classes = textColumn(cooling, "class");
  const flaws: string[] = [];
  for (let row = 0; row < machines.rows; row++) {
    const text = (name: string): string => textColumn(machines, name)[row]!;
    const expect = (holds: boolean, flaw: string): void => {
      if (!holds) flaws.push(`machines, row ${row + 1}: ${flaw}`);
    };
    expect(text("provider") !== "", "the provider has no name.");
    const region = text("region");
    expect(
      known.includes(region),
      `there is no electricity price of region "${region}".${didYouMean(region, known)}`,
    );
    const cooled = text("cooling");
    expect(
      cooled === "" || classes.includes(cooled),
      `there is no cooling class "${cooled}".${didYouMean(cooled, classes)}`,
    );
  }
  return flaws;
}

/** Seconds of each line of a record of availability since its start. */
export function recordTimes(availability: Table): Float64Array {
  const times = numberColumn(availability, "time");
  let first = Number.POSITIVE_INFINITY;
  for (const time of times) if (time < first) first = time;
  return numberColumn(availability, "t").map((t, row: Index) => (Number.isNaN(t) ? times[row] - first : t));
}

/** How many lines of a record of availability come up to a time. */
export function recordedWithin({ availability }: Pick<Params, "availability">, until: number): Recorded[] {
  const times = recordTimes(availability).map(instant);
  if (times.length === 0) return [];
  const within = times.filter((time) => time <= until).length;
  const first = times.reduce((least, time) => Math.min(least, time));
  const remedy =
    "Write t in seconds since the start of the run, or times in UTC in a column `time`, of which the earliest is the start.";
  return [{ param: "availability", rows: times.length, within, first, remedy }];
}

function recordFlaws(availability: Table, machines: number): string[] {
  const flaws: string[] = [];
  const times = recordTimes(availability);
  const latest = new Map<number, number>();
  for (let row: Index = 0; row < availability.rows; row++) {
    const machine = numberColumn(availability, "machine")[row];
    const t = times[row];
    const where = `availability, row ${row + 1}`;
    if (machine >= machines)
      flaws.push(`${where}: there is no machine ${machine}; they are numbered from 0 to ${machines - 1}.`);
    if (Number.isNaN(t)) flaws.push(`${where}: it has neither t, in seconds, nor a time.`);
    else if (t < (latest.get(machine) ?? 0))
      flaws.push(`${where}: ${t} s of machine ${machine} comes after a later time.`);
    else latest.set(machine, t);
  }
  return flaws;
}
