import { visibleLines } from "../../text/visible.ts";
import { withoutCommands } from "../../text/workflow.ts";
import { called } from "./called.ts";
import colors from "./colors.ts";

/** Colours of our own; none of them is there where standard output is no terminal. */
const COLOUR = colors.isColorSupported ? new RegExp(`(${"\u001b"}\\[\\d{1,2}m)`) : /($^)/;

/**
 * Text as a terminal and the runner of a workflow may have it: every command's output goes through here, whoever wrote
 * the names in it. Commands that it names are called as this one was. Line breaks, tabs and our own colours stay; whatever else either of them would obey is shown.
 */
export const forTerminal = (text: string): string =>
  withoutCommands(
    text
      .split(COLOUR)
      .map((part, at) => (at % 2 === 1 ? part : called(visibleLines(part))))
      .join(""),
  );

/** Prints to stdout; everything that is a result goes here, everything about the way there goes to stderr. */
export const print = (text = ""): void => void process.stdout.write(`${forTerminal(text)}\n`);

/** Prints to stderr. */
export const printError = (text: string): void => void process.stderr.write(`${forTerminal(text)}\n`);

/** Prints workflow commands of our own, which GitHub's runner is to obey. */
export const printCommands = (text: string): void => void process.stdout.write(`${text}\n`);
