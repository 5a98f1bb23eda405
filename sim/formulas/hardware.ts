/** Worth of hardware that ages and is overtaken. */
import { pow } from "../math.ts";
import { straightLineDepreciation } from "./npv.ts";

/**
 * Price of a generation for which newer ones have been released: it steps down at each release.
 *
 * @param step share that is lost at a release
 */
export function steppedPrice(price: number, step: number, releases: number): number {
  return price * pow(1 - step, releases);
}

/** Worth in the books: paid, less even depreciation down to what it is to bring at the end of its life, and level then. */
export function bookValue(paid: number, resale: number, life: number, age: number): number {
  return paid - straightLineDepreciation(paid, resale, life) * Math.min(age, life);
}
