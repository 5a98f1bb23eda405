import type { Index } from "../../../indexed.ts";
import { exp } from "../../../math.ts";
import { addById, type ColumnsById, columnsById, rowOf } from "../../../model/columns.ts";

const CUSTOMER = {
  /** GPU-seconds × 2^((time − base) / half-life). */
  usage: "number",
  /** Jobs that wait. */
  waiting: "whole",
} as const;

/**
 * What customers have had lately, in GPU-seconds that lose half their weight in a half-life. All decay alike, so what
 * is stored grows in weight with time instead, and the order of customers changes only when one of them is given
 * something.
 */
export interface Customers extends ColumnsById<typeof CUSTOMER> {
  base: number;
}

/** Half-lives after which the base moves: 2^500 is far from the largest double. */
const MANY = 500;

export function customers(): Customers {
  return Object.assign(columnsById(CUSTOMER, 16), { base: 0 });
}

/** The row of a customer, known from now on. −1 stands for all who have no name. */
export function customerRow(customers: Customers, customer: number): Index {
  const id = customer + 1;
  const known = rowOf(customers, id);
  return known !== -1 ? known : addById(customers, id, { usage: 0, waiting: 0 });
}

/** The customer is given `gpuSeconds` at a time, or, below 0, gives back what it was given then. */
export function charge(
  customers: Customers,
  customer: number,
  gpuSeconds: number,
  time: number,
  halfLife: number,
): void {
  const age = (time - customers.base) / halfLife;
  if (age > MANY) {
    const weight = exp(-age * Math.LN2);
    for (let row: Index = 0; row < customers.rows.count; row++) customers.usage[row] *= weight;
    customers.base = time;
    charge(customers, customer, gpuSeconds, time, halfLife);
    return;
  }
  const row: Index = customerRow(customers, customer);
  customers.usage[row] = Math.max(0, customers.usage[row] + gpuSeconds * exp(age * Math.LN2));
}

/** Rows of the customers who wait, those who have had least first; among equals who came first. */
export function byUsage(customers: Customers): number[] {
  const some: number[] = [];
  for (let row: Index = 0; row < customers.rows.count; row++) if (customers.waiting[row] > 0) some.push(row);
  return some.sort((a: Index, b: Index) => customers.usage[a] - customers.usage[b] || a - b);
}

/** The first of `byUsage`, or −1. */
export function neediest(customers: Customers): number {
  let best: Index = -1;
  for (let row: Index = 0; row < customers.rows.count; row++)
    if (customers.waiting[row] > 0 && (best === -1 || customers.usage[row] < customers.usage[best]))
      best = row;
  return best;
}
