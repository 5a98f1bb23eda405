import { encode } from "../codec.ts";
import type { Catalogue } from "../scenario/catalogue.ts";
import type { ResolvedScenario, ResolvedUse } from "../scenario/scenario.ts";
import type { Field, Fields } from "../schema/fields.ts";
import { isTable } from "../schema/table.ts";
import { durationText } from "../units.ts";

/** A parameter whose value no source backs. */
export interface Assumption {
  /** `supply/cohorts › operatingCost` */
  readonly parameter: string;
  readonly value: string;
  /** Where the truth is thought to lie: `0.02 to 0.1`; empty where nobody said. */
  readonly range: string;
  readonly doc: string;
}

/** What a scenario assumes: parameters that keep a default whose source is "assumed", each once. */
export function assumptionsOf({ designs }: ResolvedScenario, catalogue: Catalogue): Assumption[] {
  const all = designs.flatMap(({ uses }) =>
    uses.flatMap((use) =>
      Object.entries(catalogue.get(use.mechanism)!.params as Fields)
        .filter(([name, field]) => parameterSource(use.params[name], field).startsWith("assumed"))
        .map(([name, field]) => ({
          parameter: `${instanceLabel(use)} › ${name}`,
          value: valueText(use.params[name], field),
          range: rangeText(field),
          doc: field.doc,
        })),
    ),
  );
  return [...new Map(all.map((each) => [`${each.parameter} ${each.value}`, each])).values()];
}

/** `0.02 to 0.1`, `6 h to 3 d`; the unit stands with the value. */
function rangeText({ kind, range }: Field): string {
  return range ? range.map((bound) => valueText(bound, { kind, unit: "" })).join(" to ") : "";
}

/** An assumption as a sentence. */
export const assumptionText = ({ parameter, value, range, doc }: Assumption): string =>
  `${parameter} = ${value}${range ? ` (${range})` : ""}: ${doc}`;

/** A default keeps the source that its mechanism names; any other value is the scenario's. */
export const parameterSource = (value: unknown, field: Field): string =>
  value === field.default ||
  (isData(value) && isData(field.default) && encode(value) === encode(field.default))
    ? field.source
    : "this scenario";

// By the canonical text, which is the same for results that are read back: they do not know in which order names stood.
const isData = (value: unknown): boolean => typeof value === "object" && value !== null;

export const instanceLabel = ({ as, id, mechanism }: ResolvedUse): string =>
  as === mechanism ? id : `${id} (${mechanism})`;

/** A parameter's value with its unit. */
export function valueText(value: unknown, { kind, unit }: Pick<Field, "kind" | "unit">): string {
  if (kind === "duration") return durationText(value as number);
  if (isTable(value)) return value.path;
  const text = isData(value) ? encode(value) : String(value);
  return unit ? `${text} ${unit}` : text;
}
