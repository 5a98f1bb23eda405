import { defineClaim } from "orrery";
import { atPrice, cloud, jobs, machines, use } from "./parts/market.ts";

export default defineClaim({
  claim: "An idle GPU earns passive income.",
  sources: [
    { text: "Salad (2024): documentation for hosts, what a PC earns", secondary: true, unchecked: true },
    { text: "Sundararajan, A. (2016): The Sharing Economy, MIT Press, chapter 5", unchecked: true },
  ],
  setUp:
    "Sixteen owners rent out a GPU that would otherwise be off. Compared with nothing is what comes in, after the network's fee, less the electricity of the whole time online and the wear of a card and its host.",
  whoPays: "Customers pay; owners bear electricity, wear and the hours without a customer.",
  scenario: {
    title: "What an idle GPU earns",
    seed: 6,
    until: "40d",
    warmUp: "5d",
    sample: "5d",
    replications: 8,
    world: [
      cloud,
      use("supply/fleet", {
        machines: machines([{ provider: "owner", count: 16, gpus: 1, usdPerGpuHour: 0 }]),
        operatingUsdPerGpuHour: 0.02,
        pue: 1,
      }),
      jobs(4, { rate: 48 }),
      use("contracts/escrow", { fee: 0.25 }),
    ],
    designs: { "rent out": atPrice(0.1) },
    measures: ["providers.margin", "providers.usdPerGpuHour", "gpu.utilisation"],
  },
  tests: {
    "what comes in exceeds electricity and wear": { less: "0", than: "[rent out].providers.margin" },
  },
  condition: {
    words: "the price of a rented hour",
    unit: "USD/GPU h",
    values: [0.05, 0.08, 0.12, 0.2, 0.35],
    set: (price) => ({
      "pricing/utilisation-indexed.initial": price,
      "pricing/utilisation-indexed.minimum": price,
      "pricing/utilisation-indexed.maximum": price,
    }),
  },
  worlds: {
    "half as many customers": { "demand/jobs.rate": 24 },
    "twice the wear": { "supply/fleet.operatingUsdPerGpuHour": 0.04 },
    "a PC that is on anyway": { "supply/fleet.idleLoad": 0 },
    "a fee of 5 %": { "contracts/escrow.fee": 0.05 },
  },
  values: {
    "supply/fleet.operatingUsdPerGpuHour":
      "assumed: 0.01 to 0.05 USD an hour; 700 USD that last four years of renting are 0.02 USD an hour",
    "contracts/escrow.fee": "assumed: marketplaces keep 15 to 30 %",
    "supply/fleet.tdpWatts": "NVIDIA, GeForce RTX 3090 specifications: 350 W",
    "supply/fleet.regions": "0.12 USD/kWh in the US row; households pay 0.17 (EIA 2024)",
  },
  notEstablished: [
    "The owner's time, a room that gets warm and loud, and taxes.",
    "That the price lasts: everybody who reads this may offer a GPU, too.",
    "Use: it follows from the customers assumed; half of them raise the price that is needed, as above.",
  ],
});
