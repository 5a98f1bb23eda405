/**
 * Means of queues in steady state (Gross, Shortle, Thompson and Harris, "Fundamentals of Queueing Theory", 4th ed.,
 * chapters 2 and 5; Kleinrock, "Queueing Systems" I, 1975). Rates are per unit of time; times are in that unit.
 */
import { OrreryError } from "../errors.ts";

export interface QueueMeans {
  /** Share of time that a server is busy. */
  readonly utilisation: number;
  /** Probability that an arrival must wait. */
  readonly waitProbability: number;
  /** Mean time before service. */
  readonly waitingTime: number;
  /** Mean time from arrival to departure. */
  readonly timeInSystem: number;
  /** Mean number waiting. */
  readonly queueLength: number;
  /** Mean number waiting or served. */
  readonly numberInSystem: number;
}

/** Probability that a job finds all servers busy and is lost (M/M/c/c), at `load` erlang; by Erlang's recursion. */
export function erlangB(servers: number, load: number): number {
  let blocked = 1;
  for (let server = 1; server <= servers; server += 1) {
    blocked = (load * blocked) / (server + load * blocked);
  }
  return blocked;
}

/** Probability that a job finds all servers busy and waits (M/M/c), at `load` erlang below the number of servers. */
export function erlangC(servers: number, load: number): number {
  needStable(servers, load);
  const blocked = erlangB(servers, load);
  return (servers * blocked) / (servers - load * (1 - blocked));
}

/** One server, Poisson arrivals, exponential service. */
export function mm1(arrivalRate: number, serviceRate: number): QueueMeans {
  return mmc(arrivalRate, serviceRate, 1);
}

/** `servers` servers behind one queue, Poisson arrivals, exponential service. */
export function mmc(arrivalRate: number, serviceRate: number, servers: number): QueueMeans {
  const load = arrivalRate / serviceRate;
  const waitProbability = erlangC(servers, load);
  const waitingTime = waitProbability / (servers * serviceRate - arrivalRate);
  return means(arrivalRate, 1 / serviceRate, load / servers, waitProbability, waitingTime);
}

/**
 * One server, Poisson arrivals, service of any distribution, by Pollaczek and Khinchine: λ E[S²] / (2 (1 − ρ)).
 *
 * @param squaredVariation variance of the service time over the square of its mean: 1 exponential, 0 constant
 */
export function mg1(arrivalRate: number, serviceTime: number, squaredVariation: number): QueueMeans {
  const utilisation = arrivalRate * serviceTime;
  needStable(1, utilisation);
  const waitingTime = (utilisation * serviceTime * (1 + squaredVariation)) / (2 * (1 - utilisation));
  return means(arrivalRate, serviceTime, utilisation, utilisation, waitingTime);
}

/** By Little's law, from the waiting time. */
function means(
  arrivalRate: number,
  serviceTime: number,
  utilisation: number,
  waitProbability: number,
  waitingTime: number,
): QueueMeans {
  const timeInSystem = waitingTime + serviceTime;
  return {
    utilisation,
    waitProbability,
    waitingTime,
    timeInSystem,
    queueLength: arrivalRate * waitingTime,
    numberInSystem: arrivalRate * timeInSystem,
  };
}

function needStable(servers: number, load: number): void {
  if (load >= 0 && load < servers) return;
  throw new OrreryError("A queue has a steady state only where its load is below its servers.", [
    `load ${load} erlang`,
    `servers ${servers}`,
  ]);
}
