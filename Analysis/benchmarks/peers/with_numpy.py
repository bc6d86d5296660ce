# SPDX-License-Identifier: GPL-3.0-or-later
"""NumPy and SciPy: one world as a sparse product, and 64 replicates side by side as columns."""
import numpy as np
import scipy.sparse

from heat_bath import AGENTS, COUPLING, FIELD, NOISE, leanings, links, processor_time, rows, tell

offsets, targets = rows(links())
degrees = np.diff(offsets).astype(np.float32)
ones = np.ones(len(targets), np.float32)
adjacency = scipy.sparse.csr_matrix((ones, targets, offsets), shape=(AGENTS, AGENTS))


def run(replicates, steps):
    rng = np.random.default_rng(2)
    shape = (AGENTS,) if replicates == 1 else (AGENTS, replicates)
    column = (slice(None),) if replicates == 1 else (slice(None), None)
    field = (leanings() + FIELD).astype(np.float32)[column]
    degree = degrees[column]
    acts = (rng.random(shape, np.float32) < 0.5).astype(np.float32)

    def step(acts):
        around = (adjacency @ acts) / degree
        chance = 1 / (1 + np.exp(-(field + np.float32(COUPLING) * (2 * around - 1)) / np.float32(NOISE)))
        return (rng.random(shape, np.float32) < chance).astype(np.float32)

    acts = step(acts)
    start = processor_time()
    for _ in range(steps):
        acts = step(acts)
    return AGENTS * replicates * steps, processor_time() - start, acts.mean()


tell("NumPy and SciPy: one world", np.__version__, *run(1, 200))
tell("NumPy and SciPy: 64 replicates", np.__version__, *run(64, 20))
