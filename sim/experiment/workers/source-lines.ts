import { SourceMap, type SourceMapPayload } from "node:module";
import path from "node:path";
import { MechanismError, OrreryError } from "../../errors.ts";
import { ROOT, SIM } from "../../scenario/load-bundle.ts";
import type { Failure } from "../runner.ts";
import type { Bundle } from "./bundle.ts";
import { LINES_BEFORE, WORKER_FILE } from "./threads.ts";

/**
 * The failures, those of a scenario's own mechanisms with the line of its file that threw.
 *
 * @param bundle whose lines the stacks name
 */
export async function withSourceLines(failures: readonly Failure[], bundle: Bundle): Promise<Failure[]> {
  const isOwn = ({ error }: Failure): boolean => error.name === MechanismError.name;
  if (!failures.some(isOwn)) return [...failures];
  const payload = await bundle.sourceMap();
  if (!payload) return [...failures];
  const map = new SourceMap(payload as SourceMapPayload);
  return failures.map((failure) => {
    const line = isOwn(failure) ? ownLine(failure.error.stack ?? "", map) : undefined;
    return line === undefined ? failure : { ...failure, error: withFact(failure.error, line) };
  });
}

const FRAME = new RegExp(`at (?:(.*?) \\()?${WORKER_FILE.replace(".", "\\.")}:(\\d+):(\\d+)\\)?$`, "gm");

/** `opened, own.ts:12:41` of the first line of a stack that is not Orrery's. */
function ownLine(stack: string, map: SourceMap): string | undefined {
  for (const [, called = "", line, column] of stack.matchAll(FRAME)) {
    const found = map.findEntry(Number(line) - LINES_BEFORE - 1, Number(column) - 1);
    if (!("originalSource" in found)) continue;
    const file = path.resolve(ROOT, found.originalSource);
    if (file.startsWith(SIM + path.sep)) continue;
    const place = `${path.basename(file)}:${found.originalLine + 1}:${found.originalColumn + 1}`;
    const name = /^[\w.]+$/.test(called) ? called.split(".").at(-1)! : "";
    return `At ${place}${name === "" ? "" : `, in ${name}`}.`;
  }
  return undefined;
}

const withFact = (
  { name, exitCode, sentence, facts, hint, replay }: OrreryError,
  fact: string,
): OrreryError =>
  Object.assign(new OrreryError(sentence, [...facts, fact], hint, replay), { name, exitCode });
