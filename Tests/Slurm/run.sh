#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Does a cluster make what one machine makes, whatever happens to it? Usage: Tests/Slurm/run.sh
#
# A real Slurm with two nodes is started on this machine and stopped at the end. Several hundred cells, a study that is
# refined, one whose warm-ups are found and one with cells that fail are swept by it and by the local engine: exports must be
# the same bytes, and the tasks must have published every run once, though two commands are given at once. A sweep on this
# machine takes over what tasks have published. Then, in one array, a node loses its power, a task is cancelled and a task
# exceeds its time; and at last the shared folder is full, and then the disks of the machines. Tasks that something is to
# happen to stop themselves when they have begun, so that nothing depends on how fast this machine is. ARENDT names the
# program, else it is the debug build. Without Slurm nothing is tested, and that is said. Files stay in .build/slurm where
# something differs.
set -euo pipefail
cd "$(dirname "$0")/../.."
export PATH=$PATH:/usr/sbin:/sbin
for command in sbatch slurmctld slurmd; do
  command -v $command > /dev/null && continue
  echo "slurm: skipped, there is no '$command' here (apt-get install slurmctld slurmd slurm-client)" >&2
  exit 0
done
if [ -z "${ARENDT:-}" ]; then
  ARENDT=$(swift build --show-bin-path)/arendt
  [ -x "$ARENDT" ] || swift build --product arendt >&2
fi
tests=$PWD/Tests/Slurm
# Names that a script has to quote.
work=$PWD/.build/slurm/it\'s\ 100%
gate=$work/gate
daemons=$PWD/.build/slurm/daemons
for place in full.cluster tight; do
  if mountpoint -q "$work/$place"; then umount "$work/$place"; fi
done
rm -rf .build/slurm
mkdir -p "$work" "$gate"
unset "${!SBATCH_@}" "${!SLURM_@}"

fail() {
  echo "slurm: $1; files are in $work" >&2
  exit 1
}

say() { echo "slurm: $1 ($((SECONDS)) s)" >&2; }

stop() {
  for place in full.cluster tight; do
    if mountpoint -q "$work/$place"; then umount -l "$work/$place"; fi
  done
  "$tests/slurm.sh" stop "$daemons"
}

