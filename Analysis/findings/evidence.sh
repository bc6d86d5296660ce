#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What do the findings rest on? Robustness, attribution and transition of each, as `arendt explain` prints them, into
# evidence/NAME.txt. Usage: evidence.sh PROGRAM [NAME...]
set -euo pipefail
program=$(realpath "${1:?usage: evidence.sh PROGRAM [NAME...]}")
shift
cd "$(dirname "$0")"
mkdir -p evidence
wanted=" $* "

# explain NAME WORLD OPTION...: the answer of one part, with the command that gives it, added to evidence/NAME.txt.
explain() {
  local name=$1 world=$2
  shift 2
  if [[ $wanted != "  " && $wanted != *" $name "* ]]; then return; fi
  if [[ $name != "${last:-}" ]]; then : > "evidence/$name.txt"; fi
  last=$name
  printf '$ arendt explain --quiet Worlds/%s.world %s\n\n' "$world" "$*" >> "evidence/$name.txt"
  "$program" explain --quiet "../../Worlds/$world.world" "$@" >> "evidence/$name.txt"
  printf '\n' >> "evidence/$name.txt"
}

explain whistleblowers Obedience/whistleblowers --set clerks=2000 --set values=4 --seed 2027 \
  --attribute persecution --robustness
explain whistleblowers Obedience/whistleblowers --seed 2027 --scale clerks=500,1000,2000 --vary values=0...10/21 \
  --measure persecution

explain off-switch Obedience/off-switch --set agents_wanted=1000 --set colleagues=20 --seed 2027 --attribute faults --robustness
explain off-switch Obedience/off-switch --set colleagues=20 --seed 2027 --scale agents_wanted=250,500,1000 \
  --vary inspection=0.2...0.45/11 --measure faults --steps 30000 --warmup 8000

explain principals Obedience/principals --set agents_wanted=1000 --seed 2027 --attribute harm_done --robustness
explain principals Obedience/principals --seed 2027 --scale agents_wanted=250,500,1000 --vary humanity=0.05...0.3/11 \
  --measure harm_done --steps 30000 --warmup 8000

for start in 0 1; do
  explain solidarity ministry --set clerks=4000 --set solidarity=1 --set obeying_first=$start --steps 600 --warmup 300 \
    --replicates 16 --seed 2027 --attribute complicity --robustness
done
explain solidarity ministry --set clerks=4000 --steps 600 --replicates 16 --seed 2027 --release solidarity=2@200
explain solidarity ministry --seed 2027 --scale clerks=500,1000,2000,4000 --vary solidarity=0...0.4/17 \
  --measure complicity --steps 3000 --warmup 1500 --replicates 32

explain rhetoric Oversight/debate --set judges=2000 --set rhetoric=1 --seed 2026 --attribute error --robustness
explain rhetoric Oversight/debate --seed 2026 --scale judges=125,250,500,1000 --vary rhetoric=0.2...0.8/13 \
  --measure error --steps 12000 --warmup 4000 --replicates 48

explain colleagues Obedience/off-switch --set agents_wanted=2000 --seed 2026 --attribute faults --robustness
explain colleagues Obedience/off-switch --seed 2026 --scale agents_wanted=250,500,1000 --vary colleagues=4...24/21 \
  --measure faults --steps 1600

explain talk Norms/pluralism --set population=2000 --set talk=1.4 --seed 2026 --attribute wrong --robustness
explain talk Norms/pluralism --seed 2026 --scale population=200,400,800 --vary talk=0.5...1.4/11 \
  --measure wrong --steps 8000 --warmup 4000
