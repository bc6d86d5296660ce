#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# How is a record of all benchmarks made? One command on a quiet machine, about six minutes:
#
#   Analysis/benchmarks/record.sh 2026-11-21-zen5-2core
#
# writes that folder beside this script: the machine, the figures of every level, of the peers and of large worlds, and
# the page that sets them side by side. PYTHON names the interpreter that has the peers of PyPI, LARGEST the largest world.
set -euo pipefail
cd "$(dirname "$0")/../.."
if [ $# != 1 ]; then
  echo "usage: Analysis/benchmarks/record.sh DATE-MACHINE" >&2
  exit 64
fi
python=${PYTHON:-python3}
largest=${LARGEST:-100000000}
rounds=${ROUNDS:-21}
folder=Analysis/benchmarks/$1
mkdir -p "$folder"

swift build -c release --product arendt
program=$(swift build -c release --show-bin-path)/arendt

commands=()
note() { commands+=("$*"); echo "$*" >&2; }
best=
for level in sse2 avx2 avx512; do
  if ! ARENDT_ISA=$level "$program" --version > /dev/null 2>&1; then continue; fi
  best=$level
  note "ARENDT_ISA=$level arendt bench --rounds $rounds --format json"
  ARENDT_ISA=$level "$program" bench --rounds "$rounds" --format json --quiet > "$folder/bench-$level.json"
done
note "arendt bench --cases heat-bath,sequential --threads 2 --format json"
"$program" bench --cases heat-bath,sequential --threads 2 --format json --quiet > "$folder/threads.json"
note "Analysis/benchmarks/peers/run.sh"
PYTHON=$python Analysis/benchmarks/peers/run.sh > "$folder/peers.csv"
sizes() {
  note "Analysis/benchmarks/sizes.py arendt Analysis/benchmarks/worlds/heat-bath.world $*"
  "$python" Analysis/benchmarks/sizes.py "$program" Analysis/benchmarks/worlds/heat-bath.world "$@"
}
sizes 1 10000000 "$largest" > "$folder/sizes.csv"
sizes "$(nproc)" 10000000 "$largest" | tail -n +2 >> "$folder/sizes.csv"

{
  echo "date       $(date -u +%F)"
  echo "commit     $(git rev-parse --short HEAD)$(git diff --quiet HEAD -- Sources || echo ' with changes')"
  echo "processor  $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), family $(sed -n 's/^cpu family[^:]*: //p' /proc/cpuinfo | head -n 1)," \
    "model $(sed -n 's/^model[[:space:]]*: //p' /proc/cpuinfo | head -n 1)"
  echo "cores      $(nproc)"
  echo "memory     $(awk '/MemTotal/ { printf "%.0f GB", $2 / 1e6 }' /proc/meminfo)"
  echo "system     $(uname -sr), $(sed -n 's/^PRETTY_NAME="\(.*\)"/\1/p' /etc/os-release)"
  echo "compiler   $(swift --version 2> /dev/null | sed -nE 's/.*(Swift version [0-9.]+).*/\1/p' | head -n 1) and its clang"
  echo "best level $best"
  printf '%s\n' "${commands[@]}" | sed 's/^/command    /'
} > "$folder/machine.txt"
"$python" Analysis/benchmarks/page.py "$folder" > "$folder/README.md"
echo "written: $folder" >&2
