import type { Index } from "../../../indexed.ts";
import { deleteRow, firstFrom, insertRow, insertRowFirst } from "../../../kit/market/sorted-rows.ts";
import { byUsage, customerRow, neediest } from "./customers.ts";
import { customerOf, priorityOf, type State } from "./state.ts";

/** The job of a row takes its place in the order. Under fair share the jobs of a customer stand together. */
export function fallIn(state: State, row: number): void {
  const { queue, sorted, customers } = state;
  if (state.order === "fair-share") {
    // The columns are longer ones where the customer is new.
    const customer: Index = customerRow(customers, customerOf(queue, row));
    customers.waiting[customer] += 1;
  }
  // Who has run before stands first among equals: it came before they did.
  if (queue.again[row] === 1) insertRowFirst(sorted, row, keyOf(state, row));
  else insertRow(sorted, row, keyOf(state, row));
}

export function fallOut(state: State, row: Index): void {
  deleteRow(state.sorted, row);
  if (state.order === "fair-share") state.customers.waiting[state.sorted.key[row]]! -= 1;
}

function keyOf({ order, queue, customers }: State, row: Index): number {
  switch (order) {
    case "first-come":
      return 0;
    case "shortest-first":
      return queue.requested[row];
    case "priority":
      return -priorityOf(queue, row);
    case "fair-share":
      return customerRow(customers, customerOf(queue, row));
  }
}

/** Whose turn it is, or −1. */
export function firstInOrder({ order, sorted, customers }: State): number {
  if (order !== "fair-share") return sorted.first[0];
  const customer = neediest(customers);
  return customer === -1 ? -1 : firstFrom(sorted, customer);
}

/** The first `limit` of the waiting jobs. */
export function inOrder(state: State, limit = Number.POSITIVE_INFINITY): number[] {
  const { sorted } = state;
  const rows: number[] = [];
  const starts =
    state.order === "fair-share"
      ? byUsage(state.customers).map((customer) => firstFrom(sorted, customer))
      : [sorted.first[0]];
  for (const start of starts) {
    for (let row: Index = start; row !== -1 && rows.length < limit; row = sorted.next[0]![row]) {
      if (state.order === "fair-share" && sorted.key[row] !== sorted.key[start]) break;
      rows.push(row);
    }
  }
  return rows;
}
