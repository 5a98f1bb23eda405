import { choiceProbabilities, chosen, logsum } from "../../../formulas/logit.ts";
import type { Index } from "../../../indexed.ts";
import { type Ask, fitsOn, freeGpus, place, type Shares, suits } from "../../../kit/market/machines.ts";
import { rowOf } from "../../../model/columns.ts";
import { HOUR } from "../../../units.ts";
import { askOf, type Market, type State } from "./terms.ts";

interface Alternative extends Shares {
  readonly usdPerGpuHour: number;
  readonly speed: number;
  readonly reliability: number;
  readonly reputation: number;
}
export interface Choice {
  /** Null: the outside. */
  readonly alternative: Alternative | null;
  /** What the choice is worth over having the outside alone; 0 where that is beyond price. */
  readonly surplusUsd: number;
}

/** What the job of a row chooses of what has room now; null where nothing that it can use has. */
export function choose(context: Market, row: Index): Choice | null {
  const { state, params, random, read } = context;
  const alternatives = alternativesOf(context, row).filter((each) => isAcceptable(context, row, each));
  if (alternatives.length === 0) return null;
  const outside = Math.min(read.cloudUsdPerGpuHour(), state.queue.limit[row]);
  const cloud = { usdPerGpuHour: outside, speed: 1, reliability: 1, reputation: 1 };
  const utilities = [
    utility(params, cloud) + params.outsideWeight,
    ...alternatives.map((each) => utility(params, each)),
  ];
  const at = chosen(choiceProbabilities(utilities), random.at(state.count[row], "choice").uniform());
  const work = (state.queue.gpus[row] * state.queue.seconds[row]) / HOUR;
  const gain = Number.isFinite(outside) ? Math.max(0, logsum(utilities) - utilities[0]!) : 0;
  return {
    alternative: at === 0 ? null : alternatives[at - 1]!,
    surplusUsd: (gain / params.priceSensitivity) * work,
  };
}

/** Price counts by work done: a machine twice as fast may cost twice as much an hour. */
function utility(params: Market["params"], machine: Omit<Alternative, keyof Shares>): number {
  return (
    (-params.priceSensitivity * machine.usdPerGpuHour) / machine.speed +
    params.speedWeight * machine.speed +
    params.reliabilityWeight * machine.reliability +
    params.reputationWeight * machine.reputation
  );
}

function isAcceptable(
  { state: { queue }, now }: Market,
  row: Index,
  { usdPerGpuHour, speed }: Alternative,
): boolean {
  if (speed === 0) return false;
  return usdPerGpuHour <= queue.limit[row] && now + queue.seconds[row] / speed <= queue.deadline[row];
}

function alternativesOf(context: Market, row: Index): Alternative[] {
  const { state } = context;
  const { book } = state;
  const ask = askOf(state, row);
  if (ask.gpus > freeGpus(book)) return [];
  if (book.groups.some((group) => suits(group, ask) && group.largest >= ask.gpus))
    return hostsFor(context, ask, state.count[row]).map((host: Index) =>
      ofShares(state, { machines: [book.rows.ids[host]], parts: [ask.gpus] }),
    );
  const gang = place(book, ask);
  return gang === null ? [] : [ofShares(state, gang)];
}

/** Rows of machines that suit and have room: all of them, or some at random. */
function hostsFor({ state: { book }, params, random }: Market, ask: Ask, job: number): number[] {
  const known = book.rows.count;
  const hosts: number[] = [];
  const isOpen = (host: Index) =>
    book.offered[host] === 1 && fitsOn(book, host, ask.gpus) && suits(book.groups[book.group[host]]!, ask);
  if (known > params.considered) {
    // A few times as many tries as machines: where most are busy, few are found, and one is found in the scan below.
    const tries = Math.min(4 * params.considered, known);
    for (let k = 0; k < tries && hosts.length < params.considered; k++) {
      const host = Math.floor(random.at(job, "considered", k).uniform() * known);
      if (isOpen(host) && !hosts.includes(host)) hosts.push(host);
    }
    if (hosts.length > 0) return hosts;
  }
  for (let host = 0; host < known && hosts.length < params.considered; host++)
    if (isOpen(host)) hosts.push(host);
  return hosts;
}

/** Several machines cost their mean price, are as fast as the slowest, and work while all of them do. */
function ofShares({ book }: State, { machines, parts }: Shares): Alternative {
  let gpus = 0;
  let usd = 0;
  let speed = Number.POSITIVE_INFINITY;
  let reliability = 1;
  let reputation = 1;
  machines.forEach((machine, at) => {
    const host = rowOf(book, machine);
    gpus += parts[at]!;
    usd += parts[at]! * book.usdPerGpuHour[host];
    speed = Math.min(speed, book.throughput[host]);
    reliability *= book.reliability[host];
    reputation = Math.min(reputation, book.reputation[host]);
  });
  return { machines, parts, usdPerGpuHour: gpus > 0 ? usd / gpus : 0, speed, reliability, reputation };
}
