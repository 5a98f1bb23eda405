import { defineClaim, inlineTable } from "orrery";
import { cheapest, cloud, jobs, machines, use } from "./parts/market.ts";

const HOURS = 4;
const OWNERS = 24;
const CENTRE = 12;
const JOBS_PER_DAY = 45;
const WATTS = 350;
const LOAD = 0.8;
const IDLE = 0.12;
const PUE = 1.25;

/** The owners' machines are on in both worlds; the data centre's only where it does the work. */
const fleet = (efficiency: number) =>
  machines([
    { provider: "owners", count: OWNERS, gpus: 1, region: "homes" },
    { provider: "centre", count: CENTRE, gpus: 1, region: "centre", watts: WATTS / efficiency },
  ]);
const homes = machines([{ provider: "owners", count: OWNERS, gpus: 1, region: "homes" }]);
const regions = (gramsAtHome: number, gramsInCentre: number) =>
  inlineTable({
    region: ["homes", "centre"],
    usd_per_kwh: [0.17, 0.08],
    gco2e_per_kwh: [gramsAtHome, gramsInCentre],
    pue: [1, PUE],
  });
const utilisation = (JOBS_PER_DAY * HOURS) / (24 * CENTRE);

export default defineClaim({
  claim: "Idle GPUs, pooled, save energy and carbon a job.",
  sources: [
    {
      text: "Anderson, D. P. (2020): BOINC: A Platform for Volunteer Computing, Journal of Grid Computing 18, 99–122",
      url: "https://doi.org/10.1007/s10723-019-09497-9",
    },
    {
      text: "Barroso, L. A. and Hölzle, U. (2007): The Case for Energy-Proportional Computing, IEEE Computer 40(12), 33–37 (what an idle machine draws)",
      url: "https://doi.org/10.1109/MC.2007.443",
    },
  ],
  setUp:
    "Twenty-four owners leave their machines on, whoever works. The same jobs run on these idle GPUs, or on twelve GPUs that a data centre keeps for them, while the owners' idle beside it. Compared are all energy and all carbon over the hours of finished work.",
  whoPays:
    "Owners pay for the power of work at home, where a kWh costs twice a data centre's; somebody must pay them for it.",
  scenario: {
    title: "Idle GPUs against a data centre",
    seed: 9,
    until: "32d",
    warmUp: "2d",
    sample: "2d",
    replications: 6,
    world: [cloud, cheapest, use("contracts/escrow")],
    designs: {
      pooled: [
        use(
          "supply/fleet",
          { machines: homes, regions: regions(384, 384), load: LOAD, idleLoad: IDLE },
          "owners alone",
        ),
        jobs(HOURS, { rate: JOBS_PER_DAY, region: "homes" }),
      ],
      "data centre": [
        use(
          "supply/fleet",
          { machines: fleet(1), regions: regions(384, 384), load: LOAD, idleLoad: IDLE },
          "owners and centre",
        ),
        jobs(HOURS, { rate: JOBS_PER_DAY, region: "centre" }),
      ],
    },
    control: "data centre",
    measures: ["energy.joules", "energy.gCO2e", "jobs.finishedGpuHours"],
  },
  tests: {
    "less energy for an hour of finished work": {
      less: "[pooled].energy.joules / [pooled].jobs.finishedGpuHours",
      than: "[data centre].energy.joules / [data centre].jobs.finishedGpuHours",
    },
    "less carbon for an hour of finished work": {
      less: "[pooled].energy.gCO2e / [pooled].jobs.finishedGpuHours",
      than: "[data centre].energy.gCO2e / [data centre].jobs.finishedGpuHours",
    },
  },
  condition: {
    words: "the work that a joule does in the data centre's GPUs over that in the owners'",
    unit: "",
    // In steps of the power that a GPU draws for the same work.
    values: [0.8, 1, 1.25, 1.6, 2, 3],
    set: (efficiency) => ({ "owners and centre.machines": fleet(efficiency) }),
  },
  worlds: {
    "a data centre on hydropower": {
      "owners alone.regions": regions(384, 30),
      "owners and centre.regions": regions(384, 30),
    },
    "owners who would have switched off": {
      // What an idle machine draws at home is then the work's.
      "owners alone.idleLoad": 0,
      "owners and centre.idleLoad": 0,
    },
  },
  closedForm: {
    words: "Power of work and of idling in the centre over the power that work adds at home",
    value: ((LOAD - IDLE + IDLE / utilisation) * PUE) / (LOAD - IDLE),
    source: "power linear in load: Barroso and Hölzle (2007)",
    within: 0.08,
  },
  values: {
    "owners alone.load": "assumed: 0.6 to 1 of the TDP at work",
    "owners alone.idleLoad": "assumed: 0.10 to 0.15 of the TDP idle",
    "owners and centre.regions":
      "384 g/kWh: the US in 2023 (Ember); PUE 1.25, assumed between 1.1 and 1.58 (Uptime Institute 2023)",
  },
  notEstablished: [
    "Carbon of making GPUs: a data centre that buys new ones emits it once more, and it is left out; it favours pooling.",
    "Work that cannot be moved: memory, bandwidth and privacy keep most jobs of a data centre where they are.",
    "Which grid is marginal at that hour: means over a year are used.",
  ],
});
