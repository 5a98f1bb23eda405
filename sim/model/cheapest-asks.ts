import type { Order } from "../formulas/price-time.ts";
import { type Ask, type Shares, suits } from "./machines.ts";
import type { Trading } from "./trading-state.ts";

/** What the job of a row of the queue asks of machines. */
export function needs({ queue }: Trading, row: number): Ask {
  return {
    gpus: queue.gpus[row]!,
    memory: queue.memory[row]!,
    region: queue.regions[queue.region[row]!]!,
  };
}

/** Whether the machine of an ask is what a job needs, its size apart. */
export const serves = ({ book }: Trading, order: Order, job: Ask): boolean =>
  suits(book.groups[book.group[order.row]!]!, job);

/**
 * The cheapest GPUs that a whole job can have at no more than `ceiling` each: those of one machine where one has room,
 * else of machines alike in memory, region, kind and speed. Null where there are none. Nothing is taken yet.
 */
export function cheapest(state: Trading, job: Ask, ceiling: number): Order[] | null {
  for (const order of state.asks) {
    if (order.price > ceiling) break;
    if (order.quantity >= job.gpus && serves(state, order, job)) return [order];
  }
  let best: Order[] | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (let group = 0; group < state.book.groups.length; group++) {
    if (!suits(state.book.groups[group]!, job)) continue;
    const gang = cheapestOfGroup(state, group, job.gpus, ceiling);
    const cost = gang === null ? least : costOf(gang, job.gpus);
    if (cost >= least) continue;
    best = gang;
    least = cost;
  }
  return best;
}

/** How many GPUs each of the asks gives to a job: all it has, the last one what is missing. */
export function sharesOf(orders: readonly Order[], gpus: number): Shares {
  let missing = gpus;
  const parts = orders.map(({ quantity }) => {
    const part = Math.min(quantity, missing);
    missing -= part;
    return part;
  });
  return { machines: orders.map(({ id }) => id), parts };
}

function cheapestOfGroup(
  { asks, book }: Trading,
  group: number,
  gpus: number,
  ceiling: number,
): Order[] | null {
  const gang: Order[] = [];
  let missing = gpus;
  for (const order of asks) {
    if (order.price > ceiling) return null;
    const alike = gang.length === 0 || book.throughput[gang[0]!.row] === book.throughput[order.row];
    if (book.group[order.row] !== group || !alike) continue;
    gang.push(order);
    missing -= order.quantity;
    if (missing <= 0) return gang;
  }
  return null;
}

function costOf(gang: readonly Order[], gpus: number): number {
  const { parts } = sharesOf(gang, gpus);
  return gang.reduce((sum, { price }, at) => sum + price * parts[at]!, 0);
}
