#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Does a sweep survive kill -9, shards and any number of threads? Usage: Tests/Kill/run.sh [KILLS], 6 unless said otherwise.
#
# The study beside this file is swept undisturbed, with its refinement, and exported. Then it is swept again and again:
# killed with kill -9 at random moments and resumed by the same command, KILLS times in all; in shards of seven machines
# that are merged after every round; with 1, 2 and 7 threads. Every finished store must export the same bytes and hold as
# many runs, and every store must be sound whenever its process was killed. At the end finished stores are spoilt as a lost
# wave, a lost run and a changed run would spoil them, and each must be told from the undisturbed one. KILL_SEED (1) sets the
# moments; ARENDT names the program, else it is the debug build. Stores stay in .build/kill where something differs.
set -euo pipefail
cd "$(dirname "$0")/../.."
kills=${1:-6}
RANDOM=${KILL_SEED:-1}
folder=Tests/Kill
study=$folder/kill.study
if [ -z "${ARENDT:-}" ]; then
  ARENDT=$(swift build --show-bin-path)/arendt
  [ -x "$ARENDT" ] || swift build --product arendt >&2
fi
work=.build/kill
rm -rf "$work"
mkdir -p "$work"
endings=(csv nc)
if command -v gnuplot > /dev/null; then endings+=(svg gnuplot dat); fi

fail() {
  echo "kill: $1; the stores are in $work" >&2
  exit 1
}

seconds() { date +%s.%N; }

