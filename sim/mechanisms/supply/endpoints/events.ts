import { ROUTED_REQUEST } from "../../../kit/demand/routed-request.ts";

export const emits = {
  endpointOffered: {
    doc: "An endpoint takes requests at these prices; it runs up to `slots` at a time.",
    priority: -5,
    fields: { endpoint: "number", usdPerMillionIn: "number", usdPerMillionOut: "number", slots: "number" },
  },
  endpointFailed: {
    doc: "An endpoint is down until it is offered again. What it had comes back.",
    priority: -5,
    fields: { endpoint: "number" },
  },
  requestReturned: {
    doc: "An endpoint gives a request back: it is down, its queue is full, or it failed.",
    fields: ROUTED_REQUEST,
  },
  requestTimedOut: {
    doc: "A request left the queue of an endpoint. Its customer pays nothing.",
    fields: { request: "number", endpoint: "number" },
  },
  requestServed: {
    doc: "A request has its answer: the first token `firstToken` s after it arrived, the others `perToken` s apart, for `usd` in all.",
    fields: {
      request: "number",
      endpoint: "number",
      tokensIn: "number",
      tokensOut: "number",
      firstToken: "number",
      perToken: "number",
      usd: "number",
    },
  },
  promptRead: {
    doc: "The prompt of a request has been read: its first token is out.",
    private: true,
    fields: { endpoint: "number", row: "number" },
  },
  answerWritten: {
    doc: "The answer that has the least left is complete.",
    private: true,
    fields: { endpoint: "number" },
  },
  memoryFull: {
    doc: "There is no room for the keys and values of another token: the request that began last gives its own up.",
    private: true,
    fields: { endpoint: "number" },
  },
  queueChecked: {
    doc: "The request at the head of a queue has waited as long as it will.",
    private: true,
    fields: { endpoint: "number" },
  },
  loadObserved: {
    doc: "A period of the autoscalers ends.",
    private: true,
    fields: { step: "number" },
  },
  replicaReady: {
    doc: "A replica that was ordered begins to serve.",
    private: true,
    fields: { endpoint: "number" },
  },
  outageBegun: {
    doc: "An endpoint fails for the `k`th time.",
    priority: -5,
    private: true,
    fields: { endpoint: "number", k: "number" },
  },
  outageOver: {
    doc: "An endpoint is repaired.",
    priority: -5,
    private: true,
    fields: { endpoint: "number" },
  },
} as const;
