import { ROUTED_REQUEST } from "../../../kit/demand/routed-request.ts";
import { choice, seconds } from "../../../schema/fields.ts";
import { HOUR } from "../../../units.ts";

export const params = {
  policy: choice(["inverse-square", "cheapest", "least-loaded"], {
    default: "inverse-square",
    doc: "How the first endpoint is chosen among the healthy: by chance with a weight of 1 / price², the cheapest, or the one with the least requests for its slots.",
    source: "OpenRouter, Provider routing: load balancing by price",
  }),
  outageMemory: seconds({
    default: 30,
    max: 24 * HOUR,
    doc: "An endpoint is healthy when it has had no outage for so long.",
    source: "OpenRouter, Provider routing: outages in the last 30 seconds",
  }),
  firstTokenObjective: seconds({
    default: 2.5,
    doc: "Latest first token that keeps the latency objective.",
    source: "Zhong et al., DistServe, OSDI 2024, table 1: chatbot of 66 billion parameters",
  }),
  perTokenObjective: seconds({
    default: 0.15,
    doc: "Longest mean time between two tokens that keeps the latency objective.",
    source: "Zhong et al., DistServe, OSDI 2024, table 1: chatbot of 66 billion parameters",
  }),
};
export const emits = {
  requestRouted: {
    doc: "A request of `tokensIn` and `tokensOut` tokens that `arrived` s after the start goes to an endpoint; those of the set `tried` had it before; it pays at most `usdPerMillionTokens` (0: any price).",
    fields: ROUTED_REQUEST,
  },
  requestRefused: {
    doc: "No endpoint takes a request: each is down, full, or too dear for it. Its customer pays nothing.",
    fields: { request: "number" },
  },
} as const;
