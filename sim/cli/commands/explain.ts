import type { Command } from "commander";
import { UsageError } from "../../errors.ts";
import { betterText } from "../../metrics/known-measures.ts";
import { ORRERY } from "../../scenario/catalogue.ts";
import { didYouMean } from "../../schema/suggest.ts";
import { print } from "../terminal/print.ts";
import { printJson, tableText, wrapped } from "../terminal/terminal.ts";
import { knownMeasures, namesOf } from "../words/measures.ts";
import { mechanismJson, mechanismText } from "../words/mechanism-text.ts";

interface ExplainOptions {
  readonly measures?: boolean;
  readonly json?: boolean;
}

export function configure(command: Command): void {
  command
    .argument("[mechanism]", "such as issuance/halving")
    .option("--measures", "list every measure: words, unit, kind, which end is better")
    .option("--json", "as JSON")
    .action(explain);
}

function explain(name: string | undefined, { measures, json }: ExplainOptions): void {
  if (measures) {
    listMeasures(json === true);
    return;
  }
  if (name === undefined)
    throw new UsageError(
      "Say which mechanism: orrery explain issuance/halving.",
      [],
      "orrery list shows them all; orrery explain --measures lists the measures.",
    );
  const mechanism = ORRERY.get(name);
  if (!mechanism)
    throw new UsageError(
      `There is no mechanism ${JSON.stringify(name)}.${didYouMean(name, [...ORRERY.keys()])}`,
      [],
      "orrery list shows them all.",
    );
  if (json) printJson(mechanismJson(mechanism));
  else print(mechanismText(mechanism));
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
