import type { Command } from "commander";
import { UsageError } from "../../errors.ts";
import { betterText } from "../../metrics/known-measures.ts";
import { listClaims, listScenarios } from "../../scenario/load.ts";
import { quoted } from "../../schema/shown.ts";
import { didYouMean } from "../../schema/suggest.ts";
import { shellArgument } from "../../text/shell.ts";
import { visible } from "../../text/visible.ts";
import { knownMeasures, namesOf } from "../../words/measures.ts";
import { claimSource } from "../published/claim-sources.ts";
import { print } from "../terminal/print.ts";
import { printJson, tableText, wrapped } from "../terminal/terminal.ts";
import { claimJson, claimText } from "../words/claim-text.ts";
import { topicJson, topicList, topicText } from "../words/topic-text.ts";
import { allTopics, kindOf, type Topic, topicsNamed } from "../words/topics.ts";

interface ExplainOptions {
  readonly measures?: boolean;
  readonly json?: boolean;
}

export function configure(command: Command): void {
  command
    .argument(
      "[name]",
      "a mechanism (issuance/halving, or halving), a preset (preset/filecoin), a measure, an event, a signal, a class of jobs, or a claim (claims/renting-beats-owning)",
    )
    .option("--measures", "list every measure: words, unit, kind, which end is better")
    .option("--json", "as JSON")
    .action(explain);
}

async function explain(name: string | undefined, { measures, json }: ExplainOptions): Promise<void> {
  if (measures && name !== undefined)
    throw new UsageError(
      `--measures lists all measures, and ${quoted(name)} names one thing.`,
      [],
      "Leave out one of them.",
    );
  if (measures) {
    listMeasures(json === true);
    return;
  }
  if (name === undefined)
    throw new UsageError(
      "Say what: orrery explain issuance/halving.",
      ["A mechanism, a measure, an event, a signal, or a class of jobs; the kind alone (halving) will do."],
      "orrery list shows the mechanisms; orrery explain --measures lists the measures.",
    );
  const claim = listClaims().find((each) => each === name || each === `claims/${name}`);
  if (claim !== undefined) {
    const source = await claimSource(claim);
    if (json) printJson(claimJson(source));
    else print(claimText(source));
    return;
  }
  const topics = allTopics();
  const [found, ...others] = topicsNamed(name, topics);
  if (found === undefined) throw nothingNamed(name, topics);
  if (others.length === 0) {
    if (json) printJson(topicJson(found));
    else print(topicText(found));
    return;
  }
  const all = [found, ...others];
  if (json) printJson(all.map(({ name, kind }) => ({ name, kind })));
  else print(`${visible(name)} may be any of these:\n\n${topicList(all)}`);
}

function nothingNamed(name: string, topics: readonly Topic[]): UsageError {
  if (listScenarios().includes(name))
    return new UsageError(
      `${quoted(name)} is a scenario, and nothing that mechanisms know.`,
      [],
      `Its description: orrery describe ${shellArgument(name)}`,
    );
  const names = topics.map((topic) => topic.name);
  const kinds = topics.flatMap((topic) =>
    topic.kind === "mechanism" || topic.kind === "preset" ? [kindOf(topic.name)] : [],
  );
  return new UsageError(
    `There is nothing called ${quoted(name)}.${didYouMean(name, [...names, ...kinds])}`,
    [],
    "orrery list shows the mechanisms; orrery explain --measures lists the measures.",
  );
}

function listMeasures(json: boolean): void {
  const measures = knownMeasures();
  if (json) {
    printJson(measures);
    return;
  }
  const rows = measures.map((measure) => [
    wrapped(namesOf(measure).join(" "), 34),
    wrapped(measure.words, 24),
    measure.unit || "1",
    measure.kind,
    wrapped(betterText(measure), 12),
    wrapped(measure.doc, 50),
    wrapped(measure.publishers.join(" "), 28),
  ]);
  print(tableText(["measure", "in words", "unit", "kind", "better", "what it is", "published by"], rows));
}
