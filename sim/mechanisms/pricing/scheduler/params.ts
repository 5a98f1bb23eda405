import { machinesChanged } from "../../../kit/market/machines.ts";
import { waitingEmits } from "../../../kit/market/waiting.ts";
import { shared } from "../../../model/mechanism.ts";
import { choice, count, flag, seconds, usdPerGpuHour } from "../../../schema/fields.ts";
import { DAY } from "../../../units.ts";

export const params = {
  order: choice(["first-come", "shortest-first", "fair-share", "priority"], {
    default: "first-come",
    doc: "Who comes first: who waited longest, who asks for the fewest seconds, whose customer has had the least lately, or who has the highest priority. Equals in order of arrival.",
    source: "Feitelson et al., Parallel job scheduling, 1997",
  }),
  backfill: choice(["none", "easy", "conservative"], {
    default: "easy",
    doc: "Who may overtake: nobody; who does not delay the first that waits; who delays none of those before it.",
    source: "Lifka, The ANL/IBM SP scheduling system, 1995; Mu'alem and Feitelson 2001",
  }),
  lookahead: count({
    default: 100,
    min: 1,
    doc: "How many waiting jobs behind the first EASY backfill tries.",
    range: [10, 1000],
  }),
  estimates: choice(["requested", "actual"], {
    default: "requested",
    doc: "What the market takes a job to last, in its order and in backfill: what its customer asks for, where a record says so, or what it will last in truth. A job that outlasts its request is taken to end at any moment, and is not stopped.",
    source: "Mu'alem and Feitelson 2001: users' estimates are upper limits",
  }),
  fit: choice(["best-fit", "first-fit", "roomiest"], {
    default: "best-fit",
    doc: "Which machine that has room: the one that keeps the fewest GPUs free, the one known longest, or the one that keeps most free (worst fit).",
    source: "Johnson, Near-optimal bin packing algorithms, 1973",
  }),
  gangs: choice(["span", "together"], {
    default: "span",
    doc: "A job that no machine has room for starts at once on several that are alike, or waits until one machine has room.",
    source: "Jeon et al., Analysis of large-scale multi-tenant GPU clusters, 2019: locality against waiting",
  }),
  preempt: flag({
    default: false,
    doc: "In order of priority, a job that waits first evicts running ones of lower priority, the lowest and then the latest first; their data are kept and they wait for the rest. Not under conservative backfill, whose promises it would break.",
    source: "Slurm: PreemptType=preempt/partition_prio, PreemptMode=SUSPEND",
  }),
  halfLife: seconds({
    default: 7 * DAY,
    min: 1,
    doc: "Fair share: time after which what a customer has had counts half.",
    source: "Slurm: PriorityDecayHalfLife, 7 days",
  }),
  usdPerGpuHour: usdPerGpuHour({
    default: 0.5,
    doc: "What jobs pay where no mechanism publishes a price; machines that ask for more get that.",
    source: "Orrery: for the scenario to set",
  }),
};
/** The signal where nobody publishes it: the posted price holds. */
export const UNPUBLISHED = -1;
export const reads = { usdPerGpuHour: { otherwise: UNPUBLISHED } };
export const emits = {
  jobMatched: shared,
  jobEvicted: shared,
  ...waitingEmits,
  ...machinesChanged,
} as const;
