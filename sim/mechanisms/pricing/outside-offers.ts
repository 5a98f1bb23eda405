import { median } from "d3-array";
import { OrreryError } from "../../errors.ts";
import { defineMechanism } from "../../model/mechanism.ts";
import { table, text } from "../../schema/fields.ts";
import { quoted } from "../../schema/shown.ts";
import { didYouMean } from "../../schema/suggest.ts";
import { inlineTable, numberColumn, type Table, textColumn } from "../../schema/table.ts";

/** Providers of the table that are marketplaces of independent hosts; the others are clouds. */
const MARKETPLACES = ["vast", "spheron", "primeintellect", "hyperbolic", "lium", "cudo"];

export const outsideOffers = defineMechanism({
  name: "pricing/outside-offers",
  summary: "Publishes what clouds and other marketplaces ask for the same GPU, from a table of offers.",
  source: "SkyPilot catalogue, github.com/skypilot-org/skypilot-catalog, catalogs/v8",
  params: {
    offers: table(
      {
        provider: { type: "text" },
        gpu: { type: "text" },
        usd_per_gpu_hour: { type: "number", unit: "USD/GPU h", min: 0 },
      },
      { doc: "Offers by provider and GPU, USD per GPU-hour.", source: "SkyPilot catalogue" },
    ),
    gpu: text({ doc: "Kind of GPU, as the table names it.", source: "Orrery: for the scenario to set" }),
  },
  init: ({ offers, gpu }) => ({
    cloud: offered(offers, gpu, false),
    marketplace: offered(offers, gpu, true),
  }),
  on: {},
  signals: {
    cloudUsdPerGpuHour: ({ state }) => state.cloud,
    marketplaceUsdPerGpuHour: ({ state }) => state.marketplace,
  },
  metrics: {
    "market.cloudUsdPerGpuHour": { value: ({ state }) => state.cloud },
    "market.marketplaceUsdPerGpuHour": { value: ({ state }) => state.marketplace },
  },
  invariants: {
    "clouds and marketplaces both offer this GPU": ({ state }) => state.cloud > 0 && state.marketplace > 0,
  },
  example: () => ({
    world: [
      {
        mechanism: "pricing/outside-offers",
        params: {
          gpu: "RTX3090",
          offers: inlineTable({
            provider: ["vast", "runpod"],
            gpu: ["RTX3090", "RTX3090"],
            usd_per_gpu_hour: [0.2, 0.43],
          }),
        },
      },
    ],
    until: "1d",
  }),
});

/** @throws OrreryError where nobody asks a price for this GPU: there is no outside to compare with. */
function offered(offers: Table, gpu: string, marketplaces: boolean): number {
  const asked = price(offers, gpu, marketplaces);
  if (asked > 0) return asked;
  const who = marketplaces ? `marketplace (${MARKETPLACES.join(", ")})` : "cloud";
  const gpus = textColumn(offers, "gpu");
  const others = new Set(textColumn(offers, "provider").filter((_, row) => gpus[row] === gpu));
  const hint =
    others.size > 0
      ? ` Of this GPU it has offers by: ${[...others].sort().join(", ")}.`
      : didYouMean(gpu, [...new Set(gpus)]);
  throw new OrreryError(
    `pricing/outside-offers finds no offer above 0 USD of ${quoted(gpu)} by a ${who} in ${offers.path}.${hint}`,
  );
}

/** Median over providers of each one's median offer: a catalogue with a row for each zone counts once. 0: nobody offers it. */
function price(offers: Table, gpu: string, marketplaces: boolean): number {
  const providers = textColumn(offers, "provider");
  const gpus = textColumn(offers, "gpu");
  const prices = numberColumn(offers, "usd_per_gpu_hour");
  const names = [...new Set(providers)].filter((name) => MARKETPLACES.includes(name) === marketplaces).sort();
  const medians = names.map((name) =>
    median(prices.filter((_, row) => providers[row] === name && gpus[row] === gpu)),
  );
  return median(medians) ?? 0;
}
