# SPDX-License-Identifier: GPL-3.0-or-later
"""Mesa: an object an agent, decide and then act."""
import math

import mesa

from heat_bath import AGENTS, COUPLING, FIELD, NOISE, leanings, links, processor_time, tell

# The seed was renamed in Mesa 3.3.
SEED = "rng" if tuple(map(int, mesa.__version__.split(".")[:2])) >= (3, 3) else "seed"


class Clerk(mesa.Agent):
    def __init__(self, model, leaning):
        super().__init__(model)
        self.leaning = leaning
        self.acts = self.will_act = model.random.random() < 0.5

    def decide(self):
        around = sum(clerk.acts for clerk in self.neighbours) / len(self.neighbours)
        pull = self.leaning + FIELD + COUPLING * (2 * around - 1)
        self.will_act = self.model.random.random() < 1 / (1 + math.exp(-pull / NOISE))

    def act(self):
        self.acts = self.will_act


class Office(mesa.Model):
    def __init__(self):
        super().__init__(**{SEED: 2})
        clerks = [Clerk(self, leaning) for leaning in leanings()]
        for clerk, row in zip(clerks, links()):
            clerk.neighbours = [clerks[other] for other in row]

    def step(self):
        self.agents.do("decide")
        self.agents.do("act")


office = Office()
for _ in range(5):
    office.step()
steps = 10
start = processor_time()
for _ in range(steps):
    office.step()
taken = processor_time() - start
tell("Mesa", mesa.__version__, AGENTS * steps, taken, sum(c.acts for c in office.agents) / AGENTS)
