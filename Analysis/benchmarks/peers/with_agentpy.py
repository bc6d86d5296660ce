# SPDX-License-Identifier: GPL-3.0-or-later
"""AgentPy: an object an agent, decide and then act."""
import math

import agentpy

from heat_bath import AGENTS, COUPLING, FIELD, NOISE, leanings, links, processor_time, tell


class Clerk(agentpy.Agent):
    def setup(self):
        self.acts = self.will_act = self.model.random.random() < 0.5

    def decide(self):
        around = sum(clerk.acts for clerk in self.neighbours) / len(self.neighbours)
        pull = self.leaning + FIELD + COUPLING * (2 * around - 1)
        self.will_act = self.model.random.random() < 1 / (1 + math.exp(-pull / NOISE))

    def act(self):
        self.acts = self.will_act


class Office(agentpy.Model):
    def setup(self):
        self.clerks = agentpy.AgentList(self, AGENTS, Clerk)
        clerks = list(self.clerks)
        for clerk, leaning, row in zip(clerks, leanings(), links()):
            clerk.leaning = leaning
            clerk.neighbours = [clerks[other] for other in row]

    def step(self):
        self.clerks.decide()
        self.clerks.act()


steps = 10
office = Office({"steps": 5 + steps, "seed": 2})
office.sim_setup()
for _ in range(5):
    office.sim_step()
start = processor_time()
for _ in range(steps):
    office.sim_step()
taken = processor_time() - start
tell("AgentPy", agentpy.__version__, AGENTS * steps, taken, sum(c.acts for c in office.clerks) / AGENTS)
