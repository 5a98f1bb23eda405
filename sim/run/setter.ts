import { KernelError } from "../errors.ts";
import type { Events } from "../model/events.ts";
import type { Target } from "../scenario/settable.ts";

/** Sets the parameters of a list, each in all instances that its path names: at once, and within its range. */
export function setter(
  targets: readonly (readonly Target[])[],
  emit: (change: Events["parameterSet"]) => void,
): (at: number, value: number) => void {
  return (at, value) => {
    for (const { instance, parameter, low, high, whole } of targets[at]!) {
      const within = Math.min(high, Math.max(low, whole ? Math.round(value) : value));
      if (Number.isNaN(within))
        throw new KernelError(`${instance}.${parameter} is set to ${value}.`, ["A parameter is a number."]);
      emit({ instance, parameter, value: within });
    }
  };
}
