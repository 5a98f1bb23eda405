import type { Template } from "./template.ts";

export const gpuMarket: Template = {
  summary: "machines of three owners, jobs of two classes: posted prices against an auction for each job",
  body: (file) => `question: Should machines post their prices, or bid for each job?

seed: 1
until: 30d
# The market is empty at the start: what happens before is left out of summaries.
warmUp: 5d
sample: 1d

# Mechanisms that every design shares.
world:
  # A row for each lot of machines that are alike; usd_per_gpu_hour is the least that they run for. throughput: how many
  # times as fast as the GPU that jobs are measured on. The rows may stand in a file: machines: machines.csv
  - supply/fleet:
      machines:
        - { provider: Alice, count: 6, gpus: 1, kind: RTX 4090, memory_gb: 24, throughput: 1.86, region: US, usd_per_gpu_hour: 0.30 }
        - { provider: Bela, count: 2, gpus: 8, kind: RTX 3090, memory_gb: 24, throughput: 1, region: DE, usd_per_gpu_hour: 0.15 }
        - { provider: Chen, count: 1, gpus: 8, kind: A100, memory_gb: 80, throughput: 2.5, region: CN, usd_per_gpu_hour: 0.60 }
      regions:
        - { region: US, usd_per_kwh: 0.12, gco2e_per_kwh: 384 }
        - { region: DE, usd_per_kwh: 0.20, gco2e_per_kwh: 381 }
        - { region: CN, usd_per_kwh: 0.09, gco2e_per_kwh: 582 }
  # Jobs a day. A class fills in sizes, memory and durations: orrery explain demand/jobs lists them.
  - demand/jobs: { class: training, rate: 150 }
  # A mechanism may stand here twice: \`as\` names the instance, and its measures carry the name in brackets.
  - demand/jobs: { class: rendering, rate: 60 }
    as: studios
  # Takes a job's price when it starts, pays owners as work accrues, refunds what was not delivered.
  - contracts/escrow

# What is compared: each design is added to the world. More markets: orrery list pricing
designs:
  posted prices:
    - pricing/posted
  auction:
    - pricing/reverse-auction

# What tables and findings begin with. All that is measured: orrery run ${file} --all-measures
measures:
  - gpu.utilisation
  - gpu.paidUsdPerGpuHour
  - jobs.waitP95
  - customers.surplusUsd
  - providers.margin

# Claims about the results, checked by: orrery check ${file}
expect:
  nobody's money is left in escrow: { atEnd: contracts.escrowUsd == 0 }
  nobody is paid less than the least: { summary: gpu.paidUsdPerGpuHour >= 0.15 }
  an auction makes GPU-hours cheaper: { compare: "[auction].gpu.paidUsdPerGpuHour < [posted prices].gpu.paidUsdPerGpuHour" }
  and keeps more of them busy: { compare: "[auction].gpu.utilisation > [posted prices].gpu.utilisation" }
  posted prices need no wait: { compare: "[posted prices].jobs.waitP95 < [auction].jobs.waitP95" }

# How sure that is: orrery compare ${file}
# What more work would change: orrery sweep ${file}
sweep:
  grid:
    demand/jobs.rate: [75, 150, 300]
`,
};
