# SPDX-License-Identifier: GPL-3.0-or-later
"""graph-tool (C++): IsingGlauberState, all at once and one at a time, on one thread.

Its spins are -1 and 1 and its chance is 1 / (1 + exp(-2 beta (h + sum w s))): h and w are halved, and w is divided by
the degree of the reader. The degree differs between the ends of a link, so links are directed, each with its own weight.
"""
import warnings

warnings.filterwarnings("ignore")
import graph_tool
import graph_tool.dynamics
import numpy as np

from heat_bath import AGENTS, COUPLING, FIELD, NOISE, leanings, links, processor_time, rows, tell

graph_tool.openmp_set_num_threads(1)
offsets, targets = rows(links())
readers = np.repeat(np.arange(AGENTS), np.diff(offsets))
graph = graph_tool.Graph(directed=True)
graph.add_vertex(AGENTS)
# An agent is moved by those whose links lead to it.
graph.add_edge_list(np.stack([targets, readers], axis=1))
weight = graph.new_ep("double", vals=COUPLING / NOISE / 2 / np.diff(offsets)[readers])
field = graph.new_vp("double", vals=(leanings() + FIELD) / NOISE / 2)

for name, steps in (("iterate_sync", 300), ("iterate_async", 100)):
    spins = np.where(np.random.default_rng(2).random(AGENTS) < 0.5, 1, -1)
    state = graph_tool.dynamics.IsingGlauberState(
        graph, beta=1.0, w=weight, h=field, s=graph.new_vp("int32_t", vals=spins))
    # One iteration is a step of all agents, or the update of a single one.
    count = steps if name == "iterate_sync" else steps * AGENTS
    getattr(state, name)(niter=count // 10)
    start = processor_time()
    getattr(state, name)(niter=count)
    taken = processor_time() - start
    tell(f"graph-tool {name}", graph_tool.__version__.split()[0], AGENTS * steps, taken,
         (state.s.a.mean() + 1) / 2)
