import { betterText } from "../../metrics/known-measures.ts";
import type { EventSpec } from "../../model/events.ts";
import { ORRERY } from "../../scenario/catalogue.ts";
import type { Fields } from "../../schema/fields.ts";
import { valueText } from "../../words/default-text.ts";
import { type KnownMeasure, namesOf } from "../../words/measures.ts";
import colors from "../terminal/colors.ts";
import { tableText, wrapped } from "../terminal/terminal.ts";
import { mechanismJson, mechanismText } from "./mechanism-text.ts";
import { presetJson, presetText } from "./preset-text.ts";
import type { Filling, Topic } from "./topics.ts";

/** A topic, for people. */
export function topicText(topic: Topic): string {
  switch (topic.kind) {
    case "mechanism":
      return mechanismText(topic.mechanism);
    case "measure":
      return measureText(topic.measure);
    case "option":
      return fillingText(topic.filling);
    case "preset":
      return presetText(topic.preset);
    case "event":
      return eventText(topic.name, topic.event);
    case "signal":
      return page(
        `${topic.name} [${topic.signal.unit}]`,
        "A signal, which mechanisms read",
        topic.signal.doc,
        [
          ["Published by", publishersOf(topic.name)],
          ["Read by", mechanismsWhere(({ reads }) => Object.hasOwn(reads ?? {}, topic.name))],
        ],
      );
  }
}

/** The same as data. */
export function topicJson(topic: Topic): object {
  switch (topic.kind) {
    case "mechanism":
      return mechanismJson(topic.mechanism);
    case "measure":
      return topic.measure;
    case "option": {
      const { mechanism, param, option } = topic.filling;
      return { mechanism: mechanism.name, param, option, values: valuesOf(topic.filling) };
    }
    case "preset":
      return presetJson(topic.preset);
    case "event":
      return { name: topic.name, ...topic.event };
    case "signal":
      return { name: topic.name, ...topic.signal };
  }
}

/** Several topics, of which a name may mean any. */
export const topicList = (topics: readonly Topic[]): string =>
  tableText(
    ["name", "what it is", ""],
    topics.map((topic) => [topic.name, whatItIs(topic), summaryOf(topic)]),
  );

function whatItIs(topic: Topic): string {
  if (topic.kind !== "option") return topic.kind;
  return `${topic.filling.param} of ${topic.filling.mechanism.name}`;
}

function summaryOf(topic: Topic): string {
  switch (topic.kind) {
    case "mechanism":
      return topic.mechanism.summary;
    case "measure":
      return topic.measure.doc;
    case "option":
      return "";
    case "preset":
      return topic.preset.summary;
    case "event":
      return topic.event.doc;
    case "signal":
      return topic.signal.doc;
  }
}

function measureText(measure: KnownMeasure): string {
  const { name, words, unit, kind, doc, publishers } = measure;
  return page(name, words, doc, [
    ["Unit", [unit || "1"]],
    ["Kind", [kind]],
    ["Better", [betterText(measure)]],
    ["Recorded as", namesOf(measure)],
    ["Published by", publishers],
  ]);
}

function fillingText({ mechanism, param, option }: Filling): string {
  const fields = mechanism.params as Fields;
  const values = Object.entries(valuesOf({ mechanism, param, option }));
  return page(
    option,
    `A ${param} of ${mechanism.name}: - ${mechanism.name}: { ${param}: ${option} }`,
    "It fills in what a scenario leaves out:",
    values.map(([name, value]) => [name, [valueText(value, fields[name]!)]]),
  );
}

const valuesOf = ({ mechanism, param, option }: Filling): Readonly<Record<string, unknown>> =>
  (mechanism.params as Fields)[param]!.fills![option]!;

function eventText(name: string, { doc, fields, details = {} }: EventSpec): string {
  return page(name, "An event, which mechanisms send one another", doc, [
    ["Fields", Object.keys(fields)],
    ["May have", Object.keys(details)],
    ["Emitted by", mechanismsWhere(({ emits }) => Object.hasOwn(emits ?? {}, name))],
    ["Handled by", mechanismsWhere(({ on }) => Object.hasOwn(on, name))],
  ]);
}

const publishersOf = (signal: string): string[] =>
  mechanismsWhere(({ signals }) => Object.hasOwn(signals ?? {}, signal));

type Shipped = typeof ORRERY extends ReadonlyMap<string, infer M> ? M : never;
const mechanismsWhere = (holds: (mechanism: Shipped) => boolean): string[] =>
  [...ORRERY.values()].filter(holds).map(({ name }) => name);

/** A heading, what it is, a sentence, and facts; those that are empty are left out. */
function page(
  title: string,
  what: string,
  doc: string,
  facts: readonly (readonly [name: string, values: readonly string[]])[],
): string {
  const told = facts.filter(([, values]) => values.length > 0);
  const width = Math.max(...told.map(([name]) => name.length)) + 2;
  const lines = told.map(([name, values]) => {
    const [first = "", ...rest] = wrapped(values.join(", "), 100 - width).split("\n");
    return [`  ${name.padEnd(width)}${first}`, ...rest.map((line) => " ".repeat(width + 2) + line)].join(
      "\n",
    );
  });
  return [colors.bold(title), wrapped(what), "", wrapped(doc), "", ...lines].join("\n");
}
