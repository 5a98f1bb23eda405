import { defineScenario } from "orrery";
import { claims } from "./flagship/claims.ts";
import { design, noToken } from "./flagship/token.ts";
import { whatIf } from "./flagship/what-if.ts";
import { clock, headline, meant, shocked, world } from "./flagship/world.ts";

/*
 * Which part of a design matters: the chain, the issuance, or what becomes of the customers' money? Every combination of
 * {PoW, PoS} × {fixed, halving, bonded ratio} × {USD, token, burn}, and the control. All emit the same number of tokens
 * over the two years, to the same recipients. Three of the 18 cells are empty: proof of work has no stake whose ratio
 * could set an issuance.
 */
export default defineScenario({
  title: "Which part of a design keeps GPUs on: the chain, the issuance, or how customers pay?",
  question:
    "At one budget of tokens, how much do consensus, issuance and payment each change the GPUs retained after demand halves?",
  ...clock,
  replications: 1,
  assets: { token: { decimals: 18 } },
  world,
  designs: {
    "no token": noToken,
    "PoW, fixed, USD": design("PoW", "fixed", "USD"),
    "PoW, fixed, token": design("PoW", "fixed", "token"),
    "PoW, fixed, burn": design("PoW", "fixed", "burn"),
    "PoW, halving, USD": design("PoW", "halving", "USD"),
    "PoW, halving, token": design("PoW", "halving", "token"),
    "PoW, halving, burn": design("PoW", "halving", "burn"),
    "PoS, fixed, USD": design("PoS", "fixed", "USD"),
    "PoS, fixed, token": design("PoS", "fixed", "token"),
    "PoS, fixed, burn": design("PoS", "fixed", "burn"),
    "PoS, halving, USD": design("PoS", "halving", "USD"),
    "PoS, halving, token": design("PoS", "halving", "token"),
    "PoS, halving, burn": design("PoS", "halving", "burn"),
    "PoS, bonded ratio, USD": design("PoS", "bonded ratio", "USD"),
    "PoS, bonded ratio, token": design("PoS", "bonded ratio", "token"),
    "PoS, bonded ratio, burn": design("PoS", "bonded ratio", "burn"),
  },
  control: "no token",
  branches: shocked,
  headline,
  meant,
  whatIf,
  expect: claims,
});
