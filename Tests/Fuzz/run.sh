#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Does the compiler survive mutated worlds and studies? Usage: Tests/Fuzz/run.sh [RUNS], 20000 unless said otherwise.
#
# Builds WorldModel and WorldLanguage with libFuzzer and the address sanitizer into .build/fuzz and runs mutants of the
# worlds and studies in Worlds/, in Analysis/ and of the golden cases. A run that takes 60 s (of the clock, on a machine that may be busy) or 1 GB
# is a failure, like a trap. The failing text is kept in .build/fuzz/failures. FUZZ_SEED (1) sets the seed.
set -euo pipefail
cd "$(dirname "$0")/../.."
runs=${1:-20000}
build=$PWD/.build/fuzz
mkdir -p "$build/failures"
# swift-backtrace hangs in a process that the sanitizer has stopped.
export SWIFT_BACKTRACE=enable=no

studies=Tests/TestSupport/MutatedStudies.swift
newest=$(find Sources/WorldModel Sources/WorldLanguage Tests/Fuzz $studies -name '*.swift' -newer "$build/fuzz" 2> /dev/null | head -n 1 || true)
if [ ! -x "$build/fuzz" ] || [ -n "$newest" ]; then
  flags=(-parse-as-library -swift-version 6 -enable-upcoming-feature ExistentialAny -O -g
    -sanitize=fuzzer,address -I "$build")
  for module in WorldModel WorldLanguage; do
    mapfile -t sources < <(find "Sources/$module" -name '*.swift' | sort)
    swiftc "${flags[@]}" -wmo -module-name "$module" -emit-module \
      -emit-module-path "$build/$module.swiftmodule" -c "${sources[@]}" -o "$build/$module.o"
  done
  swiftc "${flags[@]}" -use-ld=lld -module-name CompilerFuzz Tests/Fuzz/CompilerFuzz.swift $studies \
    "$build/WorldModel.o" "$build/WorldLanguage.o" -o "$build/fuzz"
fi

# Every world and study of the repository is where mutation starts.
rm -rf "$build/seeds" "$build/corpus"
mkdir -p "$build/seeds" "$build/corpus"
find Worlds Tests Analysis \( -name '*.world' -o -name '*.study' \) -size -8k -print0 | while IFS= read -r -d '' world; do
  cp "$world" "$build/seeds/$(printf '%s' "$world" | tr '/' '-')"
done
"$build/fuzz" -runs="$runs" -seed="${FUZZ_SEED:-1}" -max_len=8192 -timeout=60 -rss_limit_mb=1024 \
  -dict=Tests/Fuzz/world.dict -artifact_prefix="$build/failures/" -print_final_stats=1 \
  -print_funcs=0 -verbosity=0 "$build/corpus" "$build/seeds" 2> "$build/log" || {
  tail -n 40 "$build/log" >&2
  echo "fuzzing failed; the text that does it is in $build/failures" >&2
  exit 1
}
grep -E 'number_of_executed_units|peak_rss_mb' "$build/log" >&2
