import { CARD, type Gpus, hundredths, isPart } from "../../../gpus.ts";
import type { Index } from "../../../indexed.ts";
import { RUNNING } from "../../../kit/market/orders.ts";
import { cardOf, ordersAt, type State } from "./state.ts";

const WHOLE = -1;
const ANY = -2;

/** The cards of a machine, as jobs take them one after the other; a part of a GPU best fit, or where it is already. */
class Packing {
  readonly #cards: number;
  readonly #size: number;
  #whole = 0;
  /** By number of a card that runs parts: hundredths in use. */
  readonly #used = new Map<number, number>();

  constructor(gpus: Gpus) {
    this.#cards = Math.ceil(gpus);
    this.#size = isPart(gpus) ? hundredths(gpus) : CARD;
  }

  /** The card that a part would get, WHOLE for whole cards; undefined where there is no room. */
  find(gpus: Gpus, at = ANY): number | undefined {
    const open = this.#cards - this.#whole - this.#used.size;
    if (!isPart(gpus)) return gpus <= (this.#size < CARD ? 0 : open) ? WHOLE : undefined;
    const part = hundredths(gpus);
    if (at >= 0 && this.#used.has(at)) return this.#used.get(at)! + part <= this.#size ? at : undefined;
    if (at >= 0) return open > 0 ? at : undefined;
    const fitting = [...this.#used].filter(([, used]) => used + part <= this.#size);
    if (fitting.length > 0) return fitting.reduce((best, each) => (each[1] > best[1] ? each : best))[0];
    return open > 0 && part <= this.#size ? this.#unused() : undefined;
  }

  put(gpus: Gpus, card: number): void {
    if (card === WHOLE) this.#whole += gpus;
    else this.#used.set(card, (this.#used.get(card) ?? 0) + hundredths(gpus));
  }

  #unused(): number {
    let card = 0;
    while (this.#used.has(card)) card++;
    return card;
  }
}

/** Rows of the orders that have room on a machine, in their order up to the first that has none, and the card of each. */
export function holding(state: State, host: Index): Map<number, number> {
  const { orders, book } = state;
  const rows = ordersAt(state, host);
  const above = new Packing(book.gpus[host]);
  const all = new Packing(book.gpus[host]);
  const running = rows.filter((row) => orders.status[row] === RUNNING);
  for (const row of running) all.put(orders.gpus[row]!, cardOf(state, row));
  const found = new Map<number, number>();
  for (const row of rows) {
    const gpus = orders.gpus[row]!;
    const runs = orders.status[row] === RUNNING;
    // Who starts takes what nobody has, if there is that; else what those below have.
    const free = runs ? cardOf(state, row) : (all.find(gpus) ?? ANY);
    const card = above.find(gpus, free) ?? (runs ? undefined : above.find(gpus));
    if (card === undefined) return found;
    above.put(gpus, card);
    if (!runs) all.put(gpus, card);
    found.set(row, card);
  }
  return found;
}

/** Whether a job has room on a machine after these orders. */
export function hasRoomAfter(state: State, host: Index, before: readonly number[], gpus: Gpus): boolean {
  const packing = new Packing(state.book.gpus[host]);
  for (const row of before) {
    const each = state.orders.gpus[row]!;
    const at = cardOf(state, row);
    const card = packing.find(each, at === WHOLE ? ANY : at) ?? packing.find(each);
    if (card === undefined) return false;
    packing.put(each, card);
  }
  return packing.find(gpus) !== undefined;
}

/** Whether a machine has parts of GPUs to deal with; whole ones are counted. */
export const hasParts = ({ book, orders }: State, host: Index, rows: readonly number[]): boolean =>
  isPart(book.gpus[host]) || rows.some((row: Index) => isPart(orders.gpus[row]));
