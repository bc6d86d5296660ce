#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What does a run cost, and what a task? Usage: Analysis/scale/measure.sh PROGRAM
#
# Processor time of sweeps by the local engine on one thread, runs saved and analysed; then larger sweeps of the same kinds on
# the Slurm of Tests/Slurm, whose jobs tell how long their parts took; at last what 10^9 runs take by that. PROGRAM is to be a
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

small=(crowd.world --vary conformity=0...4/20 --vary conscience=0...6/10 --panel fragmentation=0,0.5 --networks 12)
middle=(ministry.world --vary corrigibility=0...2/11 --vary conscience=0...6/11 --set clerks=500 --steps 300 --warmup 100 --networks 16)
large=(ministry.world --vary conscience=0...6/7 --networks 16)
echo "| runs of | agent updates of a run | runs measured | seconds for 10^6 | 10^6 updates a second | bytes of a run |"
echo "| --- | --- | --- | --- | --- | --- |"
cost "60 clerks, 600 steps" "${small[@]}" --replicates 48
cost "500 clerks, 300 steps" "${middle[@]}" --replicates 32
cost "2000 clerks, 2000 steps" "${large[@]}" --replicates 32

export PATH=$PATH:/usr/sbin
if ! command -v slurmctld > /dev/null; then echo "no Slurm, no tasks" >&2; exit; fi
trap '"$tests/slurm.sh" stop "$work/daemons"; rm -rf "$work"' EXIT
"$tests/slurm.sh" start daemons
export SLURM_CONF=$work/daemons/slurm.conf

# array NAME TASKS ARGUMENTS...: a sweep by arrays of tasks.
array() {
  "$program" sweep "${@:3}" --engine slurm --tasks "$2" --store "$1.store" --quiet > /dev/null
  while [ -n "$(squeue -h)" ]; do sleep 0.2; done
  [ "$(cat "$1.cluster/ending")" = complete ] || { echo "an array was not completed" >&2; exit 1; }
}

for turn in 1 2 3; do
  array "small-$turn" 40 "${small[@]}" --replicates 96
  array "middle-$turn" 8 "${middle[@]}" --replicates 64
done
array large-1 8 "${large[@]}" --replicates 512
start=$( { time "$program" --version > /dev/null; } 2>&1)
python3 - $start << 'PY'
import glob, math, re, statistics, sys

def seconds(pattern, paths):
    return [float(re.search(pattern + r" ([\d.e-]+) s", open(path).read())[1]) for path in paths]

def run_count(paths):
    return sum(int(re.search(r"published (\d+) runs", open(path).read())[1]) for path in paths)

attempts = glob.glob("small-?.cluster/array-1/attempts/*")
print(f"\n| part of a task with {run_count(attempts) / len(attempts):,.0f} runs | median | most |\n| --- | --- | --- |")
print(f"| start of the program, processor time | {float(sys.argv[1]) + float(sys.argv[2]):.3f} s | |")
for name, pattern in [("reading the plan, compiling the study", "plan"), ("runs", "s, runs"),
                      ("closing the shard, copying it, making sure of it, renaming", "shard")]:
    values = seconds(pattern, attempts)
    print(f"| {name} | {statistics.median(values):.3f} s | {max(values):.3f} s |")

# What the jobs after arrays took: all that they merged, and the last listing of each sweep, which sees every run.
rows = [line.rstrip("\n").split("\t") for line in open("costs")]
print("\n| 10^6 runs of | runs measured | arrays | merging, all arrays | listing, after every array |\n| --- | --- | --- | --- | --- |")
for row, kind in zip(rows, ["small", "middle", "large"]):
    merging, listing, runs, arrays = [], [], 0, 0
    for folder in glob.glob(f"{kind}-?.cluster"):
        runs = run_count(glob.glob(folder + "/array-*/attempts/*"))
        arrays = len(glob.glob(folder + "/array-*"))
        merging.append(sum(seconds(r"merged \d+ shards? in", glob.glob(folder + "/log/*-merge-*.txt"))) / runs)
        listing.append(seconds(r"listed .* in", glob.glob(f"{folder}/log/{arrays}-merge-*.txt"))[0] / runs)
    row += [statistics.median(merging), statistics.median(listing), arrays]
    print(f"| {row[0]} | {runs:,} | {arrays} | {1e6 * row[3]:.1f} s | {1e6 * row[4]:.1f} s |")
print()

def span(value):
    for unit, name in [(86_400, "d"), (3_600, "h"), (60, "min")]:
        if value >= (2 if unit > 3_600 else 1) * unit: return f"{value / unit:.1f} {name}"
    return f"{value:.0f} s"

print("| 10^9 runs of | core-hours | USD | tasks of five minutes | on 1,000 cores | store | merging | listing, after every array | the jobs after arrays |")
print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
for name, cost, size, merging, listing, arrays in rows:
    core = 1e9 * float(cost)
    tasks = math.ceil(core / 300)
    usd, store = core / 3600 * 0.04, float(size)
    size = f"{store:,.0f} GB" if store < 1000 else f"{store / 1000:,.1f} TB"
    print(f"| {name} | {core / 3600:,.0f} | {usd:,.{2 if usd < 10 else 0}f} | {tasks:,} | {span(max(300, core / 1000))}, on {min(tasks, 1000):,} "
          f"| {size} | {span(1e9 * merging)} | {span(1e9 * listing)} | {span(1e9 * (merging + arrays * listing))} |")
PY
