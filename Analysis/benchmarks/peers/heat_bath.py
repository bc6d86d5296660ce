# SPDX-License-Identifier: GPL-3.0-or-later
"""What is the work, and how is it told? The heat-bath rule on a small world, the same for every peer.

N agents on a Watts-Strogatz network of mean degree 10 and rewiring 0.1, conduct 0 or 1, leanings h_i in -1/2...1/2:

    P(act) = 1 / (1 + exp(-(h_i + H + J (2 m_i - 1)) / T)),   m_i = share of neighbours acting

with H = 0.4, J = 0.6, T = 1: the first cell of the case 'heat-bath' of `arendt bench`. The checked answer is the mean
conduct at the end.
"""
import resource
import sys

import numpy as np

AGENTS, DEGREE, REWIRING = 10_000, 10, 0.1
FIELD, COUPLING, NOISE = 0.4, 0.6, 1.0
# Stationary mean conduct (64 replicates of worlds/heat-bath.world), and how far one world may be from it: six standard
# errors of 10^4 agents.
MEAN, TOLERANCE = 0.6328, 0.035


def processor_time():
    """Seconds that the processor worked for this program, system calls included."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def leanings():
    return np.mod(0.618034 * np.arange(AGENTS), 1) - 0.5


def links(seed=1):
    """Links of a small world: a ring whose links are rewired at one end, neither looped nor doubled."""
    rng = np.random.default_rng(seed)
    ends = [set() for _ in range(AGENTS)]
    for distance in range(1, DEGREE // 2 + 1):
        for agent in range(AGENTS):
            ends[agent].add((agent + distance) % AGENTS)
            ends[(agent + distance) % AGENTS].add(agent)
    for distance in range(1, DEGREE // 2 + 1):
        for agent in np.flatnonzero(rng.random(AGENTS) < REWIRING):
            agent, old = int(agent), (int(agent) + distance) % AGENTS
            new = int(rng.integers(AGENTS))
            if old in ends[agent] and new != agent and new not in ends[agent]:
                ends[agent].remove(old)
                ends[old].remove(agent)
                ends[agent].add(new)
                ends[new].add(agent)
    return [sorted(row) for row in ends]


def rows(neighbours):
    """The links as compressed rows: offsets and targets."""
    offsets = np.zeros(AGENTS + 1, np.int64)
    offsets[1:] = np.cumsum([len(row) for row in neighbours])
    return offsets, np.concatenate([np.array(row) for row in neighbours])


def tell(peer, version, updates, seconds, mean):
    """Prints one row: peer, version, agent updates a second of processor time, mean conduct."""
    if not abs(mean - MEAN) <= TOLERANCE:
        sys.exit(f"{peer}: the mean conduct is {mean:.4f}, not {MEAN} within {TOLERANCE}")
    print(f"{peer},{version},{updates / seconds:.4g},{mean:.4f}", flush=True)
