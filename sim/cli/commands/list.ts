import type { Command } from "commander";
import { UsageError } from "../../errors.ts";
import { registry } from "../../mechanisms/registry.ts";
import { didYouMean } from "../../schema/suggest.ts";
import { print } from "../terminal/print.ts";
import { printJson, tableText } from "../terminal/terminal.ts";

export function configure(command: Command): void {
  command
    .argument("[family]", "such as consensus, issuance, supply")
    .option("--json", "as JSON")
    .action(list);
}

function list(family: string | undefined, { json }: { readonly json?: boolean }): void {
  const mechanisms = registry
    .map(({ mechanism }) => mechanism)
    .filter(({ name }) => family === undefined || name.startsWith(`${family}/`));
  if (mechanisms.length === 0 && family !== undefined) throw unknownFamily(family);
  if (json) printJson(mechanisms.map(({ name, summary, source }) => ({ name, summary, source })));
  else
    print(
      tableText(
        ["mechanism", "what it does"],
        mechanisms.map(({ name, summary }) => [name, summary]),
      ),
    );
}

function unknownFamily(family: string): UsageError {
  const families = [...new Set(registry.map(({ mechanism: { name } }) => name.split("/")[0]!))];
  return new UsageError(`There is no family ${JSON.stringify(family)}.${didYouMean(family, families)}`, [
    `Families: ${families.join(", ")}.`,
  ]);
}
