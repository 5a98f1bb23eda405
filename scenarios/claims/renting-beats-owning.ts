import { defineClaim } from "orrery";
import { energyCost } from "../../sim/formulas/energy.ts";
import { breakEvenUtilisation, capitalUsdPerHour } from "../../sim/formulas/own-or-rent.ts";
import { joulesPerGpuHour } from "../../sim/formulas/provider.ts";

/** So many that work of a mean of 24 hardly ever finds all of them busy. */
const OWNED = 40;

const GPU = {
  capitalUsdPerGpu: 1000,
  resaleShare: 0.2,
  life: 3,
  rate: 0.1,
  power: 350,
  serverLoad: 0.8,
  idleLoad: 0.12,
  pue: 1.3,
  usdPerKwh: 0.12,
  operatingUsdPerGpuHour: 0.05,
};
/** Median of the clouds' prices in the catalogue, USD a GPU-hour. */
const CLOUD = 0.43;

const power = (utilisation: number): number =>
  energyCost(
    joulesPerGpuHour(
      { power: GPU.power, load: GPU.serverLoad, idle: GPU.idleLoad, pue: GPU.pue },
      utilisation,
    ),
    GPU.usdPerKwh,
  );
const fixed =
  capitalUsdPerHour({
    capital: GPU.capitalUsdPerGpu,
    resaleShare: GPU.resaleShare,
    years: GPU.life,
    rate: GPU.rate,
  }) +
  power(0) +
  GPU.operatingUsdPerGpuHour;

export default defineClaim({
  claim: "Renting beats owning below a break-even use.",
  sources: [
    {
      text: "Weinman, J. (2009): Mathematical Proof of the Inevitability of Cloud Computing, Cloudonomics, 30 November (revised as a working paper, 2011)",
    },
    {
      text: "Walker, E. (2009): The Real Cost of a CPU Hour, IEEE Computer 42(4), 35–41",
      url: "https://doi.org/10.1109/MC.2009.135",
    },
  ],
  setUp:
    "The same work comes to two firms. One owns 40 GPUs and sends what finds none free to the cloud; the other rents every hour in the cloud on demand. Compared is the bill for the same work.",
  whoPays:
    "Below the break-even the owner pays for hours that nobody uses; above it the renter pays the cloud's margin.",
  scenario: {
    title: "Renting against owning",
    seed: 11,
    until: "32d",
    warmUp: "2d",
    sample: "1d",
    replications: 8,
    world: [
      { mechanism: "pricing/outside-offers", params: { offers: "../data/gpu-offers.csv", gpu: "RTX3090" } },
    ],
    designs: {
      rent: [{ mechanism: "demand/hybrid", params: { ...GPU, owned: 0, burst: "cloud", amplitude: 0 } }],
      own: [{ mechanism: "demand/hybrid", params: { ...GPU, owned: OWNED, burst: "cloud", amplitude: 0 } }],
    },
    control: "own",
    measures: ["firm.costUsd", "firm.usdPerGpuHour", "firm.ownUtilisation", "market.cloudUsdPerGpuHour"],
  },
  tests: {
    "the same work costs less on rented GPUs": {
      less: "[rent].firm.costUsd",
      than: "[own].firm.costUsd",
    },
  },
  condition: {
    words: "the share of the time that the GPUs have work",
    unit: "ratio",
    values: [0.05, 0.15, 0.3, 0.6],
    set: (use) => ({ "demand/hybrid.load": use * OWNED }),
  },
  worlds: {
    "electricity at 0.30 USD/kWh": { "demand/hybrid.usdPerKwh": 0.3 },
    "GPUs that last five years": { "demand/hybrid.life": 5 },
    "capital at 25 % a year": { "demand/hybrid.rate": 0.25 },
    "nobody is paid to run owned GPUs": { "demand/hybrid.operatingUsdPerGpuHour": 0 },
    "work that swings by 60 % with the day": { "demand/hybrid.amplitude": 0.6 },
  },
  closedForm: {
    words: "Fixed cost of an owned hour over what a rented hour costs beyond the power of work",
    value: breakEvenUtilisation(fixed, power(1) - power(0), CLOUD),
    source: "annuity: Brealey, Myers and Allen, Principles of Corporate Finance, chapter 6",
    within: 0.01,
  },
  values: {
    "demand/hybrid.capitalUsdPerGpu": "assumed: a used RTX 3090 with its share of a host, 700 to 1,800 USD",
    "demand/hybrid.life": "assumed: 2 to 5 years of use",
    "demand/hybrid.rate": "assumed: 5 to 20 % a year",
    "demand/hybrid.usdPerKwh": "assumed: 0.05 to 0.20 USD/kWh, industry in the US about 0.08 (EIA)",
    "demand/hybrid.power": "NVIDIA, GeForce RTX 3090 specifications",
    "demand/hybrid.operatingUsdPerGpuHour": "assumed: people, place and spares, 0.02 to 0.10 USD",
    "pricing/outside-offers.offers":
      "SkyPilot catalogue: median of the clouds' own medians for an RTX 3090, 0.43 USD per GPU-hour",
  },
  notEstablished: [
    "What moving data in and out of the cloud costs: it is left out, and it favours renting here.",
    "Reserved and spot prices, which lie lower: scenario rent-or-own compares them.",
    "That a firm can foresee its use: who buys for a use that does not come has paid.",
  ],
});
