/** JSON Schema of what a scenario asks of its runs: sweep, branches, headline, expectations. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** An amount with more digits than a number keeps. */
export const AMOUNT: JsonSchema = {
  type: "string",
  pattern: "^\\+?(\\d[\\d_]*)?(\\.[\\d_]*)?([eE][+-]?\\d{1,3})?$",
  examples: ["1000000000.000000000000000001", "21_000_000"],
};
export const DURATION: JsonSchema = {
  type: "string",
  pattern: "^\\s*\\d+(\\.\\d+)?(e[+-]?\\d+)?\\s*[smhdwy]?\\s*$",
  description: 'Such as "10m", "6h", "30d", "2y".',
};
const TIME: JsonSchema = { anyOf: [{ type: "number", exclusiveMinimum: 0 }, DURATION] };

export const record = (values: JsonSchema, description: string): JsonSchema => ({
  type: "object",
  additionalProperties: values,
  description,
});

/** An object with these fields and no others. */
const object = (properties: JsonSchema, required: readonly string[]): JsonSchema => ({
  type: "object",
  required,
  additionalProperties: false,
  properties,
});

const TEXT: JsonSchema = { type: "string", minLength: 1 };
const OPEN_SHARE: JsonSchema = { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 1 };
const SCOPE: JsonSchema = {
  design: { ...TEXT, description: "Only of this design." },
  branch: { ...TEXT, description: "Only in this branch." },
  confidence: { ...OPEN_SHARE, description: "Replications are added until the claim is decided." },
  share: { ...OPEN_SHARE, description: "Share of replications that must keep the claim; 0.9." },
};

const expectation = (kind: string, more: JsonSchema = {}, required: readonly string[] = []): JsonSchema =>
  object({ [kind]: TEXT, ...more, ...SCOPE }, [kind, ...required]);

const EXPECTATIONS: readonly JsonSchema[] = [
  expectation("always"),
  expectation("never"),
  expectation("eventually", { before: TIME }),
  expectation("atEnd"),
  expectation("summary"),
  expectation("recovers", { after: TIME, within: TIME }, ["after", "within"]),
  expectation("monotone", { direction: { enum: ["rising", "falling"] } }),
  expectation("compare"),
];

const settings = (description: string): JsonSchema => ({
  type: "object",
  propertyNames: { pattern: "^.+\\.[A-Za-z_]\\w*$" },
  description,
});
const lists: JsonSchema = {
  ...settings("Values by parameter, such as supply/cohorts.providers."),
  minProperties: 1,
  additionalProperties: { type: "array", minItems: 1 },
};
const sampled = object(
  {
    points: { type: "integer", minimum: 1 },
    ranges: {
      ...settings("[low, high] by parameter."),
      additionalProperties: { type: "array", items: { type: "number" }, minItems: 2, maxItems: 2 },
    },
    assumed: { type: "boolean", description: "Also every assumed parameter that has a range." },
    except: {
      type: "array",
      items: { type: "string" },
      description: "Of those, which are left as they are.",
    },
  },
  ["points"],
);

const END: JsonSchema = { anyOf: [{ type: "number" }, DURATION] };

export const EXPERIMENT: JsonSchema = {
  sweep: {
    anyOf: [
      object({ grid: lists }, ["grid"]),
      object({ zip: lists }, ["zip"]),
      object({ list: { type: "array", minItems: 1, items: settings("Parameters of a point.") } }, ["list"]),
      object({ latinHypercube: sampled }, ["latinHypercube"]),
      object({ sobol: sampled }, ["sobol"]),
    ],
    description: "Variations that orrery sweep runs: a grid crosses its lists, a zip walks them in step.",
  },
  branches: {
    type: "object",
    required: ["at"],
    minProperties: 2,
    properties: { at: TIME },
    additionalProperties: object({ set: settings("Parameters from then on.") }, []),
    description: "Futures that part at a time, with the same luck; the first one is the reference.",
  },
  headline: record(
    object({ cost: TEXT, gain: TEXT }, ["cost", "gain"]),
    "Cost of a gain over the control: quotient of the differences of two measures.",
  ),
  expect: record({ anyOf: EXPECTATIONS }, "Claims about results, checked by orrery check."),
  whatIf: {
    ...settings("Parameters that the scenario's page has sliders for: [low, high], or { low, high, label }."),
    additionalProperties: {
      anyOf: [
        { type: "array", items: END, minItems: 2, maxItems: 2 },
        object({ low: END, high: END, label: { type: "string" } }, ["low", "high"]),
      ],
    },
  },
};
