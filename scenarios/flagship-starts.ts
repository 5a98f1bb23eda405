import { defineScenario } from "orrery";
import { claims } from "./flagship/claims.ts";
import { designs, startingAt } from "./flagship/token.ts";
import { whatIf } from "./flagship/what-if.ts";
import { clock, headline, meant, PROVIDERS, world } from "./flagship/world.ts";

/*
 * Does the end depend on the start? The same world without a shock, from the flagship's start, from a first price of a
 * third and of three times, and from half and twice the fleet. Where paths meet, the start has been forgotten.
 */
export default defineScenario({
  title: "Do paths from other starts meet?",
  question:
    "From a third or three times the token's price, and from half or twice the fleet: do price and fleet end where they end in the flagship?",
  ...clock,
  // A year more than the flagship: a fleet that is off takes that long.
  until: "3y",
  replications: 1,
  assets: { token: { decimals: 18 } },
  world,
  designs,
  control: "no token",
  meant,
  whatIf,
  sweep: {
    list: [
      {},
      startingAt(1 / 3),
      startingAt(3),
      { "supply/cohorts.providers": Math.round(PROVIDERS / 2) },
      { "supply/cohorts.providers": PROVIDERS * 2 },
    ],
  },
  headline,
  expect: claims,
});
