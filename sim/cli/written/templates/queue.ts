import type { Template } from "./template.ts";

export const queue: Template = {
  summary: "customers, servers and a line, beside what queueing theory knows of them",
  body: (file) => `question: Is one fast server better than four slow ones?

seed: 1
until: 20d
# The line is empty at the start: what happens before is left out of summaries.
warmUp: 1h
sample: 1d

# Nothing is shared but luck: customers come at the same times in both designs, with the same work.
world: []

# What is compared. Both carry the same load: arrivals a second times seconds of service, over servers, is 0.8.
designs:
  one fast:
    - demand/poisson: { arrivalRate: 0.05, meanService: 16 }
    - supply/servers: { servers: 1 }
  four slow:
    - demand/poisson: { arrivalRate: 0.05, meanService: 64 }
    - supply/servers: { servers: 4 }

# What tables and findings begin with.
measures: [customers.stay, customers.wait, customers.inSystem, servers.utilisation]

# Claims about the results, checked by: orrery check ${file}
expect:
  # M/M/1: load / (1 - load) = 4 customers. Of a run this long the mean is off by 0.07 as often as not.
  the one server has 4 customers in the mean: { summary: abs(customers.inSystem - 4) <= 0.5, design: one fast }
  # M/M/4, by Erlang C: 5.59.
  the four have 5.59: { summary: abs(customers.inSystem - 5.59) <= 0.5, design: four slow }
  both are as busy: { compare: "abs([one fast].servers.utilisation - [four slow].servers.utilisation) < 0.001" }
  the fast one is left sooner: { compare: "[one fast].customers.stay < [four slow].customers.stay" }
  although one waits longer for it: { compare: "[one fast].customers.wait > [four slow].customers.wait" }

# How sure that is: orrery compare ${file}
# Regular or erratic service (0: all alike, 1: exponential, 4: a few very long): orrery sweep ${file}
sweep:
  grid:
    demand/poisson.squaredVariation: [0, 1, 4]
`,
};
