#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Which dips, mixtures, shapes, trends and lifetimes must the Swift routines reproduce? Rerun with
# `python3 make_shapes_reference.py` in this folder. Made with diptest 0.12, SciPy 1.17, scikit-learn 1.9, NumPy 2.4.

import csv

import diptest
import numpy as np
from scipy import optimize, special, stats
from sklearn.mixture import GaussianMixture

random = np.random.default_rng(20_260_104)


def write(name, header, rows):
    with open(name, "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        for row in rows:
            out.writerow([repr(float(x)) if not isinstance(x, str) else x for x in row])


def sets():
    normal, uniform = random.normal, random.uniform
    yield "one", np.array([0.3])
    yield "pair", np.array([0.3, 0.9])
    yield "equal", np.full(7, 0.25)
    yield "four", np.array([0.0, 0.1, 0.9, 1.0])
    yield "fourOdd", np.array([-3.0, 5.0, 5.5, 40.0])
    yield "ties", np.array([1.0, 1, 2, 2, 2, 3, 5, 5, 5, 5, 6, 6])
    yield "twoAtoms", np.repeat([0.0, 1.0], [30, 20])
    yield "lattice", random.binomial(10, 0.4, 120) / 10
    yield "latticeFine", random.binomial(100, 0.4, 150) / 100
    for n in [5, 8, 13, 30, 100, 400]:
        yield f"uniform{n}", uniform(size=n)
        yield f"normal{n}", normal(size=n)
    yield "exponential", random.exponential(size=300)
    yield "cauchy", random.standard_cauchy(size=200)
    for gap in [2, 3, 4, 8]:
        yield f"mixture{gap}", np.concatenate([normal(0, 1, 100), normal(gap, 1, 100)])
    yield "unequal", np.concatenate([normal(0, 0.2, 150), normal(2, 0.7, 40)])
    yield "three", np.concatenate([normal(m, 1, 80) for m in (0, 5, 11)])
    yield "large", 1e9 + np.concatenate([normal(0, 1, 60), normal(5, 1, 60)])
    yield "narrow", np.concatenate([normal(0.9, 0.002, 50), normal(-0.9, 0.002, 70)])


def modes(weights, means, deviations):
    def log_density(x):
        return special.logsumexp([np.log(w) + stats.norm.logpdf(x, m, s) for w, m, s in zip(weights, means, deviations)], axis=0)

    x = np.linspace(means[0], means[1], 200_001)
    y = log_density(x)

    def refined(sign, i):
        low, high = x[max(i - 2, 0)] - 1e-4, x[min(i + 2, len(x) - 1)] + 1e-4
        return optimize.minimize_scalar(lambda t: -sign * log_density(t), bounds=(low, high), options={"xatol": 1e-12}).x

    valley = int(np.argmin(y))
    if valley in (0, len(x) - 1):
        return [0, 0, 0, 0, 0]
    lower, upper = int(np.argmax(y[:valley])), valley + int(np.argmax(y[valley:]))
    places = [refined(1, lower), refined(-1, valley), refined(1, upper)]
    heights = [log_density(t) for t in places]
    return [places[1], places[0], places[2], heights[0] - heights[1], heights[2] - heights[1]]


def mixture(values):
    """Two components from many starts, in standard units and without a floor."""
    centre, scale = np.mean(values), np.std(values)
    standard = ((values - centre) / scale).reshape(-1, 1)
    fit = GaussianMixture(
        2, tol=1e-13, reg_covar=0, max_iter=20_000, n_init=20, init_params="k-means++", random_state=1
    ).fit(standard)
    order = np.argsort(fit.means_[:, 0])
    weights, means = fit.weights_[order], fit.means_[order, 0] * scale + centre
    deviations = np.sqrt(fit.covariances_[order, 0, 0]) * scale
    likelihood = fit.score(standard) * len(values) - len(values) * np.log(scale)
    return likelihood, weights, means, deviations


def shapes():
    values, dips, shape, mixtures = [], [], [], []
    for name, x in sets():
        x = np.round(x, 9)
        values += [[name, v] for v in x]
        dip, interval = diptest.dipstat(x, full_output=True, allow_zero=False)
        ordered = np.sort(x)
        dips.append([name, dip, ordered[interval["lo"]], ordered[interval["hi"]]])
        if len(x) >= 4 and np.std(x) > 0:
            n = len(x)
            g, k = stats.skew(x, bias=False), stats.kurtosis(x, bias=False)
            shape.append([name, g, k, (g * g + 1) / (k + 3 * (n - 1) ** 2 / ((n - 2) * (n - 3)))])
        if name in ["mixture3", "mixture4", "mixture8", "unequal", "exponential", "three", "large"]:
            one = np.sum(stats.norm.logpdf(x, np.mean(x), np.std(x)))
            likelihood, weights, means, deviations = mixture(x)
            separation = np.sqrt(2) * abs(means[1] - means[0]) / np.hypot(*deviations)
            valley = modes(weights, means, deviations)
            mixtures.append([name, one, likelihood, weights[0], *means, *deviations, separation, *valley])
    write("shape-values.csv", ["name", "value"], values)
    write("dips.csv", ["name", "dip", "low", "high"], dips)
    write("shapes.csv", ["name", "skewness", "excessKurtosis", "bimodalityCoefficient"], shape)
    write(
        "mixtures.csv",
        [
            "name", "oneLogLikelihood", "logLikelihood", "weight", "mean1", "mean2", "deviation1", "deviation2",
            "ashman", "antimode", "lowerPeak", "upperPeak", "lowerBarrier", "upperBarrier",
        ],
        mixtures,
    )


def lifetimes():
    rows = []
    for escapes in [1, 2, 5, 40, 1_000, 100_000]:
        for confidence in [0.9, 0.95, 0.99]:
            tail, time = (1 - confidence) / 2, 7.5 * escapes
            low = 2 * time / stats.chi2.isf(tail, 2 * escapes + 2)
            high = 2 * time / stats.chi2.isf(1 - tail, 2 * escapes)
            more = 2 * time / stats.chi2.isf(1 - confidence, 2 * escapes + 2)
            rows.append([escapes, confidence, low, high, more])
    write("lifetimes.csv", ["escapes", "confidence", "low", "high", "moreThan"], rows)


def loop_areas():
    rates = np.array([0.001, 0.002, 0.005, 0.01, 0.03])
    levels = random.normal(0.4, 0.05, 6)
    areas = np.round([[a + 2.5 * r ** (2 / 3) + random.normal(0, 0.01) for a in levels] for r in rates], 6)
    write("loop-areas.csv", ["rate", *[f"realisation{g}" for g in range(6)]], np.column_stack([rates, areas]))
    rows = []
    for name, degree, power in [("restArea", 1, 0), ("rateCoefficient", 1, 1), ("curvature", 2, 2)]:
        values = np.polyfit(rates ** (2 / 3), areas, degree)[degree - power]
        interval = stats.ttest_1samp(values, 0).confidence_interval(0.95)
        rows.append([name, np.mean(values), stats.sem(values), interval.low, interval.high])
    write("loop-areas-answers.csv", ["name", "mean", "standardError", "low", "high"], rows)


def early_warning():
    count, window, bandwidth = 90, 45, 9
    x, rows = 0.0, []
    for t in range(count):
        memory = 0.1 + 0.8 * t / count
        x = memory * x + random.normal()
        rows.append(round(x + 0.05 * t + 3 / (1 + np.exp(-0.1 * (t - 40))), 6))
    series, steps = np.array(rows), np.arange(count)
    residuals = []
    for t in steps:
        weights = np.exp(-(((steps - t) / bandwidth) ** 2) / 2)
        residuals.append(series[t] - np.polyval(np.polyfit(steps - t, series, 1, w=np.sqrt(weights)), 0))
    residuals = np.array(residuals)
    memories, variances = [], []
    for start in range(count - window + 1):
        part = residuals[start : start + window]
        centred = part - np.mean(part)
        memories.append(np.dot(centred[1:], centred[:-1]) / np.dot(centred, centred))
        variances.append(np.var(part, ddof=1))
    width = count - window + 1
    write(
        "early-warning.csv",
        ["value", "residual", "autocorrelation", "variance"],
        [
            [series[t], residuals[t], memories[t] if t < width else 0, variances[t] if t < width else 0]
            for t in steps
        ],
    )
    tied = np.round(series)
    answers = [
        ["autocorrelation", stats.kendalltau(range(width), memories).statistic],
        ["variance", stats.kendalltau(range(width), variances).statistic],
        ["series", stats.kendalltau(steps, series).statistic],
        ["tied", stats.kendalltau(steps, tied).statistic],
    ]
    write("early-warning-answers.csv", ["name", "tau"], answers)


shapes()
lifetimes()
loop_areas()
early_warning()