# field FILE NAME: the value of a member of a JSON object.
field() { python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$1" "$2"; }

# sound STORE MOMENT: stops unless SQLite finds the file whole.
sound() {
  local answer
  answer=$(python3 -c '
import sqlite3, sys
store = sqlite3.connect(sys.argv[1])
print("; ".join(row[0] for row in store.execute("PRAGMA integrity_check")))' "$1" 2>&1) || true
  [ "$answer" = ok ] || fail "'$1' is damaged $2: $answer"
}

# export STORE NAME: writes every kind of file into a folder of that name.
export_all() {
  mkdir -p "$work/$2"
  local outputs=(--output "$work/$2/kill.csv" --output "$work/$2/kill.nc")
  if [[ " ${endings[*]} " = *" svg "* ]]; then outputs+=(--output "$work/$2/kill.svg"); fi
  "$ARENDT" diagram "$1" --quiet "${outputs[@]}" 2> "$work/$2/words" || fail "'$1' cannot be exported: $(cat "$work/$2/words")"
  [ ! -s "$work/$2/words" ] || fail "the export of '$1' is not silent: $(cat "$work/$2/words")"
}

# same STORE NAME STORY: stops unless a finished store exports the bytes of the undisturbed one and holds as many runs.
same() {
  sound "$1" "at its end"
  export_all "$1" "$2"
  local ending difference
  for ending in "${endings[@]}"; do
    cmp -s "$work/undisturbed/kill.$ending" "$work/$2/kill.$ending" && continue
    difference=$(diff "$work/undisturbed/kill.csv" "$work/$2/kill.csv" | head -n 6) || true
    fail "$3: kill.$ending differs from that of the undisturbed sweep: $(cmp "$work/undisturbed/kill.$ending" "$work/$2/kill.$ending" 2>&1 || true)
$difference"
  done
  "$ARENDT" status "$1" --format json > "$work/$2/status.json"
  for ending in cells done running failed toDo rounds refinedCells runs failedRuns; do
    [ "$(field "$work/undisturbed/status.json" $ending)" = "$(field "$work/$2/status.json" $ending)" ] ||
      fail "$3: status tells $(field "$work/$2/status.json" $ending) for '$ending', and $(field "$work/undisturbed/status.json" $ending) undisturbed"
  done
}

sweep() { "$ARENDT" sweep "$study" --quiet --format json "$@"; }

began=$(seconds)
sweep --store "$work/undisturbed.store" --threads 2 > "$work/summary.json"
took=$(python3 -c "print($(seconds) - $began)")
export_all "$work/undisturbed.store" undisturbed
"$ARENDT" status "$work/undisturbed.store" --format json > "$work/undisturbed/status.json"
[ "$(field "$work/summary.json" rounds)" -ge 2 ] || fail "the study refines nothing, and proves nothing of refinement"
echo "kill: undisturbed, $(field "$work/summary.json" runs) runs and $(field "$work/summary.json" rounds) rounds in ${took%%.*} s" >&2

# A sweep is killed a few times and then left to finish; others are begun until there were enough kills.
most=$((kills > 18 ? 6 : 2))
killed=0
sweeps=0
threads=(1 2 7)
while [ "$killed" -lt "$kills" ] || [ "$sweeps" -eq 0 ]; do
  store=$work/killed-$sweeps.store
  of=${threads[$((sweeps % 3))]}
  inThis=0
  while true; do
    pause=0
    if [ "$killed" -lt "$kills" ] && [ "$inThis" -lt "$most" ]; then
      pause=$(python3 -c "print(max(0.01, $took * 0.8 * $RANDOM / 32768))")
    fi
    # Not through the function above, whose shell would be killed in place of the program.
    "$ARENDT" sweep "$study" --quiet --format json --store "$store" --threads "$of" \
      > "$work/killed.json" 2> "$work/killed.words" &
    process=$!
    if [ "$pause" != 0 ]; then
      ( sleep "$pause"; kill -9 "$process" 2> /dev/null ) &
      killer=$!
    fi
    status=0
    wait "$process" 2> /dev/null || status=$?
    if [ "$pause" != 0 ]; then kill "$killer" 2> /dev/null || true; wait "$killer" 2> /dev/null || true; fi
    if [ "$status" -eq 137 ]; then
      killed=$((killed + 1))
      inThis=$((inThis + 1))
      [ ! -e "$store" ] || sound "$store" "after kill $killed"
    elif [ "$status" -eq 0 ]; then
      break
    else
      fail "resumed after kill $killed, the sweep ended with status $status: $(cat "$work/killed.words")"
    fi
  done
  same "$store" "killed-$sweeps" "a sweep with $of threads, killed $inThis times"
  echo "kill: $inThis kills, $of threads: the same bytes" >&2
  sweeps=$((sweeps + 1))
done

for of in 1 7; do
  sweep --store "$work/threads-$of.store" --threads "$of" > /dev/null
  same "$work/threads-$of.store" "threads-$of" "a sweep with $of threads"
  echo "kill: $of threads: the same bytes" >&2
done

# Seven machines at once: each begins a round with what all have found so far.
merged=$work/merged.store
rounds=0
while true; do
  shards=()
  machines=()
  for part in 1 2 3 4 5 6 7; do
    shard=$work/shard-$part.store
    [ ! -e "$merged" ] || cp "$merged" "$shard"
    sweep --store "$shard" --shard "$part/7" --threads 1 > "$work/shard-$part.json" &
    machines+=($!)
    shards+=("$shard")
  done
  awaits=False
  for part in 1 2 3 4 5 6 7; do
    wait "${machines[part - 1]}" || fail "shard $part/7 ended with status $?"
    [ "$(field "$work/shard-$part.json" awaitsShards)" = False ] || awaits=True
  done
  "$ARENDT" merge "$merged" "${shards[@]}" --quiet
  rounds=$((rounds + 1))
  [ "$awaits" = True ] || break
  [ "$rounds" -lt 200 ] || fail "shards still await each other after $rounds rounds"
done
same "$merged" merged "seven shards merged in $rounds rounds"
echo "kill: seven shards, merged in $rounds rounds: the same bytes" >&2

# What all this would not notice proves nothing: SQL that does what a faulty store or sweep might.
spoilt() {
  cp "$work/undisturbed.store" "$work/spoilt.store"
  python3 -c '
import sqlite3, sys
store = sqlite3.connect(sys.argv[1])
changed = store.execute(sys.argv[2]).rowcount
store.commit()
store.close()
sys.exit(0 if changed > 0 else "the SQL changes nothing")' "$work/spoilt.store" "$2" || fail "no store could be spoilt by $1"
  ! (same "$work/spoilt.store" spoilt "$1") 2> "$work/spoilt.words" || fail "$1 is not noticed"
  grep -q "^kill: .*\($3\)" "$work/spoilt.words" || fail "$1 is noticed for another reason: $(cat "$work/spoilt.words")"
  echo "kill: $1 is noticed" >&2
}
last='(SELECT cell, observation, network, replicate FROM runs JOIN cells ON cells.id = cell WHERE condition = "together" AND observation = 0
  ORDER BY cell DESC, network DESC, replicate DESC LIMIT 1)'
spoilt "a lost run" "DELETE FROM runs WHERE (cell, observation, network, replicate) IN $last" "not silent"
spoilt "a lost wave" "DELETE FROM runs WHERE cell > (SELECT max(cell) - 8 FROM runs)" "not silent"
spoilt "a run in place of another" "UPDATE runs SET record = (SELECT record FROM runs AS other WHERE other.cell < runs.cell
  AND other.record <> runs.record AND other.observation = 0 ORDER BY cell LIMIT 1)
  WHERE (cell, observation, network, replicate) IN $last" "differs from"
spoilt "a point that is not done" "UPDATE points SET state = 1 WHERE digest = (SELECT max(digest) FROM points)" "status tells"
rm -rf "$work"
