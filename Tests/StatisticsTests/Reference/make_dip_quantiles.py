#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# How large is Hartigan's dip when nothing is there? Writes `Sources/Statistics/Tests/DipQuantiles.swift`: quantiles of
# sqrt(n) dip of n uniform values, simulated. Rerun with `python3 make_dip_quantiles.py` in this folder (15 minutes).
# Made with diptest 0.12, NumPy 2.4.
#
# Order statistics of uniform values are ratios of partial sums of exponential values, and the dip knows no scale: the
# partial sums themselves will do, and need no sorting.

import multiprocessing
import sys

import diptest
import numpy as np

COUNTS = [4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 30, 50, 100, 200, 500, 1_000, 2_000, 5_000, 20_000]
TAILS = [
    0.99, 0.98, 0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.15, 0.1, 0.075, 0.05, 0.035, 0.025,
    0.015, 0.01, 0.005, 0.0025, 0.001, 0.0005, 0.00025, 0.0001, 0.00005,
]
OUTPUT = "../../../Sources/Statistics/Tests/DipQuantiles.swift"


def draw_count(n):
    return 1_000_000 if n <= 1_000 else 400_000 if n <= 5_000 else 200_000


def quantiles(n):
    random = np.random.default_rng([20_260_103, n])
    total, block = draw_count(n), max(1, 2_000_000 // n)
    dips = np.empty(total)
    done = 0
    while done < total:
        rows = random.exponential(size=(min(block, total - done), n)).cumsum(axis=1)
        for row in rows:
            dips[done] = diptest.dipstat(row, sort_x=False)
            done += 1
    return np.sqrt(n) * np.quantile(dips, [1 - tail for tail in TAILS])


HEADER = """\
// SPDX-License-Identifier: GPL-3.0-or-later
//
// How large is the dip of uniform values? Quantiles of sqrt(n) dip, simulated by
// `Tests/StatisticsTests/Reference/make_dip_quantiles.py` with 10^6 draws for n <= 1,000, 4 10^5 for n <= 5,000 and
// 2 10^5 for 20,000: the tail 0.05 has a relative error of 0.4 % to 1 %, the tail 0.0001 of 10 % to 22 %.

/// Quantiles of sqrt(n) dip of n uniform values.
enum DipQuantiles {
"""


def wrapped(values, indent):
    lines, line = [], " " * indent
    for value in values:
        if len(line) + len(value) + 2 > 100:
            lines.append(line.rstrip())
            line = " " * indent
        line += value + ", "
    return "\n".join([*lines, line.rstrip()])


def main():
    rows = []
    with multiprocessing.Pool(1) as pool:
        for n, row in zip(COUNTS, pool.imap(quantiles, COUNTS)):
            print(n, row[14], file=sys.stderr, flush=True)
            rows.append(row)
    with open(OUTPUT, "w") as file:
        file.write(HEADER)
        file.write("  /// Numbers of values, rising.\n")
        file.write("  static let valueCounts: [Double] = [\n")
        file.write(wrapped([format(n, "_") for n in COUNTS], 4) + "\n  ]\n\n")
        file.write("  /// Probabilities that the dip is at least as large as a quantile, falling.\n")
        file.write("  static let tails: [Double] = [\n" + wrapped([repr(t) for t in TAILS], 4) + "\n  ]\n\n")
        file.write("  /// One row a number of values, one quantile a tail.\n")
        file.write("  static let quantiles: [[Double]] = [\n")
        for row in rows:
            file.write("    [\n" + wrapped([f"{q:.5f}" for q in row], 6) + "\n    ],\n")
        file.write("  ]\n}\n")


main()
