import { OrreryError } from "../../errors.ts";
import { cos } from "../../math.ts";
import { firstJob } from "../../model/job-number.ts";
import { type ContextOf, defineMechanism } from "../../model/mechanism.ts";
import { choice, flag, number, ratio, seconds, table, type Values } from "../../schema/fields.ts";
import { inlineTable, numberColumn, type Table } from "../../schema/table.ts";
import { DAY, HOUR } from "../../units.ts";

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

/** Contexts end well below; what a request is charged stays a whole number of pico-USD. */
const MOST_TOKENS = 4_000_000;

const EXAMPLE = inlineTable({
  TIMESTAMP: [0, 1, 4, 4, 9, 30, 31, 31.5, 55, 58],
  ContextTokens: [374, 396, 879, 91, 91, 381, 1313, 388, 242, 4085],
  GeneratedTokens: [44, 109, 55, 16, 16, 84, 142, 84, 14, 466],
});

const params = {
  arrivals: choice(["trace", "poisson"], {
    default: "trace",
    doc: "Whether requests are those of the trace or come by a law.",
    source: "Orrery: for the scenario to set",
  }),
  trace: table(
    {
      TIMESTAMP: { type: "timestamp", unit: "s", sorted: true },
      ContextTokens: { type: "number", unit: "tokens", min: 0 },
      GeneratedTokens: { type: "number", unit: "tokens", min: 1 },
    },
    {
      default: EXAMPLE,
      doc: "Requests as recorded: time, tokens of the prompt, tokens of the answer.",
      source: "Format of the Azure LLM inference trace 2023 (Patel et al., Splitwise, ISCA 2024)",
    },
  ),
  repeat: flag({
    default: true,
    doc: "Whether the trace begins again when it is over.",
    source: "Orrery: for the scenario to set",
  }),
  cycle: seconds({
    default: 0,
    doc: "Time that one playing of the trace takes, played slower or faster; 0: as recorded.",
    source: "Orrery: for the scenario to set",
  }),
  rateScale: number("", {
    default: 1,
    min: 1e-3,
    max: 1e3,
    doc: "Requests for each recorded one, or for each that the law sends: below 1 some are left out by chance, above 1 copies come within a minute.",
    source: "Orrery: for the scenario to set",
  }),
  swing: ratio({
    default: 0,
    doc: "Daily swing of the rate around its mean: a cosine of this amplitude.",
    source: "Orrery: for the scenario to set",
  }),
  peak: seconds({
    default: 14 * HOUR,
    max: DAY,
    doc: "Time of the day at which a swinging rate is highest.",
    source: "Orrery: for the scenario to set",
  }),
  arrivalRate: number("1/s", {
    default: 5.53,
    min: 1e-6,
    max: 1e6,
    doc: "Requests in a second, by the law.",
    source: "Azure LLM inference trace 2023, conversations: 19,366 in 3,502 s",
  }),
  tokenLaw: choice(["lognormal", "exponential"], {
    default: "lognormal",
    doc: "Law of the number of tokens, rounded up.",
    source: "Azure LLM inference trace 2023, conversations",
  }),
  meanIn: number("tokens", {
    default: 1_155,
    min: 0,
    max: 1e6,
    doc: "Mean tokens of a prompt, by the law.",
    source: "Azure LLM inference trace 2023, conversations",
  }),
  meanOut: number("tokens", {
    default: 211,
    min: 1,
    max: 1e6,
    doc: "Mean tokens of an answer, by the law.",
    source: "Azure LLM inference trace 2023, conversations",
  }),
  dispersionIn: number("", {
    default: 0.99,
    min: 0,
    max: 5,
    doc: "Standard deviation of ln(tokens of a prompt), by the lognormal law.",
    source: "Azure LLM inference trace 2023, conversations",
  }),
  dispersionOut: number("", {
    default: 0.86,
    min: 0,
    max: 5,
    doc: "Standard deviation of ln(tokens of an answer), by the lognormal law.",
    source: "Azure LLM inference trace 2023, conversations",
  }),
  usdPerMillionTokens: number("USD/M tokens", {
    default: 0,
    min: 0,
    doc: "Most that a customer pays for a million tokens, those of the prompt and of the answer alike; 0: any price.",
    source: "Orrery: for the scenario to set",
  }),
};
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
  /** When the last candidate of the law came. */
  at: number;
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
    return { first: 0, candidate: 0, leader: -1, at: 0, sent: 0, arrived: 0 };
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
    "requests.arrived": {
      kind: "flow",
      unit: "requests",
      doc: "Requests that customers sent.",
      total: ({ state }) => state.arrived,
    },
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
  const { state, params, horizon } = context;
  for (;;) {
    const candidate = state.candidate++;
    const time =
      params.arrivals === "trace" ? recordedTime(context, candidate) : lawfulTime(context, candidate);
    if (!(time <= horizon)) return;
    const copies = copiesOf(context, candidate, time);
    if (copies === 0) continue;
    state.leader = send(context, candidate, time);
    for (let copy = 1; copy < copies; copy++)
      send(context, candidate, time + SPREAD * context.random.at(candidate, "copy", copy).uniform());
    return;
  }
}

