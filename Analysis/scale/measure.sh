#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What does a run cost, and what a task? Usage: Analysis/scale/measure.sh PROGRAM
#
# Processor time of sweeps by the local engine on one thread, runs saved and analysed; then one array of forty tasks on the
# Slurm of Tests/Slurm, whose jobs tell how long their parts took. Processor time is told where it can be, so that a busy
# machine changes little.
set -euo pipefail
program=$(realpath "$1")
cd "$(dirname "$0")/../.."
tests=$PWD/Tests/Slurm
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$tests"/crowd.world Worlds/ministry.world "$work"
cd "$work"
TIMEFORMAT='%U %S'

# cost NAME ARGUMENTS...: a row of the first table.
cost() {
  local seconds
  seconds=$({ time "$program" sweep "${@:2}" --store cost.store --quiet --threads 1 --format json > cost.json; } 2>&1)
  python3 - "$1" $seconds << 'PY'
import json, os, sys
runs, updates = (json.load(open("cost.json"))[name] for name in ("runs", "agentUpdates"))
seconds = float(sys.argv[2]) + float(sys.argv[3])
print(f"| {sys.argv[1]} | {updates // runs:,} | {runs:,} | {1e6 * seconds / runs:,.0f} | {updates / seconds / 1e6:,.0f} | {os.path.getsize('cost.store') / runs:,.0f} |")
PY
  rm -f cost.store*
}

echo "| runs of | agent updates of a run | runs measured | seconds for 10^6 | 10^6 updates a second | bytes of a run |"
echo "| --- | --- | --- | --- | --- | --- |"
cost "60 clerks, 600 steps" crowd.world --vary conformity=0...4/20 --vary conscience=0...6/10 --panel fragmentation=0,0.5 --replicates 48 --networks 12
cost "500 clerks, 300 steps" ministry.world --vary corrigibility=0...2/11 --vary conscience=0...6/11 --set clerks=500 --steps 300 --warmup 100 --replicates 32 --networks 16
cost "2000 clerks, 2000 steps" ministry.world --vary conscience=0...6/7 --replicates 32 --networks 16

export PATH=$PATH:/usr/sbin
if ! command -v slurmctld > /dev/null; then echo "no Slurm, no tasks" >&2; exit; fi
trap '"$tests/slurm.sh" stop "$work/daemons"; rm -rf "$work"' EXIT
"$tests/slurm.sh" start daemons
export SLURM_CONF=$work/daemons/slurm.conf
"$program" sweep crowd.world --vary conformity=0...4/20 --vary conscience=0...6/10 --panel fragmentation=0,0.5 --replicates 96 --networks 12 \
  --engine slurm --tasks 40 --store array.store --quiet
while [ -n "$(squeue -h)" ]; do sleep 1; done
python3 - << 'PY'
import glob, re, statistics
parts = {"plan": [], "runs": [], "shard": []}
sizes = []
for path in glob.glob("array.cluster/array-1/attempts/*"):
    text = open(path).read()
    for name in parts: parts[name].append(float(re.search(name + r" ([\d.e-]+) s", text)[1]))
    sizes.append(int(re.search(r"(\d+) bytes", text)[1]))
for name, values in parts.items(): print(f"{name}: median {statistics.median(values):.3f} s, most {max(values):.3f} s")
print(f"shards: {sum(sizes) / 1e6:.1f} MB")
PY
cat array.cluster/log/1-merge-*.txt
echo "start of the program: $( { time "$program" --version > /dev/null; } 2>&1) s (user, system)"
