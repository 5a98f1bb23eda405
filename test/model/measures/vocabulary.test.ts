import { expect, test } from "vitest";
import type { MeasureEntry } from "../../../sim/model/measures/entry.ts";
import { stemOf } from "../../../sim/model/measures/names.ts";
import { entryOf, MEASURES } from "../../../sim/model/measures/vocabulary.ts";
import { metricsListed } from "../../../sim/model/measures.ts";
import { ORRERY } from "../../../sim/scenario/catalogue.ts";
import { knownMeasures } from "../../../sim/words/measures.ts";

const entries = Object.entries<MeasureEntry>(MEASURES);

test("every measure has words for a title: short, in sentence case, without its unit", () => {
  for (const [name, { unit, words, noun = words }] of entries) {
    expect(words, name).toMatch(/^[A-Z]/);
    expect(words.length, name).toBeLessThanOrEqual(44);
    expect(words, name).not.toMatch(/[[\](){}%.]|\bUSD\b|\bGPU h\b|GPU-hours\b/);
    // GPUs, USD and names of people keep their capitals; nothing else has any within a sentence.
    expect(noun.replace(/GPU|USD|Gini|Herfindahl|Nakamoto/g, "").slice(1), name).not.toMatch(/[A-Z]/);
    expect(unit.trim(), name).toBe(unit);
  }
});

test("every measure says which end is better, and for whom only where one is", () => {
  for (const [name, { better, for: whom }] of entries) {
    expect(["more", "less", "neither"], name).toContain(better);
    if (better === "neither") expect(whom, name).toBeUndefined();
  }
});

test("every measure says what it is in a sentence that stands alone", () => {
  for (const [name, { doc, by }] of entries) {
    expect(doc, name).toMatch(/^[A-Z0-9].*[.]$/);
    expect(doc, name).not.toMatch(/\bthat (?:energy|profit)\b|\bof (?:it|them) the\b/);
    for (const key of by ?? []) expect(key, name).toMatch(/^[a-z]+$/);
  }
});

test("no two measures go by the same words", () => {
  const words = entries.map(([, entry]) => entry.words);
  expect(words.filter((each, at) => words.indexOf(each) !== at)).toEqual([]);
});

test("every measure of every mechanism is in the vocabulary, and is what the vocabulary says", () => {
  for (const [publisher, mechanism] of ORRERY) {
    expect(Object.keys(mechanism.ownMetrics ?? {}), publisher).toEqual([]);
    for (const [name, metric] of Object.entries(metricsListed(mechanism)))
      expect(metric, name).toMatchObject(entryOf(name)!);
  }
});

test("the vocabulary has no measure that nobody publishes", () => {
  const published = new Set(
    [...ORRERY.values()].flatMap((each) => Object.keys(metricsListed(each)).map(stemOf)),
  );
  const ofLedger = [
    "ledger.supply",
    "ledger.circulating",
    "ledger.minted",
    "ledger.burned",
    "token.inflation",
    "token.dilution",
  ];
  expect(knownMeasures().map(({ name }) => name)).toEqual([...new Set([...published, ...ofLedger])].sort());
});

test("whoever publishes a price of GPU time measures it under one name", () => {
  for (const [publisher, { signals, metrics }] of ORRERY)
    if (signals?.usdPerGpuHour) expect(Object.keys(metrics ?? {}), publisher).toContain("gpu.usdPerGpuHour");
});
