#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Which values must shares of clustered replicates and the test of an effect of realisations reproduce? Rerun with
# `python3 make_ends_reference.py` in this folder. Made with SciPy 1.17, NumPy 2.

import csv

import numpy as np
from scipy import stats


def write(name, header, rows):
    with open(name, "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        for row in rows:
            out.writerow([repr(float(x)) if not isinstance(x, str) else x for x in row])


def korn_graubard(groups):
    """Effective trials of Korn & Graubard (1998) with the between-cluster variance of a ratio mean."""
    n = sum(len(g) for g in groups)
    p = sum(sum(g) for g in groups) / n
    if p in (0, 1):
        return p, float(len(groups))
    count = len(groups)
    scores = np.array([sum(g) - p * len(g) for g in groups]) / n
    variance = count / (count - 1) * np.sum(scores**2)
    ratio = stats.t.ppf(0.975, n - 1) / stats.t.ppf(0.975, count - 1)
    return p, min(n, p * (1 - p) / variance * ratio**2)


random = np.random.default_rng(5)
values, answers = [], []
for case in range(6):
    groups = []
    for g in range(int(random.integers(3, 12))):
        shift = random.normal() * [0, 0.3, 1, 3, 0.1, 2][case]
        groups.append(shift + random.normal(size=int(random.integers(2, 9))))
    for g, group in enumerate(groups):
        values += [[case, g, x] for x in group]
    p, trials = korn_graubard([[x > 0.2 for x in group] for group in groups])
    low = stats.beta.ppf(0.025, p * trials, trials - p * trials + 1) if p > 0 else 0
    high = stats.beta.ppf(0.975, p * trials + 1, trials - p * trials) if p < 1 else 1
    effect = stats.f_oneway(*groups)
    answers.append([case, p, trials, low, high, effect.statistic, effect.pvalue])
write("ends.csv", ["case", "realisation", "value"], values)
write(
    "ends-answers.csv",
    ["case", "share", "trials", "low", "high", "ratio", "pValue"],
    answers,
)
