import { type Ahead, atOnce, BYTES_OF_A_JOB, type Estimate, rings } from "../../../model/estimate.ts";
import type { Values } from "../../../schema/fields.ts";
import { numberColumn } from "../../../schema/table.ts";
import { HOUR } from "../../../units.ts";
import type { params } from "./params.ts";

/** Seconds that an answer may take. */
const LONGEST_ANSWER = 3_600;

/** A request in a slot: read, written, served. Where endpoints are full, it goes from one to the next. */
export function estimate(
  { endpoints, period, season, autoscale, timeout, scaleUpDelay }: Values<typeof params>,
  ahead: Ahead,
): Estimate {
  const requests = ahead.count("requestArrived");
  const outages = numberColumn(endpoints, "mtbf_hours").reduce(
    (sum, hours) => sum + rings(ahead, hours * HOUR),
    0,
  );
  const observed = rings(ahead, period);
  const scalings = autoscale === "none" ? 0 : observed * endpoints.rows;
  return {
    events: {
      promptRead: requests,
      answerWritten: requests,
      requestServed: requests,
      requestReturned: requests * (endpoints.rows / 4),
      memoryFull: requests / 4,
      queueChecked: requests / 4,
      requestTimedOut: requests / 4,
      loadObserved: observed,
      replicaReady: scalings,
      endpointOffered: endpoints.rows + 2 * scalings + outages,
      outageBegun: outages,
      outageOver: outages,
      endpointFailed: outages,
    },
    // A forecast looks at every period until replicas would be ready.
    steps: observed * endpoints.rows * (autoscale === "forecast" ? 1 + scaleUpDelay / period : 1),
    bytes:
      atOnce(requests, timeout + LONGEST_ANSWER, ahead) * BYTES_OF_A_JOB +
      endpoints.rows * (season / period) * 8,
  };
}
