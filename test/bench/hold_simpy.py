"""Hold model with SimPy processes: each waits an Exp(1) time, again and again.

Usage: hold_simpy.py <pending> <warm-up events> <measured events>; prints events per second.
"""

import math
import sys
import time

import simpy


class Increments:
    """The same generator as in hold.ts and hold.cpp."""

    def __init__(self):
        self.quantiles = [-math.log((i + 0.5) / 4096) for i in range(4096)]
        self.state = 1
        self.drawn = 0

    def next(self):
        self.state = (self.state * 1664525 + 1013904223) & 0xFFFFFFFF
        self.drawn += 1
        return self.quantiles[self.state >> 20]


def hold(env, increments):
    while True:
        yield env.timeout(increments.next())


pending, warm_up, measured = (int(argument) for argument in sys.argv[1:])
env = simpy.Environment()
increments = Increments()
for _ in range(pending):
    env.process(hold(env, increments))
# Each process draws once a second on average: events are timed by the seconds they take, then counted by the draws.
env.run(until=warm_up / pending)
drawn = increments.drawn
begin = time.perf_counter()
env.run(until=env.now + measured / pending)
print(round((increments.drawn - drawn) / (time.perf_counter() - begin)))
