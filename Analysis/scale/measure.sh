#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What does a run cost, and what a task? Usage: Analysis/scale/measure.sh PROGRAM
#
# Processor time of sweeps by the local engine on one thread, runs saved and analysed; then three arrays of forty tasks on the
# Slurm of Tests/Slurm, whose jobs tell how long their parts took; at last what 10^9 runs take by that. PROGRAM is to be a
# release build. Processor time is told where it can be, so that a busy machine changes little.
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
size = os.path.getsize("cost.store") / runs
with open("costs", "a") as costs: print(sys.argv[1], seconds / runs, size, sep="\t", file=costs)
print(f"| {sys.argv[1]} | {updates // runs:,} | {runs:,} | {1e6 * seconds / runs:,.0f} | {updates / seconds / 1e6:,.0f} | {size:,.0f} |")
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
for turn in 1 2 3; do
  "$program" sweep crowd.world --vary conformity=0...4/20 --vary conscience=0...6/10 --panel fragmentation=0,0.5 \
    --replicates 96 --networks 12 --engine slurm --tasks 40 --store "array$turn.store" --quiet > /dev/null
  while [ -n "$(squeue -h)" ]; do sleep 0.2; done
  [ "$(cat "array$turn.cluster/ending")" = complete ] || { echo "an array was not completed" >&2; exit 1; }
done
start=$( { time "$program" --version > /dev/null; } 2>&1)
python3 - $start << 'PY'
import glob, math, re, statistics, sys

def seconds(pattern, paths):
    return [float(re.search(pattern + r" ([\d.e-]+) s", open(path).read())[1]) for path in glob.glob(paths)]

attempts, merges = "array?.cluster/array-1/attempts/*", "array?.cluster/log/1-merge-*.txt"
runs = sum(int(re.search(r"published (\d+) runs", open(path).read())[1]) for path in glob.glob(attempts)) / 3
print(f"\n| part of a task with {runs / 40:,.0f} runs | median | most |\n| --- | --- | --- |")
print(f"| start of the program, processor time | {float(sys.argv[1]) + float(sys.argv[2]):.3f} s | |")
for name, pattern in [("reading the plan, compiling the study", "plan"), ("runs", "s, runs"),
                      ("closing the shard, copying it, making sure of it, renaming", "shard")]:
    values = seconds(pattern, attempts)
    print(f"| {name} | {statistics.median(values):.3f} s | {max(values):.3f} s |")
merging = statistics.median(seconds(r"merged 40 shards in", merges)) / runs
listing = statistics.median(seconds(r"listed .* in", merges)) / runs
print(f"\n10^6 runs: merging {1e6 * merging:.1f} s, listing {1e6 * listing:.1f} s after every array\n")

def span(value):
    for unit, name in [(86_400, "d"), (3_600, "h"), (60, "min")]:
        if value >= (2 if unit > 3_600 else 1) * unit: return f"{value / unit:.1f} {name}"
    return f"{value:.0f} s"

print("| 10^9 runs of | core-hours | USD | tasks of five minutes | on 1,000 cores | store | merging | listing, after every array |")
print("| --- | --- | --- | --- | --- | --- | --- | --- |")
for line in open("costs"):
    name, cost, size = line.rstrip("\n").split("\t")
    core = 1e9 * float(cost)
    tasks = math.ceil(core / 300)
    print(f"| {name} | {core / 3600:,.0f} | {core / 3600 * 0.04:,.2f} | {tasks:,} | {span(max(300, core / 1000))}, on {min(tasks, 1000):,} "
          f"| {float(size):,.0f} GB | {span(1e9 * merging)} | {span(1e9 * listing)} |")
PY
