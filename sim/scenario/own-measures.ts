import type { Problem } from "../errors.ts";
import type { MeasureEntry, MetricKind } from "../model/measures/entry.ts";
import { FORMS } from "../model/measures/metric.ts";
import { keyOf, stemOf } from "../model/measures/names.ts";
import { entryOf, MEASURES } from "../model/measures/vocabulary.ts";
import type { Mechanism } from "../model/mechanism.ts";
import { shown } from "../schema/shown.ts";
import { didYouMean } from "../schema/suggest.ts";
import { type Catalogue, ORRERY } from "./catalogue.ts";
import { isRecord } from "./named.ts";
import type { ResolvedDesign } from "./scenario.ts";

const NAME = /^[a-z][A-Za-z0-9]*\.[a-z][A-Za-z0-9]*(\[[^[\]]+\])?$/;
const BETTER = ["more", "less", "neither"];
const TEXTS = ["unit", "words", "better", "doc"] as const;

/**
 * What is wrong with the measures of mechanisms that the scenario brings itself: nobody has type-checked them. A name
 * has one meaning, that of the vocabulary or that of whoever declares it.
 */
export function ownMeasureProblems(designs: readonly ResolvedDesign[], catalogue: Catalogue): Problem[] {
  const names = new Set(designs.flatMap(({ uses }) => uses.map(({ mechanism }) => mechanism)));
  const own = [...names].map((name) => catalogue.get(name)!).filter((each) => ORRERY.get(each.name) !== each);
  const declared = new Map<string, { readonly by: string; readonly entry: MeasureEntry }>();
  return own.flatMap((mechanism) =>
    [
      ...each(mechanism, "metrics", sharedFlaw),
      ...each(mechanism, "metricsOfEach", sharedFlaw),
      ...each(mechanism, "ownMetrics", ownFlaw),
      ...each(mechanism, "ownMetrics", (name, given) => otherMeaning(name, given, mechanism, declared)),
    ].map(({ path, message }) => ({ path: `${mechanism.name} › ${path}`, message })),
  );
}

type Flaw = (name: string, given: unknown) => string | undefined;

function each(mechanism: Mechanism, part: "metrics" | "metricsOfEach" | "ownMetrics", flaw: Flaw): Problem[] {
  return Object.entries(mechanism[part] ?? {}).flatMap(([name, given]) => {
    const message = flaw(name, given);
    return message === undefined ? [] : [{ path: `${part} › ${name}`, message }];
  });
}

function sharedFlaw(name: string, given: unknown): string | undefined {
  const entry = entryOf(name);
  if (entry === undefined)
    return `The vocabulary of measures has no such name.${didYouMean(stemOf(name), Object.keys(MEASURES))} A measure of your own stands in ownMetrics, in full: unit, kind, words, better, doc.`;
  const key = keyOf(name);
  if (key === "" && entry.only) return `It is measured by key alone: ${keysText(name, entry)}.`;
  if (key !== "" && !entry.by?.includes(key))
    return `Its keys are not ${shown(key)}.${entry.by ? ` There is ${keysText(name, entry)}.` : ""}`;
  return formFlaw(given, entry.kind);
}

const keysText = (name: string, { by = [] }: MeasureEntry): string =>
  by.map((key) => `${stemOf(name)}[${key}]`).join(", ");

function ownFlaw(name: string, given: unknown): string | undefined {
  const shared = entryOf(name);
  if (shared !== undefined)
    return `"${stemOf(name)}" is a measure of Orrery's, in ${shared.unit || "1"}: ${shared.doc} Say in metrics how it is computed here, or take another name.`;
  if (!NAME.test(name)) return "Expected a name such as queue.length, in camel case, with one dot.";
  if (!isRecord(given)) return `Expected a measure, got ${shown(given)}.`;
  const missing = TEXTS.filter((field) => typeof given[field] !== "string");
  const { kind, better, words } = given;
  if (missing.length > 0) return `Says nothing of its ${missing.join(", ")}.`;
  if (!BETTER.includes(better as string))
    return `better: expected one of ${BETTER.join(", ")}, got ${shown(better)}.`;
  if (words === "") return "words: expected what heads a chart of it.";
  if (!Object.hasOwn(FORMS, kind as string))
    return `kind: expected one of ${Object.keys(FORMS).join(", ")}, got ${shown(kind)}.`;
  if (kind === "duration" && typeof given["quantile"] !== "number")
    return "quantile: expected a number from 0 to 1.";
  return formFlaw(given, kind as MetricKind);
}

/** What a key computes is known only when its measure is made. */
function formFlaw(given: unknown, kind: MetricKind): string | undefined {
  const forms = FORMS[kind];
  if (isRecord(given) && ("keys" in given || forms.some((form) => form in given))) return undefined;
  return `A ${kind} is computed by ${forms.join(" or ")}.`;
}

/** Two mechanisms of a scenario may measure the same, under a name that they both declare alike. */
function otherMeaning(
  name: string,
  given: unknown,
  mechanism: Mechanism,
  declared: Map<string, { readonly by: string; readonly entry: MeasureEntry }>,
): string | undefined {
  const entry = given as MeasureEntry;
  const before = declared.get(stemOf(name));
  declared.set(stemOf(name), before ?? { by: mechanism.name, entry });
  if (
    !before ||
    (["unit", "kind", "words", "better"] as const).every((field) => before.entry[field] === entry[field])
  )
    return undefined;
  return `${before.by} declares it otherwise, as ${shown(before.entry.words)} in ${before.entry.unit || "1"}. A name has one meaning in a scenario.`;
}
