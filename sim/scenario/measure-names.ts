import { renamedTo } from "../model/measures/renamed.ts";
import { didYouMean } from "../schema/suggest.ts";

/** Measures by every name they go by: `ledger.supply` stands for `ledger.supply[token]` where there is one asset. */
export function measureNames(measures: readonly string[]): Map<string, string> {
  const names = new Map(measures.map((measure) => [measure, measure]));
  const stems = measures.flatMap((measure) =>
    measure.endsWith("]") ? [measure.slice(0, measure.indexOf("["))] : [],
  );
  for (const measure of measures) {
    const stem = measure.slice(0, measure.indexOf("["));
    if (measure.endsWith("]") && stems.filter((other) => other === stem).length === 1 && !names.has(stem))
      names.set(stem, measure);
  }
  return names;
}

/** Puts `$0`, `$1`, … where names of measures stand, so that dots and brackets in them do not reach the parser. */
export function replaceMeasures(
  text: string,
  known: readonly string[],
): { plain: string; placeholders: Map<string, string> } {
  const longestFirst = [...known].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const placeholders = new Map<string, string>();
  let plain = "";
  for (let at = 0; at < text.length; ) {
    const name = /[\w.$\]]/.test(text[at - 1] ?? " ")
      ? undefined
      : longestFirst.find((measure) => standsAt(text, at, measure));
    if (name === undefined) {
      plain += text[at++];
      continue;
    }
    const placeholder = `$${placeholders.size}`;
    placeholders.set(placeholder, name);
    plain += placeholder;
    at += name.length;
  }
  return { plain, placeholders };
}

const standsAt = (text: string, at: number, measure: string): boolean =>
  text.startsWith(measure, at) && !/[\w.[(]/.test(text[at + measure.length] ?? " ");

/** The first name in brackets that is still there when all measures are replaced: `[burnt].gpu.supply`. */
export const leftInBrackets = (plain: string): string | undefined =>
  /(?<![\w$.\]])\[[^[\]]*\](?:\.[\w.]+(?:\[[^[\]]*\])?)?/.exec(plain)?.[0];

/** ` It is now called "machines.failures".`, or what else was probably meant; empty where nothing is near. */
export function meantMeasure(given: string, known: readonly string[]): string {
  const present = renamedTo(given, known).map((name) => `"${name}"`);
  return present.length > 0 ? ` It is now called ${present.join(" or ")}.` : didYouMean(given, known);
}
