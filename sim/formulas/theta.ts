/** Theta's rewards in TFUEL (thetatoken/theta-protocol-ledger `ledger/execution/tx_coinbase.go`), in wei, 10^−18. */
import { type Whole, whole } from "./integers.ts";

const WEI = 1_000_000_000_000_000_000n;
/** Of a block: for validators and guardians, who stake THETA, and for elite edge nodes, who stake TFUEL. */
const PER_BLOCK = { guardian: 48n * WEI, edge: 38n * WEI };

/**
 * Wei for each stake at a checkpoint of so many blocks, 100 of them: by stake, cut; what is cut is not minted. Without
 * the draw of about 400 winners and the edge nodes' random weights, which leave the mean as it is.
 */
export function thetaRewards(input: {
  readonly stakes: readonly bigint[];
  readonly of: "guardian" | "edge";
  readonly blocks?: Whole;
}): readonly bigint[] {
  const reward = PER_BLOCK[input.of] * whole("blocks", input.blocks ?? 100);
  const total = input.stakes.reduce((sum, stake) => sum + stake, 0n);
  return input.stakes.map((stake) => (total === 0n ? 0n : (reward * stake) / total));
}
