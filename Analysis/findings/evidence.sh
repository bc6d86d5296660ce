#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What do the findings rest on? The runs that confirmed them, robustness, attribution and transition, as `arendt run` and
# `arendt explain` print them, into evidence/NAME.txt; and the pictures, from the studies. Usage: evidence.sh PROGRAM [NAME...]
set -euo pipefail
program=$(realpath "${1:?usage: evidence.sh PROGRAM [NAME...]}")
shift
cd "$(dirname "$0")"
mkdir -p evidence
wanted=" $* "

# ask NAME COMMAND WORLD OPTION...: an answer with the command that gives it, added to evidence/NAME.txt.
ask() {
  local name=$1 command=$2 world=$3
  shift 3
  if [[ $wanted != "  " && $wanted != *" $name "* ]]; then return; fi
  if [[ $name != "${last:-}" ]]; then : > "evidence/$name.txt"; fi
  last=$name
  printf '$ arendt %s --quiet Worlds/%s.world %s\n\n' "$command" "$world" "$*" >> "evidence/$name.txt"
  "$program" "$command" --quiet "../../Worlds/$world.world" "$@" >> "evidence/$name.txt"
  printf '\n' >> "evidence/$name.txt"
}
confirm() { local name=$1 world=$2; shift 2; ask "$name" run "$world" --together-only "$@"; }
explain() { local name=$1 world=$2; shift 2; ask "$name" explain "$world" "$@"; }

# draw NAME OPTION...: NAME.png of NAME.study.
draw() {
  local name=$1 folder
  shift
  if [[ $wanted != "  " && $wanted != *" $name "* ]]; then return; fi
  folder=$(mktemp -d)
  "$program" sweep "$name.study" --quiet --store "$folder/$name.store" > /dev/null
  "$program" diagram "$folder/$name.store" --quiet --output "$folder/$name.png" "$@"
  mv "$folder/$name.png" .
  rm -r "$folder"
}

for values in 0 0.5 1 2 4 10; do
  confirm whistleblowers Obedience/whistleblowers --set clerks=2000 --set values=$values --seed 2027
done
explain whistleblowers Obedience/whistleblowers --set clerks=2000 --set values=4 --seed 2027 \
  --attribute persecution --robustness
explain whistleblowers Obedience/whistleblowers --seed 2027 --scale clerks=500,1000,2000 --vary values=0...10/21 \
  --measure persecution
draw whistleblowers --harm persecution

for inspection in 0.05 0.1 0.15 0.2 0.25 0.4; do
  confirm off-switch Obedience/off-switch --set agents_wanted=1000 --set colleagues=20 --set inspection=$inspection --seed 2027
done
for inspection in 0 0.05 0.1 0.2 0.4; do
  confirm off-switch Obedience/off-switch --set agents_wanted=1000 --set colleagues=20 --set values=0.05 \
    --set inspection=$inspection --seed 2027
done
explain off-switch Obedience/off-switch --set agents_wanted=1000 --set colleagues=20 --seed 2027 --attribute faults --robustness
explain off-switch Obedience/off-switch --set colleagues=20 --seed 2027 --scale agents_wanted=250,500,1000 \
  --vary inspection=0.2...0.45/11 --measure faults --steps 30000 --warmup 8000
draw off-switch

for humanity in 0 0.3 0.4 0.5 1; do
  confirm principals Obedience/principals --set agents_wanted=1000 --set humanity=$humanity --seed 2027
done
for humanity in 0.2 0.3 0.4 0.5; do
  confirm principals Obedience/principals --set agents_wanted=1000 --set humanity=$humanity --seed 2027 --steps 50000 \
    --warmup 49000 --replicates 64 --networks 64
done
explain principals Obedience/principals --set agents_wanted=1000 --seed 2027 --attribute harm_done --robustness
explain principals Obedience/principals --set agents_wanted=1000 --set humanity=0.4 --seed 2027 --robustness
explain principals Obedience/principals --seed 2027 --scale agents_wanted=250,500,1000 --vary humanity=0.05...0.3/11 \
  --measure harm_done --steps 30000 --warmup 8000
draw principals

for point in "0.15 0" "0.2 0" "0.3 0" "0.5 0.5" "1 0.75" "2 1" "2.5 1"; do
  for steps in 600 6000; do
    confirm solidarity ministry --set clerks=4000 --set solidarity="${point% *}" --set obeying_first="${point#* }" \
      --steps $steps --warmup $((steps / 2)) --replicates 8 --networks 8 --seed 2027
  done
done
for start in 0 1; do
  explain solidarity ministry --set clerks=4000 --set solidarity=1 --set obeying_first=$start --steps 600 --warmup 300 \
    --replicates 16 --seed 2027 --attribute complicity --robustness
done
explain solidarity ministry --set clerks=4000 --steps 600 --replicates 16 --seed 2027 --release solidarity=2@200
explain solidarity ministry --seed 2027 --scale clerks=500,1000,2000,4000 --vary solidarity=0...0.4/17 \
  --measure complicity --steps 3000 --warmup 1500 --replicates 32
draw solidarity

for evidence in 0.6 1.2 1.8; do
  for share in 0.4 0.6; do
    for start in 0.1 0.9; do
      confirm rhetoric Oversight/debate --set judges=2000 --set evidence=$evidence --set rhetoric_at_start=$start \
        --set rhetoric="$(awk "BEGIN { print $share * $evidence }")" --steps 2000 --warmup 1500 --seed 2026
    done
  done
done
for knowledge in -1 1 2 3; do
  for rhetoric in 0.24 0.36; do
    confirm rhetoric Oversight/debate --set judges=2000 --set knowledge=$knowledge --set evidence=0.6 --set rhetoric=$rhetoric \
      --steps 2000 --warmup 1500 --replicates 8 --networks 8 --seed 2026
  done
done
explain rhetoric Oversight/debate --set judges=2000 --set rhetoric=1 --seed 2026 --attribute error --robustness
explain rhetoric Oversight/debate --seed 2026 --scale judges=125,250,500,1000 --vary rhetoric=0.2...0.8/13 \
  --measure error --steps 12000 --warmup 4000 --replicates 48
draw rhetoric

for point in "0.8 5" "0.8 8" "1.3 36" "1.3 58"; do
  confirm colleagues Obedience/off-switch --set agents_wanted=2000 --set corrigibility="${point% *}" \
    --set colleagues="${point#* }" --seed 2026
done
explain colleagues Obedience/off-switch --set agents_wanted=2000 --seed 2026 --attribute faults --robustness
explain colleagues Obedience/off-switch --seed 2026 --scale agents_wanted=250,500,1000 --vary colleagues=4...24/21 \
  --measure faults --steps 1600
draw colleagues --overlay "predicted=colleagues-predicted.csv"

for talk in 0.5 1.4 2.3; do
  confirm talk Norms/pluralism --set population=2000 --set talk=$talk --seed 2026
done
for campaign in 2.5 4; do
  for talk in 0.5 1.4 2.3 3; do
    confirm talk Norms/pluralism --set population=2000 --set campaign=$campaign --set talk=$talk --seed 2026
  done
done
explain talk Norms/pluralism --set population=2000 --set talk=1.4 --seed 2026 --attribute wrong --robustness
explain talk Norms/pluralism --seed 2026 --scale population=200,400,800 --vary talk=0.5...1.4/11 \
  --measure wrong --steps 8000 --warmup 4000
draw talk
