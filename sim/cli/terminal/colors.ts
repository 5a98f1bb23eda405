import { createColors } from "picocolors";

/**
 * Bold, dim and colours where standard output is a terminal, and plain text everywhere else. NO_COLOR and FORCE_COLOR
 * (see no-color.org and force-color.org) are honoured. A variable `CI` is not taken for a terminal, as picocolors takes
 * it: what a job pipes to a file or a parser stays plain.
 */
export function colorsFor(
  terminal: boolean | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): ReturnType<typeof createColors> {
  const wished = environment["FORCE_COLOR"];
  const forced = wished !== undefined && wished !== "" && wished !== "0" && wished !== "false";
  if (environment["NO_COLOR"]) return createColors(false);
  return createColors(forced || (terminal === true && environment["TERM"] !== "dumb"));
}

export default colorsFor(process.stdout.isTTY, process.env);
