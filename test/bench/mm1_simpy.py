"""M/M/1 with SimPy processes: arrivals at 0.8 a second, one server of rate 1, a process for each customer.

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
        self.waited = 0.0
        self.served = 0

    def customer(self):
        arrival = self.env.now
        with self.server.request() as request:
            yield request
            self.waited += self.env.now - arrival
            yield self.env.timeout(random.expovariate(SERVICE_RATE))
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
elapsed = time.perf_counter() - begin
assert station.served == customers
print(round(customers / elapsed))
