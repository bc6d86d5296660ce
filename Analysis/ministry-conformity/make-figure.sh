#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# How does the verdict on the ministry move with conformity? Makes curve.csv and figure.svg beside this file.
#
# Needs python3 and gnuplot, and the program that `make run` builds. Takes under five minutes on two cores.
set -euo pipefail
cd "$(dirname "$0")/../.."
arendt=$(swift build -c release --show-bin-path)/arendt
here=Analysis/ministry-conformity
echo 'conformity,condition,mean,low,high,verdict' > "$here/curve.csv"
for conformity in 0.0 0.2 0.4 0.6 0.8 1.0 1.1 1.2 1.3 1.4 1.5 1.6 1.8 2.0 2.2 2.4 2.6 2.8 3.0; do
  "$arendt" run Worlds/ministry.world --set conformity=$conformity --steps 1000 --warmup 500 --replicates 32 \
    --networks 16 --format json --quiet |
    python3 -c '
import json, sys
harm = json.load(sys.stdin)["harms"]["complicity"]
for condition in ("alone", "unlinked", "together"):
    it = harm[condition]
    print(sys.argv[1], condition, it["mean"], it["low"], it["high"], harm["verdict"], sep=",")
' $conformity >> "$here/curve.csv"
done
gnuplot "$here/figure.gnuplot"
