/**
 * The rule of `base-fee.ts` in doubles, for runs of millions of blocks: the same integers as long as the fee, the gas
 * and the limit are integers below 2^53.
 */
import { productError } from "./exact-product.ts";

const DENOMINATOR = 8;
const ELASTICITY = 2;

/** Base fee after a block, from its base fee (integer base units a gas), gas used and gas limit; EIP-1559. */
export function nextBaseFee(fee: number, gasUsed: number, gasLimit: number): number {
  const target = Math.floor(gasLimit / ELASTICITY);
  if (gasUsed === target || target === 0) return fee;
  if (gasUsed > target)
    return fee + Math.max(1, Math.floor(quotientOfProduct(fee, gasUsed - target, target) / DENOMINATOR));
  return fee - Math.floor(quotientOfProduct(fee, target - gasUsed, target) / DENOMINATOR);
}

/**
 * The whole part of x × y / divisor for integers with y ≤ divisor, all below 2^53: the quotient of the rounded product
 * is at most a few off, and the remainder, exact by Dekker's product (1971), says by how many.
 */
export function quotientOfProduct(x: number, y: number, divisor: number): number {
  const product = x * y;
  let quotient = Math.floor(product / divisor);
  const back = quotient * divisor;
  let rest = product - back + (productError(x, y, product) - productError(quotient, divisor, back));
  while (rest < 0) {
    rest += divisor;
    quotient--;
  }
  while (rest >= divisor) {
    rest -= divisor;
    quotient++;
  }
  return quotient;
}
