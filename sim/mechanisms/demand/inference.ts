import { firstJob } from "../../kit/demand/job-number.ts";
import { cos } from "../../math.ts";
import { type ContextOf, defineMechanism } from "../../model/mechanism.ts";
import type { Values } from "../../schema/fields.ts";
import { DAY, instant } from "../../units.ts";
import { lawfulGap, lawfulTokens } from "./inference/law.ts";
import { params } from "./inference/params.ts";
import {
  expectedRequests,
  recordedTime,
  recordedTokens,
  recordedWithin,
  refuseUnusable,
} from "./inference/trace.ts";

// A candidate (row of the trace, or arrival of the law) → (thinned out | requestArrived, once or with copies of it)

declare module "../../model/events.ts" {
  interface Events {
    readonly requestArrived: {
      readonly request: number;
      readonly tokensIn: number;
      readonly tokensOut: number;
      readonly usdPerMillionTokens?: number;
    };
  }
}

/** Copies of a recorded request come up to so much later: together they keep the shape of minutes, and are no batch. */
const SPREAD = 60;

const emits = {
  requestArrived: {
    doc: "A customer asks for an answer of `tokensOut` tokens to a prompt of `tokensIn`, at no more than `usdPerMillionTokens` (any price where it is left out).",
    fields: { request: "number", tokensIn: "number", tokensOut: "number" },
    details: { usdPerMillionTokens: "number" },
  },
} as const;

interface State {
  /** Number of the first request, of the next candidate, and of the request after which the next one is looked for. */
  first: number;
  candidate: number;
  leader: number;
  /** When the last candidate came. */
  latest: number;
  sent: number;
  arrived: number;
}
type Demand = ContextOf<typeof params, State, {}, typeof emits>;

export const inference = defineMechanism({
  name: "demand/inference",
  summary:
    "Sends requests to language models, with their tokens, from a trace or by a law, whatever becomes of the earlier ones.",
  source:
    "Patel et al., Splitwise, ISCA 2024 (the Azure trace); thinning: Lewis and Shedler 1979, Naval Research Logistics 26(3)",
  params,
  emits,
  init: ({ trace, repeat, cycle }: Values<typeof params>): State => {
    refuseUnusable(trace, repeat, cycle);
    return { first: 0, candidate: 0, leader: -1, latest: 0, sent: 0, arrived: 0 };
  },
  recorded: recordedWithin,
  estimate: (params, ahead) => {
    const requests = expectedRequests(params, ahead.horizon);
    return { events: { requestArrived: requests } };
  },
  on: {
    opened(context) {
      context.state.first = firstJob(context.instance);
      sendNext(context);
    },
    requestArrived(context, { request }) {
      if (!context.mine) return;
      context.state.arrived++;
      if (request === context.state.leader) sendNext(context);
    },
  },
  metrics: {
    "requests.arrived": { total: ({ state }) => state.arrived },
  },
  invariants: {
    "no more requests arrive than were sent": ({ state }) => state.arrived <= state.sent,
  },
  example: () => ({
    world: [{ mechanism: "demand/inference", params: {} }],
    until: "1h",
  }),
});

/** Looks for the next candidate that becomes a request, sends it, and its copies after it. */
function sendNext(context: Demand): void {
  const { state, params, random, now, horizon } = context;
  for (;;) {
    const candidate = state.candidate++;
    state.latest =
      params.arrivals === "trace"
        ? recordedTime(params, candidate)
        : state.latest + lawfulGap(params, random, candidate);
    const due = instant(state.latest);
    if (!(due <= horizon)) return;
    // Where a branch turns from the law to the trace, what would have been played by now is over.
    const copies = due < now ? 0 : copiesOf(context, candidate, state.latest);
    if (copies === 0) continue;
    state.leader = send(context, candidate, state.latest);
    for (let copy = 1; copy < copies; copy++)
      send(context, candidate, state.latest + SPREAD * random.at(candidate, "copy", copy).uniform());
    return;
  }
}

/** How many requests a candidate stands for: of the trace any number, of the law at most one. */
function copiesOf({ params, random }: Demand, candidate: number, time: number): number {
  const { arrivals, rateScale, swing, peak } = params;
  const shape = 1 + swing * cos((2 * Math.PI * (time - peak)) / DAY);
  const expected = arrivals === "trace" ? rateScale * shape : shape / (1 + swing);
  const whole = Math.floor(expected);
  if (expected === whole) return whole;
  return whole + (random.at(candidate, "thinning").uniform() < expected - whole ? 1 : 0);
}

function send(context: Demand, candidate: number, time: number): number {
  const { state, params, random, emit } = context;
  const { tokensIn, tokensOut } =
    params.arrivals === "trace" ? recordedTokens(params, candidate) : lawfulTokens(params, random, candidate);
  const request = state.first + state.sent++;
  const { usdPerMillionTokens } = params;
  emit.requestArrived.at(
    usdPerMillionTokens > 0
      ? { request, tokensIn, tokensOut, usdPerMillionTokens }
      : { request, tokensIn, tokensOut },
    time,
  );
  return request;
}
