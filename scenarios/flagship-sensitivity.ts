import { defineScenario } from "orrery";
import { signs } from "./flagship/claims.ts";
import { designs, USD_PER_GAS } from "./flagship/token.ts";
import { whatIf } from "./flagship/what-if.ts";
import { clock, headline, meant, SPEED_UP, shocked, world } from "./flagship/world.ts";

const DAY = 86_400;

/*
 * Which finding flips with which assumption? Every parameter that keeps an assumed default is drawn from the range that
 * its mechanism names, and what the scenario itself assumes from those below, all independent of each other; each draw
 * has luck of its own. Budgets stay matched and the start stays as it is: emission is the frontier's question, and 180
 * days and more before the shock are there to leave a start that does not fit the draw.
 */
export default defineScenario({
  title: "Which finding flips with which assumption?",
  question: "In what share of draws from all assumed ranges does each finding of the flagship hold?",
  ...clock,
  replications: 1,
  assets: { token: { decimals: 18 } },
  world,
  designs,
  control: "no token",
  sweep: {
    latinHypercube: {
      points: 200,
      assumed: true,
      // Switched off in these worlds: nobody mines, and no faster GPU comes.
      except: ["usesEvery", "useSwitchingUsdPerGpu", "useSwitchingHorizon", "generationStep"].map(
        (name) => `supply/cohorts.${name}`,
      ),
      ranges: {
        // Customers for one network of 1,000 GPUs: two thirds to one and a half times as many.
        "demand/bootstrap-trace.replicas": [12, 27],
        // An RTX 3090 over a P100: a fifth less, and the whole ratio of their peaks.
        "demand/bootstrap-trace.speedUp": [SPEED_UP * 0.8, SPEED_UP / 0.8],
        // Half and two and a half times as fast.
        "pricing/utilisation-indexed.sensitivity": [0.01, 0.05],
        // What other users pay a year: 0.54 to 1.44 million USD, 60 to 160 % of what supports the first price.
        "fees/eip1559.referenceUsdPerGas": [0.6 * USD_PER_GAS, 1.6 * USD_PER_GAS],
        // Returns from that of shares to that of venture capital, and a growth of use below them.
        "traders/value.discount": [0.07, 0.2],
        "traders/value.growth": [0, 0.05],
        // A third and three times what value traders have in cash, and noise of 1 to 5 % of its wealth a day.
        "traders/value.usd": [5e5, 4.5e6],
        "traders/noise.size": [0.01, 0.05],
        "contracts/burn-desk.smoothing": [2 * DAY, 30 * DAY],
        // Stakers ask for a yield between Ethereum's and that of chains with a high inflation.
        "consensus/slot-pos.referenceYield": [0.03, 0.08],
        "consensus/slot-pos.nodes": [100, 400],
      },
    },
  },
  branches: shocked,
  headline,
  meant,
  whatIf,
  expect: signs,
});
