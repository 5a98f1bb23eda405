import { defineClaim } from "orrery";
import { cheapest, cloud, jobs, machines, use } from "./parts/market.ts";

const HOURS = 6;
const SMALL = 16;
const LARGE = 4;
const EACH = 8;
const ALL = SMALL + LARGE * EACH;
/** GPU-hours that customers ask for in a day: 60 % of what there is. */
const ASKED = 0.6 * ALL * 24;

export default defineClaim({
  claim: "Decentralised supply lets small owners take part.",
  sources: [
    { text: "Sundararajan, A. (2016): The Sharing Economy, MIT Press, chapters 3 and 5", unchecked: true },
    {
      text: "Akash Network (2020): Akash Network Whitepaper, version 2, section 1",
      secondary: true,
      unchecked: true,
    },
  ],
  setUp:
    "Sixteen owners of one GPU and four hosts of eight offer the same card at the same price; a job takes any machine that has room, and runs on GPUs of one machine. Compared is the share of all revenue that reaches the sixteen with nine tenths of their share of the GPUs.",
  whoPays: "Nobody pays more: what small owners do not earn, large hosts do.",
  scenario: {
    title: "Small owners beside large hosts",
    seed: 3,
    until: "40d",
    warmUp: "5d",
    sample: "5d",
    replications: 6,
    world: [
      use("supply/fleet", {
        machines: machines([
          ...Array.from({ length: SMALL }, (_, at) => ({ provider: `owner-${at + 1}`, count: 1, gpus: 1 })),
          ...Array.from({ length: LARGE }, (_, at) => ({ provider: `host-${at + 1}`, count: 1, gpus: EACH })),
        ]),
        smallGpus: 1,
      }),
      cloud,
      use("contracts/escrow"),
      cheapest,
    ],
    designs: { "open to all": [jobs(HOURS, { gpus: [1, EACH], rate: 1, gpuWeights: [1, 0] })] },
    measures: ["providers.smallShare", "providers.smallIncomeUsd", "gpu.utilisation", "jobs.failed"],
  },
  tests: {
    "small owners earn nine tenths of what their GPUs are of all": {
      less: `0.9 * ${SMALL / ALL}`,
      than: "[open to all].providers.smallShare",
    },
  },
  condition: {
    words: "the share of all work that needs eight GPUs in one machine",
    unit: "ratio",
    values: [0, 0.15, 0.3, 0.5, 0.7],
    set: (share) => {
      const narrow = (1 - share) * ASKED;
      const wide = (share * ASKED) / EACH;
      return {
        "demand/jobs.rate": (narrow + wide) / HOURS,
        "demand/jobs.gpuWeights": [narrow, wide],
      };
    },
  },
  worlds: {
    "machines that fail every three weeks": { "supply/fleet.mtbf": "21d" },
    "jobs four times as long": { "demand/jobs.duration": 4 * HOURS * 3_600 },
  },
  values: {
    "demand/jobs.gpuWeights":
      "swept: jobs above eight GPUs hold half of the GPU-time of the Philly trace, those of one GPU most of the jobs",
    "supply/fleet.smallGpus": "Orrery: an owner of one GPU",
  },
  notEstablished: [
    "What it costs to take part besides the GPU: stake, support, a line with enough bandwidth, time; each falls on a small owner in full.",
    "That customers trust an owner whom nobody knows: here all are as reliable and as well known.",
    "Whether small owners stay small: scale in power and hardware prices is left out.",
  ],
});
