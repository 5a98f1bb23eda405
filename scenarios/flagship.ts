import { defineScenario } from "orrery";
import { claims, findings } from "./flagship/claims.ts";
import { designs } from "./flagship/token.ts";
import { whatIf } from "./flagship/what-if.ts";
import { clock, demandHalves, headline, meant, priceHalves, SHOCK, world } from "./flagship/world.ts";

/*
 * Who keeps the GPUs on? One world, five ways to pay for it, four futures. The parts are in flagship/: the world, what a
 * token is made of, and what must hold. All designs with a token emit the same number of tokens over the two years.
 */
export default defineScenario({
  title: "Who keeps the GPUs on?",
  question:
    "After demand halves, which issuance keeps utilisation and provider margins alive at the lowest dilution?",
  ...clock,
  replications: 1,
  assets: { token: { decimals: 18 } },
  world,
  designs,
  control: "no token",
  branches: {
    at: SHOCK,
    none: {},
    "demand halves": { set: demandHalves },
    "price halves": { set: priceHalves },
    both: { set: { ...demandHalves, ...priceHalves } },
  },
  headline,
  meant,
  whatIf,
  expect: { ...claims, ...findings },
});
