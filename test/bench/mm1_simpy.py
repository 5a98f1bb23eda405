"""M/M/1 with SimPy processes: arrivals at 0.8 a second, one server of rate 1, a process for each customer.

It records what the mechanisms of mm1.ts record: waits and stays with quantiles of the waits, customers in the system
and busy servers over time.

Usage: mm1_simpy.py <customers>; prints customers per second of computing.
"""

import random
import sys
import time

import simpy

ARRIVAL_RATE = 0.8
SERVICE_RATE = 1.0


class Station:
    def __init__(self, env):
        self.env = env
        self.server = simpy.Resource(env, capacity=1)
        self.waits = []
        self.stayed = 0.0
        self.served = 0
        self.in_system = 0
        self.busy = 0
        self.changed = 0.0
        self.customer_seconds = 0.0
        self.busy_seconds = 0.0

    def pass_time(self):
        elapsed = self.env.now - self.changed
        self.customer_seconds += self.in_system * elapsed
        self.busy_seconds += self.busy * elapsed
        self.changed = self.env.now

    def customer(self):
        arrival = self.env.now
        self.pass_time()
        self.in_system += 1
        with self.server.request() as request:
            yield request
            self.waits.append(self.env.now - arrival)
            self.pass_time()
            self.busy += 1
            yield self.env.timeout(random.expovariate(SERVICE_RATE))
            self.pass_time()
            self.busy -= 1
            self.in_system -= 1
        self.stayed += self.env.now - arrival
        self.served += 1

    def source(self, customers):
        for _ in range(customers):
            yield self.env.timeout(random.expovariate(ARRIVAL_RATE))
            self.env.process(self.customer())


random.seed(1)
customers = int(sys.argv[1])
env = simpy.Environment()
station = Station(env)
env.process(station.source(customers))
begin = time.perf_counter()
env.run()
waits = sorted(station.waits)
median, tail = waits[len(waits) // 2], waits[len(waits) * 95 // 100]
elapsed = time.perf_counter() - begin
assert station.served == customers
print(round(customers / elapsed))
