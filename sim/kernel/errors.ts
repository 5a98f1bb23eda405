import { KernelError } from "../errors.ts";

/** Time did not move on: events at one instant kept scheduling events at the same instant. */
export class LoopError extends KernelError {
  /** Ids of the event types delivered last at that instant, ascending: those that loop are among them. */
  readonly types: readonly number[];
  readonly micros: number;

  constructor(micros: number, limit: number, types: readonly number[]) {
    super(
      `Time stands still at ${micros / 1e6} s: more than ${limit} events were delivered at this instant.`,
      [`event types delivered last: ${types.join(", ")}`],
      "Give one of these events a delay above 0, or raise maxEventsPerInstant.",
    );
    this.types = types;
    this.micros = micros;
  }
}

/** An event was refused, which the kernel knows by the number of its type. */
export class SchedulingError extends KernelError {
  readonly type: number;
  /** The sentence behind its subject: "cannot be scheduled …". */
  readonly refusal: string;

  constructor(type: number, refusal: string, facts: readonly string[], hint: string) {
    super(`Event type ${type} ${refusal}`, facts, hint);
    this.type = type;
    this.refusal = refusal;
  }
}

export function delayError(type: number, delay: number, now: number): SchedulingError {
  return new SchedulingError(
    type,
    `cannot be scheduled after a delay of ${delay} s.`,
    [`now: ${now} s`],
    `A delay is a finite number of seconds, 0 or more, that ends before ${2 ** 53 / 1e6} s (2^53 microseconds).`,
  );
}

export function timeError(type: number, time: number, now: number): SchedulingError {
  return new SchedulingError(
    type,
    `cannot be scheduled at ${time} s.`,
    [`now: ${now} s`],
    `A time is a finite number of seconds, not before now and before ${2 ** 53 / 1e6} s (2^53 microseconds).`,
  );
}

export function priorityError(
  type: number,
  priority: number,
  lowest: number,
  highest: number,
): SchedulingError {
  return new SchedulingError(
    type,
    `cannot be scheduled with priority ${priority}.`,
    [],
    `A priority is an integer from ${lowest} to ${highest}; the smaller goes first.`,
  );
}

export function untilError(until: number, now: number): KernelError {
  return new KernelError(
    `The calendar cannot run until ${until} s.`,
    [`now: ${now} s`],
    `Run until a time that is not before now and before ${2 ** 53 / 1e6} s (2^53 microseconds), or until Infinity: until no event is pending.`,
  );
}
