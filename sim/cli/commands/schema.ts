import type { Command } from "commander";
import * as z from "zod";
import type { Mechanism } from "../../model/mechanism.ts";
import { type Preset, partNames } from "../../presets/define-preset.ts";
import { PRESETS } from "../../presets/presets.ts";
import { ORRERY } from "../../scenario/catalogue.ts";
import { FIGURE_NAMES } from "../../scenario/figures.ts";
import { HEADER } from "../../scenario/header.ts";
import type { Field, Fields } from "../../schema/fields.ts";
import { isTable } from "../../schema/table.ts";
import { print } from "../terminal/print.ts";
import { AMOUNT, DURATION, EXPERIMENT, type JsonSchema, record } from "../written/schema-experiment.ts";

export function configure(command: Command): void {
  command.action(() => print(schemaText().trimEnd()));
}

const TITLE = "Orrery scenario";

/** The schema as a file has it: what the command prints. */
export const schemaText = (): string => `${JSON.stringify(scenarioSchema(), null, 2)}\n`;

/** Whether a file holds a schema that this or another version has written. */
export function isScenarioSchema(text: string): boolean {
  try {
    return (JSON.parse(text) as { title?: unknown } | null)?.title === TITLE;
  } catch {
    return false;
  }
}

/** JSON Schema (draft 2020-12) of YAML and JSON scenario files, from the same fields that check them. */
export function scenarioSchema(): JsonSchema {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: TITLE,
    type: "object",
    required: ["title", "until"],
    additionalProperties: false,
    properties: {
      ...Object.fromEntries(
        Object.entries<Field<any>>(HEADER).map(([name, field]) => [name, fieldSchema(field)]),
      ),
      assets: record(
        {
          type: "object",
          additionalProperties: false,
          properties: {
            decimals: {
              anyOf: [DECIMALS, { type: "object", additionalProperties: DECIMALS }],
              description:
                "Of the base unit; by design where they differ. Left out: those of a preset's network, or 9.",
            },
            in: PLACE,
          },
        },
        "Assets besides usd; by default token, with the decimals of a preset's network, or 9.",
      ),
      world: { ...USES, description: "Mechanisms that every design shares." },
      designs: record(USES, "What is compared: each is added to the world."),
      control: {
        type: ["string", "number"],
        description: "The design that the others are compared with; the first by default.",
      },
      ...EXPERIMENT,
      tolerance: record(
        { type: "number", minimum: 0 },
        "Relative tolerance of golden summaries by measure; default covers the rest.",
      ),
      measures: {
        type: "array",
        items: { type: "string" },
        description: "What the question is about, the most telling first: shown before all else.",
      },
      figures: {
        type: "array",
        items: { enum: FIGURE_NAMES },
        description: "Figures to draw; all that the measures allow by default.",
      },
      meant: record(
        { type: "string" },
        "What orrery lint calls open and is meant so, by its names there, and why.",
      ),
    },
    $defs: {
      use: useSchema(),
      mechanisms: Object.fromEntries([...ORRERY].map(([name, mechanism]) => [name, paramsSchema(mechanism)])),
    },
  };
}

const DECIMALS: JsonSchema = { type: "integer", minimum: 0, maximum: 18 };
const PLACE: JsonSchema = {
  type: ["string", "number"],
  description: "The place that it stands in, such as a chain or a market; the world by default.",
};
const USES: JsonSchema = { type: "array", items: { $ref: "#/$defs/use" } };

/** `- issuance/halving`, or `- issuance/halving: { interval: 210000 }` with `as:` and `in:` beside it. */
function useSchema(): JsonSchema {
  const mechanisms = [...ORRERY.values()];
  return {
    anyOf: [
      { enum: [...mechanisms.map(({ name }) => name), ...PRESETS.map(({ preset }) => preset.name)] },
      ...mechanisms.map((mechanism) => ({
        type: "object",
        required: [mechanism.name],
        additionalProperties: false,
        properties: {
          [mechanism.name]: { $ref: paramsOf(mechanism.name) },
          as: { type: "string", minLength: 1, description: "Name of the instance." },
          in: PLACE,
        },
      })),
      ...PRESETS.map(({ preset }) => presetSchema(preset)),
    ],
  };
}

