import Table from "cli-table3";
import colors from "./colors.ts";

/** Prints to stdout; everything that is a result goes here, everything about the way there goes to stderr. */
export const print = (text = ""): void => void process.stdout.write(`${text}\n`);

/** One JSON document, the only thing on stdout. What is no number (NaN) is null; exact integers are text. */
export const printJson = (value: unknown): void =>
  print(
    JSON.stringify(
      value,
      (_, part) =>
        typeof part === "bigint"
          ? String(part)
          : ArrayBuffer.isView(part)
            ? Array.from(part as unknown as ArrayLike<unknown>)
            : part,
      2,
    ),
  );

export type Align = "left" | "right";

/** A table with thin lines; with colours only on a terminal. */
export function tableText(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  align: readonly Align[] = [],
): string {
  const table = new Table({
    head: head.map((name) => colors.bold(name)),
    colAligns: head.map((_, column) => align[column] ?? "left"),
    style: { head: [], border: [], compact: true, "padding-left": 0, "padding-right": 2 },
    chars: {
      top: "",
      "top-mid": "",
      "top-left": "",
      "top-right": "",
      bottom: "",
      "bottom-mid": "",
      "bottom-left": "",
      "bottom-right": "",
      left: "",
      "left-mid": "",
      mid: "",
      "mid-mid": "",
      right: "",
      "right-mid": "",
      middle: "",
    },
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

/** Words broken to lines of at most `width` characters, each after `indent`. */
export function wrapped(text: string, width = 100, indent = ""): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (line !== "" && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, indent + line].join("\n");
}
