import { slotPos } from "../mechanisms/consensus/slot-pos.ts";
import type { Use } from "../model/mechanism.ts";
import { DAY } from "../units.ts";

/** Stakers of a network, as its preset states them. */
export interface Stakers {
  /** Seconds between blocks. */
  readonly blockTime: number;
  /** Share of circulating tokens that is staked. */
  readonly staked: number;
  /** Yearly reward of a staked token at that share: there the share stands still. */
  readonly yield: number;
  /** Most of the stake that may join or leave in a day. */
  readonly churn?: number;
  /** Machines that validate, and what one of them draws. */
  readonly nodes: number;
  readonly wattsPerNode?: number;
}

/** A chain by stake on the fast model: one event stands for a day's blocks, and an issuance pays the stakers. */
export const stakers = ({ blockTime, staked, yield: reward, nodes, ...rest }: Stakers): Use =>
  slotPos({
    slotTime: blockTime,
    slotsPerBlock: Math.round(DAY / blockTime),
    missRate: 0,
    initialBondedRatio: staked,
    referenceBondedRatio: staked,
    referenceYield: reward,
    rewards: "none",
    nodes,
    wattsPerNode: rest.wattsPerNode ?? 200,
    churn: rest.churn ?? 0.05,
  });
