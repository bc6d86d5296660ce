#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Has the engine become slower? Instructions an agent update, counted by callgrind, over those of the fused C kernel.
#
#   Analysis/benchmarks/instructions.sh [--record]      ARENDT_PROGRAM=other/arendt measures another build
#
# A count does not depend on how busy the machine is, and a ratio cancels most of what a compiler's version does. Each
# ratio may exceed the one on record (instructions.csv) by 15 %: counts repeat within 0.1 %, so that the margin is there
# for other compilers alone, and whatever makes the engine a seventh slower shows. Both sides run at the same level, SSE2
# everywhere and AVX2 where the processor has it; valgrind knows no AVX-512. --record writes the ratios of this build.
set -euo pipefail
cd "$(dirname "$0")/../.."
margin=1.15
record=Analysis/benchmarks/instructions.csv
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export SWIFT_DETERMINISTIC_HASHING=1

if ! command -v valgrind > /dev/null; then
  echo "instructions.sh: valgrind is needed: apt-get install valgrind" >&2
  exit 64
fi
# Valgrind of Debian 12 cannot read the debugging information of Swift 6.
program=${ARENDT_PROGRAM:-$(swift build -c release --show-bin-path)/arendt}
strip -o "$scratch/arendt" "$program"
clang=${CC:-$(dirname "$(readlink -f "$(command -v swift)")")/clang}

# The analysis of a run takes a number of instructions that depends on its data (two peaks are sought until they are
# found); cheap steps are many, so that this is a few hundredths of their count.
#
# name, world, agents' parameter, agents, replicates, few steps, many steps
cases() {
  echo "heat-bath    Analysis/benchmarks/worlds/heat-bath.world     clerks      1000 64 25 225"
  echo "operations   Analysis/benchmarks/worlds/operations-12.world clerks      1000 64 25 225"
  echo "sequential   Analysis/benchmarks/worlds/sequential.world    clerks      1000 64 25 225"
  echo "single       Analysis/benchmarks/worlds/heat-bath.world     clerks    300000 1 2 6"
  echo "packed       Analysis/benchmarks/worlds/packed.world        clerks      1000 512 25 225"
  echo "ministry     Worlds/ministry.world                          clerks      1000 64 5 25"
  echo "sir          Analysis/benchmarks/worlds/sir.world           persons     1000 64 5 25"
  echo "logit        Analysis/benchmarks/worlds/logit.world         clerks      1000 64 5 25"
  echo "kuramoto     Analysis/benchmarks/worlds/kuramoto.world      oscillators 1000 64 5 25"
}

# The cases of a level: what AVX2 adds shows in the first four.
cases_at() { if [ "$1" = avx2 ]; then cases | head -n 4; else cases; fi; }

# Prints the instructions of a command.
count() {
  local log
  log=$(mktemp -p "$scratch")
  if ! valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" > /dev/null 2> "$log"; then
    cat "$log" >&2
    return 1
  fi
  sed -n 's/.*Collected : \([0-9]*\).*/\1/p' "$log"
}

# Prints `level,name,instructions an update`; what does not grow with the steps cancels.
engine() {
  local level=$1 name=$2 world=$3 parameter=$4 agents=$5 replicates=$6 steps_few=$7 steps_many=$8 few many
  export ARENDT_ISA=$level
  run() {
    count "$scratch/arendt" run "$world" --set "$parameter=$agents" --together-only --replicates "$replicates" \
      --networks 1 --threads 1 --warmup 1 --quiet --steps "$1"
  }
  few=$(run "$steps_few")
  many=$(run "$steps_many")
  awk -v l="$level" -v n="$name" -v d=$((many - few)) -v u=$(((steps_many - steps_few) * agents * replicates)) \
    'BEGIN { printf "%s,%s,%.4f\n", l, n, d / u }'
}
yardstick() {
  local level=$1 folder=.build/yardsticks/$1 few many
  drive() { count "$folder/drive" "$folder/lanes_vx_nofma.so" lanesx_u8_pf_64 1000 64 "$1"; }
  few=$(drive 5)
  many=$(drive 25)
  awk -v l="$level" -v d=$((many - few)) -v u=$((20 * 64000)) \
    'BEGIN { printf "%s,yardstick,%.4f\n", l, d / u }'
}

levels=sse2
if grep -qm 1 avx2 /proc/cpuinfo; then levels="sse2 avx2"; fi
for level in $levels; do
  make --silent --directory=Analysis/benchmarks/yardsticks OUT="$PWD/.build/yardsticks/$level" LEVEL="$level" CLANG="$clang"
done

export -f count engine yardstick
export scratch
{
  for level in $levels; do
    echo "yardstick $level"
    cases_at "$level" | sed "s/^/engine $level /"
  done
} | xargs -P "$(nproc)" -I{} bash -euo pipefail -c '{}' > "$scratch/counts"

# Ratios, in the order of the cases.
for level in $levels; do
  cases_at "$level" | while read -r name _; do
    awk -F, -v l="$level" -v n="$name" '
      $1 == l && $2 == "yardstick" { unit = $3 }
      $1 == l && $2 == n { found = $3 }
      END { if (unit == 0 || found == "") exit 1; printf "%s,%s,%.3f\n", l, n, found / unit }' "$scratch/counts"
  done
done > "$scratch/ratios"

if [ "${1:-}" = --record ]; then
  { echo "level,case,ratio"; cat "$scratch/ratios"; } > "$record"
  cat "$record"
  exit
fi
awk -F, -v margin=$margin '
  FNR == NR { recorded[$1 "," $2] = $3; next }
  {
    key = $1 "," $2
    word = "ok"
    if (!(key in recorded)) { word = "NOT ON RECORD"; failed = 1 }
    else if ($3 > margin * recorded[key]) { word = "SLOWER"; failed = 1 }
    else if ($3 * margin < recorded[key]) { word = "quicker: record it with --record" }
    printf "%-5s %-12s %8.3f of the fused C kernel, on record %8.3f  %s\n", $1, $2, $3, recorded[key], word
  }
  END { exit failed }' "$record" "$scratch/ratios"
