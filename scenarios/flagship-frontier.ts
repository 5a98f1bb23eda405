import { defineScenario } from "orrery";
import { claimsUpTo } from "./flagship/claims.ts";
import { designs, emitting } from "./flagship/token.ts";
import { whatIf } from "./flagship/what-if.ts";
import { clock, headline, meant, shocked, world } from "./flagship/world.ts";

/** Emission, as a share of genesis a year. */
const LEVELS = [0, 0.01, 0.02, 0.04, 0.08, 0.16];
const points = LEVELS.map(emitting);

/*
 * What does the next GPU-hour cost? Emission goes from nothing to twice that of the flagship, of every issuance in step.
 * The world stays as it is, other users of the chain included: more emission is met by the same use, and the token is
 * worth less.
 */
export default defineScenario({
  title: "How many GPUs does how much emission keep on?",
  question:
    "In the year after demand has halved, how many more GPU-hours does each further USD of emission keep online?",
  ...clock,
  replications: 1,
  assets: { token: { decimals: 18 } },
  world,
  designs,
  control: "no token",
  sweep: {
    zip: Object.fromEntries(
      Object.keys(points[0]!).map((path) => [path, points.map((point) => point[path])]),
    ),
  },
  branches: shocked,
  headline,
  meant,
  whatIf,
  expect: claimsUpTo(Math.max(...LEVELS)),
});
