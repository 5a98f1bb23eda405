import { choice, flag, number, ratio, seconds, table, type Values } from "../../../schema/fields.ts";
import { inlineTable } from "../../../schema/table.ts";
import { DAY, HOUR } from "../../../units.ts";

const EXAMPLE = inlineTable({
  TIMESTAMP: [0, 1, 4, 4, 9, 30, 31, 31.5, 55, 58],
  ContextTokens: [374, 396, 879, 91, 91, 381, 1313, 388, 242, 4085],
  GeneratedTokens: [44, 109, 55, 16, 16, 84, 142, 84, 14, 466],
});

export const params = {
  arrivals: choice(["trace", "poisson"], {
    default: "trace",
    doc: "Whether requests are those of the trace or come by a law.",
    source: "Orrery: for the scenario to set",
  }),
  trace: table(
    {
      TIMESTAMP: { type: "timestamp", unit: "s", sorted: true },
      ContextTokens: { type: "number", unit: "tokens", min: 0 },
      GeneratedTokens: { type: "number", unit: "tokens", min: 0 },
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
    doc: "Params of the number of tokens, rounded up.",
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
export type Params = Values<typeof params>;
