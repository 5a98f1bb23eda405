import { visible, visibleLines } from "./visible.ts";

/*
 * GitHub's runner obeys lines of a step's output that begin with `::`, white space before it included, and `##[` where
 * ever it stands. https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */

/** Output that the runner passes on: no line of it is a command. */
export const withoutCommands = (output: string): string =>
  withoutOldCommands(output.replace(/^(\s*):(?=:)/gm, "$1\\x3a"));

const withoutOldCommands = (text: string): string => text.replaceAll("##[", "#\\x23[");

/** The message of a command of our own; its lines stay lines. */
export const commandMessage = (text: string): string =>
  withoutOldCommands(visibleLines(text))
    .replaceAll("%", "%25")
    .replaceAll("\r", "%0D")
    .replaceAll("\n", "%0A");

/** A property of a command of our own, such as its title. */
export const commandProperty = (text: string): string =>
  commandMessage(visible(text)).replaceAll(":", "%3A").replaceAll(",", "%2C");
