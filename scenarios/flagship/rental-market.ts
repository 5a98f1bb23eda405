import { use } from "./world.ts";

/** Demand, price and contracts of the flagship's size, without a token; whoever uses it brings supply. */
export const rentalMarket = [
  use("pricing/outside-offers", { offers: "data/gpu-offers.csv", gpu: "RTX3090" }),
  use("demand/bootstrap-trace", {
    trace: "data/philly-b436b2.csv",
    replicas: 18,
    speedUp: 1.494,
    coolDown: "2d",
  }),
  use("pricing/utilisation-indexed", {
    initial: 0.17,
    hold: "21d",
    sensitivity: 0.02,
    minimum: 0.01,
    maximum: 0.43,
  }),
  use("pricing/first-come"),
  use("contracts/escrow"),
];
