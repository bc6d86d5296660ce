# SPDX-License-Identifier: GPL-3.0-or-later
"""numba: the loop one would write, compiled; one world."""
import math

import numba
import numpy as np

from heat_bath import AGENTS, COUPLING, FIELD, NOISE, leanings, links, processor_time, rows, tell


@numba.njit(fastmath=True)
def run(offsets, targets, leaning, field, coupling, noise, steps, seed):
    np.random.seed(seed)
    now = (np.random.random(leaning.size) < 0.5).astype(np.uint8)
    then = now.copy()
    for _ in range(steps):
        for agent in range(leaning.size):
            count = 0
            for link in range(offsets[agent], offsets[agent + 1]):
                count += now[targets[link]]
            around = count / (offsets[agent + 1] - offsets[agent])
            pull = leaning[agent] + field + coupling * (2 * around - 1)
            then[agent] = np.random.random() < 1 / (1 + math.exp(-pull / noise))
        now, then = then, now
    return now


offsets, targets = rows(links())
run(offsets, targets, leanings(), FIELD, COUPLING, NOISE, 1, 1)
steps = 500
start = processor_time()
acts = run(offsets, targets, leanings(), FIELD, COUPLING, NOISE, steps, 2)
tell("numba", numba.__version__, AGENTS * steps, processor_time() - start, acts.mean())
