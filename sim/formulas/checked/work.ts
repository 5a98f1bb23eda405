/** Serving and checking work as the package gives them, with what each takes. */
import * as audit from "../audit-game.ts";
import * as decoding from "../batched-decoding.ts";
import * as execution from "../parallel-execution.ts";
import { byName, inOrder } from "./checked.ts";
import { above, fields, integer, number, oneOf, optional, share } from "./kinds.ts";

export const { decodeRate } = inOrder(decoding, {
  decodeRate: [
    ["single", number()],
    ["slowdown", number()],
    ["batch", number()],
  ],
});

export const { servingSpeeds } = byName(decoding, {
  servingSpeeds: {
    gpu: fields<decoding.Deployment["gpu"]>({ bandwidth: above(0), flops: above(0) }),
    gpus: integer(1),
    model: fields<decoding.Deployment["model"]>({
      parameters: above(0),
      layers: number(),
      hidden: number(),
      tokenBytes: number(),
    }),
    context: number(),
    efficiency: above(0, 1),
    link: fields<decoding.Deployment["link"]>({ latency: number(), bandwidth: above(0) }),
  },
});

const payoffs = {
  saving: number(),
  reward: number(),
  slash: number(),
  falsePositive: optional(share()),
  falseNegative: optional(share()),
  collusion: optional(share()),
};
const game = { ...payoffs, check: share() };

export const { honestPayoff, cheatingPayoff, isHonestBest, checkThreshold } = byName(audit, {
  honestPayoff: game,
  cheatingPayoff: game,
  isHonestBest: game,
  checkThreshold: payoffs,
});

export const { slashedAmount, replicaDetection, disputeMessages } = inOrder(audit, {
  slashedAmount: [
    ["stake", number()],
    ["base", number()],
    ["factor", number()],
    ["lostValue", number()],
  ],
  replicaDetection: [
    ["judgement", oneOf("referee", "majority")],
    // A sum has a term for each.
    ["copies", integer(1, 1_000_000)],
    ["collusion", share()],
  ],
  disputeMessages: [
    ["steps", number()],
    ["operations", number()],
  ],
});

export const { amdahlSpeedUp } = inOrder(execution, {
  amdahlSpeedUp: [
    ["sequentialShare", share()],
    ["cores", number(1)],
  ],
});