trap stop EXIT
"$tests/slurm.sh" start "$daemons" || fail "Slurm does not start: $(tail -n 5 "$daemons"/log/*.log)"
export SLURM_CONF=$daemons/slurm.conf
cp "$tests"/*.study "$tests"/*.world "$work"
cd "$work"
say "two nodes are idle"
endings=(csv nc)
if command -v gnuplot > /dev/null; then endings+=(svg); fi

# field FILE NAME: the value of a member of a JSON object.
field() { python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$1" "$2"; }

# local STUDY [OPTION...]: sweeps on this machine, and exports.
local_sweep() {
  local status=0
  "$ARENDT" sweep "$1.study" --store "$1-local.store" --quiet --format json "${@:2}" > "$1-local.json" 2> "$1-local.words" || status=$?
  [ $status = 0 ] || { [ $status = 2 ] && [ "$(field "$1-local.json" failed)" -gt 0 ]; } ||
    fail "the local sweep of '$1' ended with status $status: $(cat "$1-local.words")"
  export_all "$1-local.store"
}

export_all() {
  local outputs=() ending
  for ending in "${endings[@]}"; do outputs+=(--output "${1%.store}.$ending"); done
  "$ARENDT" diagram "$1" --quiet "${outputs[@]}" || fail "'$1' cannot be exported"
}

# submit NAME STUDY [OPTION...]: the command of a user; its answer is in NAME.json.
submit() {
  "$ARENDT" sweep "$2.study" --store "$1.store" --engine slurm --quiet --format json "${@:3}" > "$1.json" 2> "$1.words" ||
    fail "the submission of '$1' ended with status $?: $(cat "$1.words")"
}

job_name() { sed -n "s/^#SBATCH --job-name='\(.*\)'/\1/p" "$1.cluster"/array-1/submission-1/tasks.sh; }

# await NAME: waits until the queue holds nothing of a sweep. Only what hangs meets the deadline.
await() {
  local name deadline=$((SECONDS + 600))
  name=$(job_name "$1")
  while [ -n "$(squeue -h --name="$name")" ]; do
    [ $SECONDS -lt $deadline ] || fail "'$1' hangs: $(squeue --name="$name")"
    sleep 0.2
  done
}

# until WORDS COMMAND...: waits for something to become true.
until_true() {
  local deadline=$((SECONDS + 300))
  until "${@:2}"; do
    [ $SECONDS -lt $deadline ] || fail "$1 in five minutes: $(squeue -r)"
    sleep 0.1
  done
}

# same NAME STUDY: stops unless a sweep is complete, exports what the local one did, and made every run once.
same() {
  local ending published
  [ "$(cat "$1.cluster/ending" 2> /dev/null)" = complete ] ||
    fail "'$1' is not complete: $(cat "$1.cluster/ending" 2> /dev/null; tail -n 3 "$1.cluster"/log/*)"
  export_all "$1.store"
  for ending in "${endings[@]}"; do
    cmp -s "$2-local.$ending" "$1.$ending" || fail "$1.$ending differs from that of the local sweep"
  done
  "$ARENDT" status "$1.store" --format json > "$1-status.json"
  "$ARENDT" status "$2-local.store" --format json > "$2-status.json"
  for ending in cells done failed toDo runs failedRuns; do
    [ "$(field "$1-status.json" $ending)" = "$(field "$2-status.json" $ending)" ] ||
      fail "'$1' tells $(field "$1-status.json" $ending) for '$ending', the local sweep $(field "$2-status.json" $ending)"
  done
  published=$(cat "$1.cluster"/array-*/attempts/* | awk '/^published/ { runs += $2 } END { print runs }')
  [ "$published" = "$(field "$2-local.json" runs)" ] ||
    fail "the tasks of '$1' published $published runs, and the local sweep made $(field "$2-local.json" runs)"
}

began=$SECONDS
for study in plain refined found failing; do local_sweep $study; done
say "four studies of $(field plain-local.json done), $(field refined-local.json done), $(field found-local.json done) and $(field failing-local.json done) cells and $(field failing-local.json failed) that fail were swept by the local engine"

# The environment names a store and a partition that do not exist: the script must win, or Slurm refuses.
SBATCH_PARTITION=nowhere submit plain plain --tasks 8 --partition main
submit refined refined --tasks 4
submit found found --tasks 5 --cpus-per-task 2
submit failing failing --tasks 2
# Two commands at once: one submits, and the other waits for it and finds its jobs.
submit twice-first plain --tasks 8 --store twice.store &
first=$!
submit twice-second plain --tasks 8 --store twice.store
wait $first || exit 1
[ "$(cat twice-first.json twice-second.json | grep -c '"mergeJob"')" = 1 ] ||
  fail "two commands at once did not submit once: $(cat twice-first.json twice-second.json)"
[ "$(ls -d twice.cluster/array-*/submission-*)" = twice.cluster/array-1/submission-1 ] ||
  fail "two commands at once submitted twice: $(ls -d twice.cluster/array-*/submission-*)"
for name in plain refined found failing; do
  await $name
  same $name $name
