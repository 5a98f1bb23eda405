import type { Index } from "../../indexed.ts";

/** A request for an answer of a language model on its way to an endpoint, and back where that cannot serve it. */
export interface RoutedRequest {
  readonly request: number;
  readonly endpoint: Index;
  readonly tokensIn: number;
  readonly tokensOut: number;
  /** When its customer sent it. */
  readonly arrived: number;
  /** The endpoints that had it before: a set, as a sum of powers of two. */
  readonly tried: number;
  /** Most that a million of its tokens may cost; 0: any price. */
  readonly usdPerMillionTokens: number;
}

/** The fields of the events that carry one. */
export const ROUTED_REQUEST = {
  request: "number",
  endpoint: "number",
  tokensIn: "number",
  tokensOut: "number",
  arrived: "number",
  tried: "number",
  usdPerMillionTokens: "number",
} as const;
