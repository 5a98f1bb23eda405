import { annuityFactor } from "../../formulas/npv.ts";
import { defineMechanism } from "../../model/mechanism.ts";
import { number, ratio, usdPerGpuHour } from "../../schema/fields.ts";

export const cloudTerms = defineMechanism({
  name: "pricing/cloud-terms",
  summary: "Publishes what a cloud asks for a reserved hour, used or not, beside its price on demand.",
  source:
    "Reserved instances of the large clouds: a term of one to three years, part or all of it paid upfront; annuity: Brealey, Myers and Allen, chapter 2",
  params: {
    discount: ratio({
      default: 0.4,
      max: 0.99,
      doc: "What a reserved term takes off the price on demand; it pays from a utilisation of 1 less this on.",
      range: [0.25, 0.5],
    }),
    term: number("y", { default: 1, min: 0.01, max: 10, doc: "Length of the term.", range: [1, 3] }),
    upfront: ratio({
      default: 0.5,
      doc: "Share of the term that is paid at its beginning; the rest is paid as it goes.",
      range: [0, 1],
    }),
    rate: ratio({
      default: 0.1,
      max: 5,
      doc: "Yearly cost of the customer's capital, that the money paid upfront costs.",
      range: [0.05, 0.2],
    }),
    onDemand: usdPerGpuHour({
      default: 1,
      doc: "Price on demand where no mechanism publishes one.",
      source: "Orrery: for the scenario to set",
    }),
  },
  reads: { cloudUsdPerGpuHour: { otherwise: -1 } },
  init: () => ({}),
  on: {},
  signals: { cloudReservedUsdPerGpuHour: ({ params, read }) => reserved(params, read.cloudUsdPerGpuHour()) },
  metrics: {
    "market.cloudReservedUsdPerGpuHour": {
      value: ({ params, read }) => reserved(params, read.cloudUsdPerGpuHour()),
    },
  },
  example: () => ({ world: [{ mechanism: "pricing/cloud-terms", params: {} }], until: "1d" }),
});

/** What is paid upfront costs as much as an annuity over the term. */
function reserved(
  {
    discount,
    term,
    upfront,
    rate,
    onDemand,
  }: { discount: number; term: number; upfront: number; rate: number; onDemand: number },
  cloud: number,
): number {
  const price = (cloud < 0 ? onDemand : cloud) * (1 - discount);
  return price * (1 - upfront + (upfront * term) / annuityFactor(rate, term));
}