/** Where a mechanism's parameters stand: a reference has ~1 in place of a slash. */
const paramsOf = (name: string): string => `#/$defs/mechanisms/${name.replace("/", "~1")}`;

/** `- preset/akash: { issuance/bonded-ratio.inflation: 0.1, asset: akt }`. */
function presetSchema(preset: Preset): JsonSchema {
  const settings = partNames(preset).flatMap((name) =>
    Object.keys(ORRERY.get(name)!.params as Fields)
      .filter((param) => param !== "asset")
      .map((param) => [`${name}.${param}`, { $ref: `${paramsOf(name)}/properties/${param}` }]),
  );
  return {
    type: "object",
    required: [preset.name],
    additionalProperties: false,
    properties: {
      [preset.name]: {
        type: ["object", "null"],
        description: preset.summary,
        additionalProperties: false,
        properties: {
          asset: { type: "string", minLength: 1, description: "The asset that its token is here." },
          ...Object.fromEntries(settings),
        },
      },
      in: PLACE,
    },
  };
}

function paramsSchema({ summary, params }: Mechanism): JsonSchema {
  const fields = Object.entries(params as Fields);
  const required = fields.filter(([, field]) => field.default === undefined).map(([name]) => name);
  return {
    type: required.length > 0 ? "object" : ["object", "null"],
    description: summary,
    additionalProperties: false,
    ...(required.length > 0 ? { required } : {}),
    properties: Object.fromEntries(fields.map(([name, field]) => [name, fieldSchema(field)])),
  };
}

/** Rows given in place. */
function rowsSchema({ columns }: Field): JsonSchema {
  const cells = Object.entries(columns!);
  const properties = Object.fromEntries(
    cells.map(([name, { type, unit }]): [string, JsonSchema] => {
      if (type === "text") return [name, { type: "string" }];
      return [
        name,
        unit === "s" ? { anyOf: [{ type: "number" }, DURATION] } : { type: ["number", "string"] },
      ];
    }),
  );
  const required = cells.filter(([, { optional }]) => !optional).map(([name]) => name);
  return { type: "array", items: { type: "object", additionalProperties: false, properties, required } };
}

const TEXT: JsonSchema = { type: "string" };

/** A file whose columns have other names or units. */
function fileSchema({ columns }: Field): JsonSchema {
  const object = (properties: Record<string, JsonSchema>, required: readonly string[]): JsonSchema => ({
    type: "object",
    additionalProperties: false,
    properties,
    required,
  });
  const source: JsonSchema = {
    anyOf: [
      TEXT,
      object({ column: TEXT, unit: TEXT, times: TEXT }, ["column"]),
      object({ from: TEXT, to: TEXT, unit: TEXT }, ["from", "to"]),
    ],
  };
  const sources = Object.fromEntries(Object.keys(columns!).map((name) => [name, source]));
  return object(
    { file: TEXT, columns: object(sources, []), header: { type: "array", items: TEXT, minItems: 1 } },
    ["file"],
  );
}

/** One parameter: what zod checks, with the loose input that `normalise` accepts beside it. */
export function fieldSchema(field: Field<any>): JsonSchema {
  const { $schema: _, ...checked } = z.toJSONSchema(field.schema, {
    unrepresentable: "any",
    io: "input",
  }) as Record<string, unknown>;
  const words = {
    description: [field.doc, field.unit && `Unit: ${field.unit}.`, `Source: ${field.source}.`]
      .filter(Boolean)
      .join(" "),
  };
  const standard = field.default === undefined || isTable(field.default) ? {} : { default: field.default };
  if (field.kind === "table")
    return { ...words, anyOf: [{ type: "string" }, fileSchema(field), rowsSchema(field)] };
  if (field.kind === "amount")
    return { ...words, ...standard, anyOf: [{ type: "number", minimum: field.min }, AMOUNT] };
  if (field.kind === "duration") return { ...words, ...standard, anyOf: [checked, DURATION] };
  return { ...checked, ...words, ...standard };
}
