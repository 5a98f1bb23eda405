export interface BaseFeeRule {
  /** Share of the fee by which a full block raises it, inverted: 8. */
  readonly denominator: bigint;
  /** Gas limit over gas target: 2. */
  readonly elasticity: bigint;
}

export const EIP_1559: BaseFeeRule = { denominator: 8n, elasticity: 2n };

/**
 * Base fee of a block, in base units per gas, from its parent's base fee, gas used and gas limit (EIP-1559; go-ethereum
 * `consensus/misc/eip1559`). It rises by at least 1 when the parent used more than its target, and never falls below 0.
 */
export function baseFeePerGas(
  input: Partial<BaseFeeRule> & {
    readonly parentBaseFee: bigint;
    readonly parentGasUsed: bigint;
    readonly parentGasLimit: bigint;
  },
): bigint {
  const { parentBaseFee, parentGasUsed, parentGasLimit } = input;
  const { denominator, elasticity } = { ...EIP_1559, ...input };
  const target = parentGasLimit / elasticity;
  if (parentGasUsed === target || target === 0n) return parentBaseFee;
  if (parentGasUsed > target) {
    const rise = (parentBaseFee * (parentGasUsed - target)) / target / denominator;
    return parentBaseFee + (rise > 1n ? rise : 1n);
  }
  return parentBaseFee - (parentBaseFee * (target - parentGasUsed)) / target / denominator;
}
