import Table from "cli-table3";
import stringWidth from "string-width";
import { visible, visibleJson } from "../../text/visible.ts";
import colors from "./colors.ts";
import { print } from "./print.ts";

/** One JSON document, the only thing on stdout. What is no number (NaN) is null; exact integers are text. */
export const printJson = (value: unknown): void =>
  print(
    visibleJson(
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
    ),
  );

export type Align = "left" | "right";

/** Columns of a heading, and of a cell that is not in the last column, where sentences stand. */
const WIDEST = { heading: 40, cell: 100 };

/** The lines of a text, each with an ellipsis where it is wider than so many columns of a terminal. */
export const cut = (text: string, columns: number): string =>
  text
    .split("\n")
    .map((line) => (stringWidth(line) <= columns ? line : beginning(line, columns)))
    .join("\n");

function beginning(line: string, columns: number): string {
  let [shown, width] = ["", 1];
  for (const { segment } of new Intl.Segmenter("en").segment(line)) {
    width += stringWidth(segment);
    if (width > columns) break;
    shown += segment;
  }
  return `${shown.trimEnd()}…`;
}

const heading = (lines: readonly string[]): string => cut(lines.map(visible).join("\n"), WIDEST.heading);

/** A table with thin lines; with colours only on a terminal. A heading of several lines is a list of them. */
export function tableText(
  head: readonly (string | readonly string[])[],
  rows: readonly (readonly string[])[],
  align: readonly Align[] = [],
): string {
  const table = new Table({
    head: head.map((lines) => colors.bold(heading([lines].flat()))),
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
  const last = head.length - 1;
  table.push(
    ...rows.map((row) => row.map((cell, column) => (column < last ? cut(cell, WIDEST.cell) : cell))),
  );
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
