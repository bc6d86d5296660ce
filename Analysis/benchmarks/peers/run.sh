#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# How fast are others on the same work? One row a peer on standard output; what is not installed is said and left out.
#
#   Analysis/benchmarks/peers/run.sh > peers.csv
#
# NumPy, SciPy, numba, Mesa and AgentPy come from PyPI (PYTHON names their interpreter), graph-tool from Debian
# (python3-graph-tool, for the system's /usr/bin/python3). Every peer runs on one thread.
set -euo pipefail
cd "$(dirname "$0")"
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1 NUMBA_NUM_THREADS=1 PYTHONDONTWRITEBYTECODE=1
python=${PYTHON:-python3}
system=${SYSTEM_PYTHON:-/usr/bin/python3}

echo "peer,version,updatesPerSecond,mean"
for peer in numpy numba mesa agentpy; do
  if "$python" -c "import $peer" 2> /dev/null; then
    "$python" "with_$peer.py"
  else
    echo "$peer is not installed: pip install numpy scipy numba mesa agentpy" >&2
  fi
done
if "$system" -c "import graph_tool" 2> /dev/null; then
  "$system" with_graph_tool.py
else
  echo "graph-tool is not installed: apt-get install python3-graph-tool" >&2
fi
