#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Which values must the Swift routines reproduce? Written with SciPy and NumPy only, by the plainest algorithm of each
# definition; rerun with `python3 make_reference.py` in this folder. Made with SciPy 1.17, NumPy 2.

import csv

import numpy as np
from scipy import stats


def write(name, header, rows):
    with open(name, "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        for row in rows:
            out.writerow([repr(float(x)) if not isinstance(x, str) else x for x in row])


def clopper_pearson():
    rows = []
    for n in [1, 2, 7, 20, 40, 122, 1_000, 128_000, 10**8, 3.75, 1_234.5]:
        for share in [0, 0.003, 0.05, 0.31, 0.5, 0.95, 1]:
            k = share * n if n != int(n) else round(share * n)
            for confidence in [0.9, 0.95, 0.999]:
                tail = (1 - confidence) / 2
                low = stats.beta.ppf(tail, k, n - k + 1) if k > 0 else 0
                high = stats.beta.ppf(1 - tail, k + 1, n - k) if k < n else 1
                rows.append([k, n, confidence, low, high])
    write("clopper-pearson.csv", ["successes", "trials", "confidence", "low", "high"], rows)


def student():
    rows = []
    for degrees in [1, 2, 3, 5, 9, 15, 19, 63, 4095, 10**6]:
        for confidence in [0.5, 0.9, 0.95, 0.99, 0.999]:
            rows.append([degrees, confidence, stats.t.ppf((1 + confidence) / 2, degrees)])
    write("student.csv", ["degreesOfFreedom", "confidence", "factor"], rows)


def series(random, count, memory, start):
    x, values = start, []
    for _ in range(count):
        x = memory * x + random.normal()
        values.append(round(x, 6))
    return values


def autocorrelation_time(runs, factor):
    shortest = min(map(len, runs))
    centred = [np.array(run) - np.mean(run) for run in runs]

    def covariance(lag):
        products = sum(float(np.dot(x[: len(x) - lag], x[lag:])) for x in centred)
        return products / sum(len(x) - lag for x in centred)

    tau, lag = 0.5, 0
    while True:
        lag += 1
        if lag == shortest:
            return tau, lag - 1
        tau += covariance(lag) / covariance(0)
        if lag >= factor * tau:
            return tau, lag


def mser5(values):
    batches = [np.mean(values[i : i + 5]) for i in range(0, len(values) - len(values) % 5, 5)]
    n = len(batches)
    scores = [np.sum((batches[d:] - np.mean(batches[d:])) ** 2) / (n - d) ** 2 for d in range(n // 2 + 1)]
    return 5 * int(np.argmin(scores))


def series_reference():
    random = np.random.default_rng(20_260_101)
    cases = {
        "quick": (300, 0.3, 0.0),
        "slow": (400, 0.9, 0.0),
        "settling": (400, 0.95, 20.0),
        "unsettled": (203, 0.999, 300.0),
        "alternating": (120, -0.7, 0.0),
    }
    columns = {name: series(random, *case) for name, case in cases.items()}
    write("series.csv", ["name", "value"], [[n, v] for n, values in columns.items() for v in values])
    rows = []
    for name, values in columns.items():
        tau, window = autocorrelation_time([values], 6)
        rows.append([name, max(tau, 0.5), window, mser5(values)])
    tau, window = autocorrelation_time([columns["slow"], columns["settling"], columns["quick"]], 6)
    rows.append(["slow+settling+quick", tau, window, -1])
    write("series-answers.csv", ["name", "autocorrelationTime", "window", "warmUp"], rows)


def jackknife(statistic, realisations):
    n = len(realisations)
    whole = statistic(np.concatenate(realisations))
    parts = [statistic(np.concatenate(realisations[:i] + realisations[i + 1 :])) for i in range(n)]
    error = np.sqrt((n - 1) / n * np.sum((parts - np.mean(parts)) ** 2))
    return [whole, n * whole - (n - 1) * np.mean(parts), error]


def realisation_reference():
    random = np.random.default_rng(20_260_102)
    sizes = [5, 5, 5, 4, 4, 4, 4]
    levels = random.normal(0.4, 1, len(sizes))
    values = [np.round(random.normal(level, 0.7, size), 6) for level, size in zip(levels, sizes)]
    twins = [np.round(0.8 * v + random.normal(0, 0.2, len(v)), 6) for v in values]
    rows = [[g, a, b] for g, (v, t) in enumerate(zip(values, twins)) for a, b in zip(v, t)]
    write("realisations.csv", ["realisation", "value", "twin"], rows)

    def mean(groups):
        total = sum(map(len, groups))
        weights = np.array([len(v) / total for v in groups])
        means = np.array([np.mean(v) for v in groups])
        middle = float(np.dot(weights, means))
        spread = np.sqrt(len(groups) / (len(groups) - 1) * np.sum((weights * (means - middle)) ** 2))
        reach = stats.t.ppf(0.975, len(groups) - 1) * spread
        return [middle, spread, middle - reach, middle + reach]

    even = [v[:4] for v in values]
    means = [np.mean(v) for v in even]
    plain = stats.ttest_1samp(means, 0).confidence_interval(0.95)
    answers = [
        ["mean", *mean(values)],
        ["evenMean", float(np.mean(means)), stats.sem(means), plain.low, plain.high],
        ["difference", *mean([a - b for a, b in zip(values, twins)])],
        ["variance", *jackknife(np.var, values), 0],
        ["binderCumulant", *jackknife(lambda x: 1 - np.mean(x**4) / (3 * np.mean(x**2) ** 2), values), 0],
    ]
    a, b = [np.mean(v) for v in even], [np.mean(t[:4]) for t in twins]
    ratio = np.var(np.subtract(a, b)) / (np.var(a) + np.var(b))
    answers.append(["pairing", ratio, float(np.corrcoef(a, b)[0, 1]), 0, 0])
    write("realisations-answers.csv", ["name", "first", "second", "third", "fourth"], answers)


clopper_pearson()
student()
series_reference()
realisation_reference()
