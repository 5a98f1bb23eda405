import { meanTimeOfParts } from "../../../formulas/availability.ts";
import { weibullScale } from "../../../formulas/weibull.ts";
import { cardsOf } from "../../../gpus.ts";
import type { Index } from "../../../indexed.ts";
import type { Events } from "../../../model/events.ts";
import { numberColumn, textColumn } from "../../../schema/table.ts";
import { instant } from "../../../units.ts";
import { maintainIfEmpty } from "./maintenance.ts";
import { bringBack, takeOff } from "./offers.ts";
import { ABSENT, BARRED, BROKEN, ELSEWHERE, type Fleet, GONE, MAINTAINED, OUT_OF_POWER } from "./state.ts";
import { interruptAll } from "./work.ts";

/** Failures and maintenance of machines whose availability is not recorded, and the record of the others. */
export function scheduleInterruptions(context: Fleet): void {
  const { state } = context;
  for (let machine = 0; machine < state.machines.count; machine++) {
    if (state.machines.recorded[machine] === 1) continue;
    scheduleFailure(context, machine, 0, context.now);
    scheduleMaintenance(context, machine, 0);
  }
  scheduleRecord(context, 0);
}

/** Failure `k` of a machine that works from a time on; none after the end of the run. */
function scheduleFailure(
  { state, params, random, horizon, emit }: Fleet,
  machine: Index,
  k: number,
  from: number,
): void {
  const gpus = state.lots.gpus[state.machines.lot[machine]]!;
  const { mtbf, failureShape: shape } = params;
  const scale = weibullScale(meanTimeOfParts(mtbf, cardsOf(gpus)), shape);
  const time = from + random.at(machine, "failure", k).weibull(shape, scale);
  if (time <= horizon) emit.machineBroke.at({ machine, k }, time);
}

function scheduleRecord({ state, horizon, emit }: Fleet, line: Index): void {
  const { order, times } = state.record;
  const time = line < order.length ? instant(times[order[line]]!) : Number.POSITIVE_INFINITY;
  if (time <= horizon) emit.availabilityRecorded.at({ line }, time);
}

/** Whether a machine has any GPU at work, for rent or in another use. */
const works = ({ state: { machines } }: Fleet, machine: Index): boolean =>
  (machines.reasons[machine] & ~ELSEWHERE) === 0 || machines.busy[machine] > 0;

/** A machine fails as a whole. What strikes one without power or under maintenance is nothing. */
export function fail(context: Fleet, { machine, k }: { machine: Index; k: number }): void {
  const { state, params, random, now, emit } = context;
  const spared = !works(context, machine);
  if (spared && (state.machines.reasons[machine] & GONE) !== 0) return;
  const repair = spared ? 0 : random.at(machine, "repair", k).exponential(params.mttr);
  scheduleFailure(context, machine, k + 1, now + repair);
  if (spared) return;
  state.failures++;
  interruptAll(context, machine);
  takeOff(context, machine, BROKEN);
  emit.machineMended({ machine }, repair);
}

export function mend(context: Fleet, { machine }: { machine: number }): void {
  if (bringBack(context, machine, BROKEN)) context.emit.gpusFreed({});
}

/** Maintenance `k`: machines take turns, each in a phase of its own. */
function scheduleMaintenance({ params, random, horizon, emit }: Fleet, machine: number, k: number): void {
  const { maintenancePeriod: period } = params;
  if (period === 0) return;
  const time = (random.at(machine, "maintenance").uniform() + k) * period;
  if (time <= horizon) emit.maintenanceDue.at({ machine, k }, time);
}

export function beginMaintenance(context: Fleet, { machine, k }: { machine: Index; k: number }): void {
  const { params, state } = context;
  const { reasons, draining } = state.machines;
  if ((reasons[machine] & GONE) !== 0) return;
  scheduleMaintenance(context, machine, k + 1);
  // The one before still waits for a long job, or is not done.
  if ((reasons[machine] & MAINTAINED) !== 0) return;
  if (params.maintenanceDrain === "interrupt") interruptAll(context, machine);
  takeOff(context, machine, MAINTAINED);
  draining[machine] = 1;
  maintainIfEmpty(context, machine);
}

const isIn = ({ state, params }: Fleet, machine: Index, region: string): boolean =>
  region === "" || textColumn(params.machines, "region")[state.machines.lot[machine]] === region;

/** All machines of the region lose power or network: their jobs are interrupted. An outage within another lengthens it. */
export function losePower(context: Fleet, { region, seconds }: Events["regionOutage"]): void {
  if (!(seconds > 0)) return;
  const { state, now, horizon, emit } = context;
  const { count, outageUntil, reasons } = state.machines;
  const until = instant(now + seconds);
  for (let machine: Index = 0; machine < count; machine++) {
    if (!isIn(context, machine, region)) continue;
    outageUntil[machine] = Math.max(outageUntil[machine], until);
    if ((reasons[machine] & OUT_OF_POWER) !== 0) continue;
    interruptAll(context, machine);
    takeOff(context, machine, OUT_OF_POWER);
  }
  if (until <= horizon) emit.powerReturned.at({ region }, until);
}

export function returnPower(context: Fleet, { region }: { region: string }): void {
  const { count, outageUntil } = context.state.machines;
  let freed = false;
  for (let machine: Index = 0; machine < count; machine++)
    if (isIn(context, machine, region) && outageUntil[machine] <= context.now)
      freed = bringBack(context, machine, OUT_OF_POWER) || freed;
  if (freed) context.emit.gpusFreed({});
}

/** All lines of the record of this instant. A line that repeats a machine's state changes nothing. */
export function replay(context: Fleet, { line }: { line: number }): void {
  const { state, params, now, emit } = context;
  const { order, times } = state.record;
  const machines = numberColumn(params.availability, "machine");
  const up = numberColumn(params.availability, "up");
  let freed = false;
  let next: Index = line;
  for (; next < order.length && instant(times[order[next]]!) <= now; next++) {
    const machine: Index = machines[order[next]]!;
    if (up[order[next]] === 1) freed = bringBack(context, machine, ABSENT) || freed;
    else if ((state.machines.reasons[machine] & ABSENT) === 0) {
      // One that is down as the run begins has not stopped: it has never worked.
      if (now > 0 && works(context, machine)) state.failures++;
      interruptAll(context, machine);
      takeOff(context, machine, ABSENT);
    }
  }
  scheduleRecord(context, next);
  if (freed) emit.gpusFreed({});
}

/** The machine never comes back; the jobs that it runs finish. */
export function bar(context: Fleet, { machine }: { machine: number }): void {
  const { count } = context.state.machines;
  if (machine >= 0 && machine < count) takeOff(context, machine, BARRED);
}
