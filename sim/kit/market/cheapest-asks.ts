import type { Order } from "../../formulas/price-time.ts";
import { isPart } from "../../gpus.ts";
import type { Index } from "../../indexed.ts";
import { type Ask, fitsOn, freeOf, type Shares, suits } from "./machines.ts";
import type { Trading } from "./trading-state.ts";

/** What the job of a row of the queue asks of machines. */
export function needs({ queue }: Trading, row: Index): Ask {
  return {
    gpus: queue.gpus[row],
    memory: queue.memory[row],
    region: queue.regions[queue.region[row]]!,
  };
}

/** Whether the machine of an ask is what a job needs, its size apart. */
export const serves = ({ book }: Trading, order: Order, job: Ask): boolean =>
  suits(book.groups[book.group[order.row]]!, job);

/**
 * The cheapest GPUs that a whole job can have at no more than `ceiling` each: those of one machine where one has room,
 * else of machines alike in memory, region, kind and speed. Null where there are none. Nothing is taken yet.
 */
export function cheapest(state: Trading, job: Ask, ceiling: number): Order[] | null {
  for (const order of state.asks) {
    if (order.price > ceiling) break;
    if (fitsOn(state.book, order.row, job.gpus) && serves(state, order, job)) return [order];
  }
  return isPart(job.gpus) ? null : cheapestGang(state, job, ceiling);
}

/** How many GPUs each of the asks gives to a job: all it has that are whole, the last one what is missing. */
export function sharesOf({ book }: Trading, orders: readonly Order[], gpus: number): Shares {
  let missing = gpus;
  const parts = orders.map(({ row }) => {
    const part = isPart(missing) ? missing : Math.min(freeOf(book, row), missing);
    missing -= part;
    return part;
  });
  return { machines: orders.map(({ id }) => id), parts };
}

interface Gang {
  readonly group: number;
  readonly throughput: number;
  readonly orders: Order[];
  missing: number;
}

/** Of the gangs of machines alike, each of the cheapest asks that make up the job, the cheapest. */
function cheapestGang(state: Trading, job: Ask, ceiling: number): Order[] | null {
  const { asks, book } = state;
  const gangs: Gang[] = [];
  for (const order of asks) {
    if (order.price > ceiling) break;
    if (!serves(state, order, job)) continue;
    const group = book.group[order.row];
    const throughput = book.throughput[order.row];
    let gang = gangs.find((each) => each.group === group && each.throughput === throughput);
    if (gang === undefined) {
      gang = { group, throughput, orders: [], missing: job.gpus };
      gangs.push(gang);
    }
    if (gang.missing <= 0 || freeOf(book, order.row) === 0) continue;
    gang.orders.push(order);
    gang.missing -= freeOf(book, order.row);
  }
  let best: Order[] | null = null;
  for (const { orders, missing } of gangs)
    if (missing <= 0 && (best === null || costOf(state, orders, job.gpus) < costOf(state, best, job.gpus)))
      best = orders;
  return best;
}

function costOf(state: Trading, gang: readonly Order[], gpus: number): number {
  const { parts } = sharesOf(state, gang, gpus);
  return gang.reduce((sum, { price }, at) => sum + price * parts[at]!, 0);
}
