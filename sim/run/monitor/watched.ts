import type { SignalName } from "../../model/signals.ts";
import type { Part, PartContext } from "../parts.ts";
import type { Saying } from "./gpus.ts";

/** What the parts of a place emit, and say of themselves. */
export function watchedIn(parts: readonly Part[]): { emitted: ReadonlySet<string>; saying: Saying } {
  return {
    emitted: new Set(parts.flatMap(({ mechanism }) => Object.keys(mechanism.emits ?? {}))),
    saying: (signal: SignalName) =>
      parts.flatMap(({ mechanism, context }) => {
        const value = mechanism.signals?.[signal] as ((context: PartContext) => number) | undefined;
        return value ? [{ by: context.instance, value: () => value(context) }] : [];
      }),
  };
}