/** When a row of the trace is played, in which repetition ever; infinity after the end. */
function recordedTime({ params }: Demand, candidate: number): number {
  const times = numberColumn(params.trace, "TIMESTAMP");
  const repetition = Math.floor(candidate / times.length);
  if (repetition > 0 && !params.repeat) return Number.POSITIVE_INFINITY;
  const recorded = recordedCycle(times);
  const length = params.cycle > 0 ? params.cycle : recorded;
  const speed = recorded > 0 ? length / recorded : 1;
  return repetition * length + (times[candidate % times.length]! - times[0]!) * speed;
}

/** Time that the trace covers, with a mean gap after the last row. */
const recordedCycle = (times: Float64Array): number =>
  times.length > 1 ? ((times.at(-1)! - times[0]!) * times.length) / (times.length - 1) : 0;

/** Candidates of a Poisson process at the highest rate there is. */
function lawfulTime({ state, params, random }: Demand, candidate: number): number {
  const rate = params.arrivalRate * params.rateScale * (1 + params.swing);
  state.at += random.at(candidate, "arrival").exponential(1 / rate);
  return state.at;
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
  const { state, params, emit } = context;
  const { tokensIn, tokensOut } =
    params.arrivals === "trace" ? recordedTokens(context, candidate) : lawfulTokens(context, candidate);
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

function recordedTokens({ params: { trace } }: Demand, candidate: number) {
  const row = candidate % trace.rows;
  return {
    tokensIn: numberColumn(trace, "ContextTokens")[row]!,
    tokensOut: numberColumn(trace, "GeneratedTokens")[row]!,
  };
}

function lawfulTokens({ params, random }: Demand, candidate: number) {
  const tokens = (purpose: string, mean: number, dispersion: number): number => {
    if (mean === 0) return 0;
    const draw = random.at(candidate, purpose);
    const factor =
      params.tokenLaw === "exponential"
        ? draw.exponential(1)
        : draw.lognormal((-dispersion * dispersion) / 2, dispersion);
    return Math.min(MOST_TOKENS, Math.max(1, Math.ceil(mean * factor)));
  };
  return {
    tokensIn: tokens("prompt", params.meanIn, params.dispersionIn),
    tokensOut: tokens("answer", params.meanOut, params.dispersionOut),
  };
}

function refuseUnusable(trace: Table, repeat: boolean, cycle: number): void {
  for (const column of ["ContextTokens", "GeneratedTokens"]) {
    const row = numberColumn(trace, column).findIndex(
      (tokens) => !Number.isSafeInteger(tokens) || tokens > MOST_TOKENS,
    );
    if (row !== -1)
      throw new OrreryError(`Requests have whole numbers of tokens, at most ${MOST_TOKENS}.`, [
        `${trace.path}:${row + 2} › ${column}: ${numberColumn(trace, column)[row]}`,
      ]);
  }
  if (repeat && cycle === 0 && recordedCycle(numberColumn(trace, "TIMESTAMP")) === 0)
    throw new OrreryError(
      "A trace whose requests all come at one instant has no length after which it could begin again.",
      [`rows ${trace.rows}`],
      "Set cycle to the time that one playing takes, or repeat to false.",
    );
}
