/** Render Network's burn and its availability rewards (rendernetwork/RNPs 001, 006, 015, 019). */
import { exp, ln } from "../math.ts";
import { finite, type Whole, whole } from "./integers.ts";

/** Nodes of one wallet that count in full. */
const FULL_NODES = 3;
const WEEK_HOURS = 168;

/** Part of its score that each node keeps where a wallet has so many: e^(−0.65 (n − 3)) above three. */
export function renderNodePenalty({ nodes }: { readonly nodes: Whole }): number {
  const count = Number(whole("nodes", nodes));
  return count <= FULL_NODES ? 1 : exp(-0.65 * (count - FULL_NODES));
}

export interface RenderNode {
  /** Share of the epoch in which it was idle and ready. */
  readonly idle: number;
  /** Its OctaneBench score, GB of memory and age, and the network's averages of them; the logarithms need them above 1. */
  readonly bench: number;
  readonly averageBench: number;
  readonly memory: number;
  readonly averageMemory: number;
  readonly age: number;
  readonly averageAge: number;
  /** Nodes of its wallet. */
  readonly nodes: Whole;
}

/** Score of an idle node, of which the availability pool is paid in proportion (RNP-015). */
export function renderAvailability(node: RenderNode): number {
  const over = (value: number, average: number): number =>
    ln(finite("a value", value, 1)) / ln(finite("an average", average, 1 + Number.EPSILON));
  const score =
    3 * over(node.bench, node.averageBench) +
    3 * over(node.memory, node.averageMemory) +
    over(node.age, node.averageAge);
  return finite("idle", node.idle, 0, 1) * score * renderNodePenalty(node);
}

/** RENDER for the hours of a job in a week of the compute subnet (RNP-019): 10 a week of work, times its multiplier. */
export function renderComputeReward(input: {
  readonly multiplier: number;
  readonly hours: number;
  readonly weekly?: number;
}): number {
  const { multiplier, hours, weekly = 10 } = input;
  return (finite("weekly", weekly) * finite("multiplier", multiplier) * finite("hours", hours)) / WEEK_HOURS;
}

/** Parts of a payment: burned, and the fee of 5 % that the foundation takes first (RNP-006). In base units of USD. */
export function renderBurn(input: { readonly usd: bigint; readonly feeBps?: bigint }): {
  readonly burned: bigint;
  readonly fee: bigint;
} {
  const fee = (input.usd * (input.feeBps ?? 500n)) / 10_000n;
  return { burned: input.usd - fee, fee };
}