done
[ "$(ls -d refined.cluster/array-* | wc -l)" -ge 2 ] || fail "the study refines nothing, and proves nothing of refinement"
nodes=$(cat plain.cluster/array-1/attempts/* | sed -n 's/^began .* on //p' | sort -u | tr '\n' ' ')
[ "$nodes" = "n1 n2 " ] || fail "the cells were not swept on two nodes, but on $nodes"
say "the same bytes, every run once: $(ls -d {plain,refined,found}.cluster/array-* | wc -l) arrays"
# Pictures are drawn from the tables, which takes longer than to sweep: those of four studies are enough.
endings=(csv nc)
await twice
same twice plain
failed=$(field failing-local.json failed)
grep -q "complete, but $failed cells failed" failing.cluster/log/*-merge-*.txt ||
  fail "the last job of a study with cells that fail does not say so: $(cat failing.cluster/log/*-merge-*.txt)"
status=0
"$ARENDT" sweep failing.study --store failing.store --engine slurm --quiet --format json > failing.json 2> failing.words || status=$?
[ $status = 2 ] && [ "$(field failing.json failed)" = "$failed" ] ||
  fail "a study with cells that fail ended with status $status: $(cat failing.json failing.words)"
submit plain plain --tasks 8 --partition main
[ "$(field plain.json complete)" = True ] || fail "a complete sweep was submitted again: $(cat plain.json)"

# What tasks have published is taken over by a sweep on this machine once the queue holds nothing of them.
submit taken plain --tasks 8
scontrol hold "$(field taken.json mergeJob)"
are_published() { [ "$(find taken.cluster/array-1/shards -name '?.store' | wc -l)" = 8 ]; }
until_true "eight tasks do not publish" are_published
scancel --name="$(job_name taken)"
await taken
rm taken.cluster/array-1/shards/3.store
"$ARENDT" sweep plain.study --store taken.store --quiet --format json > taken-rest.json
lost=$(awk '/^published/ { print $2 }' taken.cluster/array-1/attempts/3-1)
[ "$(field taken-rest.json runs)" = "$lost" ] ||
  fail "the sweep on this machine made $(field taken-rest.json runs) runs, and one task with $lost was lost"
same taken plain
! "$ARENDT" status taken.store | grep stopped || fail "'status' says that a complete sweep has stopped"
say "shards of eight tasks were taken over by this machine, but for one that it made again"

# Every task of the first array stops itself once it has begun, while the gate is closed.
cat > "$gate/gate.sh" << 'GATE'
if [ -n "${SLURM_ARRAY_TASK_ID:-}" ] && [ -e "$GATE/closed" ]; then
  (
    until [ -e "$GATE/../broken.cluster/array-1/attempts/$SLURM_ARRAY_TASK_ID-1" ]; do sleep 0.01; done
    kill -STOP $$
    echo "$SLURM_JOB_ID $SLURMD_NODENAME $$" > "$GATE/held-$SLURM_ARRAY_TASK_ID.draft"
    mv "$GATE/held-$SLURM_ARRAY_TASK_ID.draft" "$GATE/held-$SLURM_ARRAY_TASK_ID"
  ) &
fi
GATE
touch "$gate/closed"
BASH_ENV=$gate/gate.sh GATE=$gate submit broken plain --tasks 8 --time 1
are_held() { [ "$(find "$gate" -name 'held-?' | wc -l)" = 4 ]; }
until_true "four tasks do not begin" are_held
submit broken plain --tasks 8 --time 1
[ "$(field broken.json waiting)" = 9 ] || fail "a second command did not see the nine jobs of the first: $(cat broken.json)"
mapfile -t first < <(cat "$gate"/held-? | awk '$2 == "n1" { print $1 }')
mapfile -t second < <(cat "$gate"/held-? | awk '$2 == "n2" { print $1 }')
[ ${#first[@]} = 2 ] && [ ${#second[@]} = 2 ] || fail "the tasks are not on both nodes: $(cat "$gate"/held-?)"
[ -z "$(find broken.cluster/array-1/shards -name '*.store')" ] || fail "a task published before it was held"
rm "$gate/closed"
"$tests/slurm.sh" kill-node "$daemons" n1
scancel "${second[0]}"
say "of four tasks that had begun two lost their node, one was cancelled, one awaits the end of its time"
node_is_down() { [ -n "$(sinfo -h -N -n n1 -t down -o %N)" ]; }
until_true "Slurm does not notice that a node is gone" node_is_down
"$tests/slurm.sh" node "$daemons" n1
await broken
grep -q "Time limit exhausted for JobId=.*${second[1]}" "$daemons/log/controller.log" ||
  fail "Slurm did not end the late task: $(grep "${second[1]}" "$daemons/log/controller.log")"
for task in "$gate"/held-?; do
  ! grep -q '^published' "broken.cluster/array-1/attempts/${task##*-}-1" || fail "a broken task published"
done
if [ "$(cat broken.cluster/ending)" = complete ]; then commands=no; else
  commands="one more"
  submit broken plain --tasks 8 --time 1
  await broken
fi
same broken plain
say "a lost node, a cancelled and a late task: the same bytes, every run once, with $commands command"

if [ "$(id -u)" = 0 ] && mkdir -p full.cluster && mount -t tmpfs -o size=160k none full.cluster 2> /dev/null; then
  submit full plain --tasks 8
  await full
  [ "$(cat full.cluster/ending 2> /dev/null)" != complete ] || fail "a full folder held everything, and proves nothing"
  "$ARENDT" status full.store > full.status || true
  mount -o remount,size=64m full.cluster
  tries=$(ls -d full.cluster/array-1/submission-* | wc -l)
  [ "$tries" -le 3 ] || fail "tasks were submitted $tries times to a full folder"
  submit full plain --tasks 8
  await full
  same full plain
  say "a full folder: stopped after $tries submissions; with room and one more command the same bytes, every run once"

  # The disk of the machines is full, and not that of the folder.
  mkdir tight
  mount -t tmpfs -o size=32k none tight
  TMPDIR=$work/tight submit scratch plain --tasks 2
  await scratch
  umount tight
  grep -q "failed: the disk of this machine is full in '$work/tight'" scratch.cluster/ending ||
    fail "a full disk of a machine is not told as one: $(cat scratch.cluster/ending scratch.cluster/log/*)"
  submit scratch plain --tasks 2
  await scratch
  same scratch plain
  say "full disks of machines: told as such; one more command, and the same bytes, every run once"
else
  say "a full folder was not tested: that takes the right to mount a small file system"
fi
say "done in $((SECONDS - began)) s"
cd "$tests/../.."
trap - EXIT
stop
rm -rf .build/slurm
