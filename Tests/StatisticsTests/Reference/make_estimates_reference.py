#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Which values of other people's programs must the Swift routines reproduce? Adjusted p values of statsmodels 0.15,
# Shapley values and interactions of shapiq 1.4 (and, in fractions, of all orders of arrival), wealth of confseq
# (gostevehoward/confseq, src/confseq/betting.py), blocks of pyblock 0.6, times of pyerrors 2.17, quantiles and roots of
# SciPy 1.17. Rerun with `python3 make_estimates_reference.py` in this folder; confseq needs no compiling for this:
# its `src` on PYTHONPATH is enough.

import csv
import itertools
import logging
import math
import sys
from fractions import Fraction

import numpy as np
from scipy import optimize, special, stats

np.float_ = np.float64  # confseq was written for NumPy 1


def write(name, header, rows):
    with open(name, "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        for row in rows:
            out.writerow([repr(float(x)) if not isinstance(x, str) else x for x in row])


def multiple_testing():
    from statsmodels.stats.multitest import multipletests

    random = np.random.default_rng(20_260_201)
    families = {
        "single": [0.03],
        "ties": [0.02, 0.5, 0.02, 0.02, 0.9, 0.5],
        "extremes": [0.0, 1.0, 1e-300, 0.049, 0.05, 0.051],
        "uniform": np.round(random.uniform(size=100), 6).tolist(),
        "mixed": np.round(np.concatenate([random.beta(0.1, 8, 60), random.uniform(size=140)]), 9).tolist(),
    }
    rows = []
    for name, p in families.items():
        adjusted = [multipletests(p, 0.05, method)[1] for method in ["fdr_bh", "fdr_by", "holm"]]
        rows += [[name, a, b, c, d] for a, b, c, d in zip(p, *adjusted)]
    write("multiple-testing.csv", ["family", "p", "benjaminiHochberg", "benjaminiYekutieli", "holm"], rows)


def shapley_by_orders(v, k):
    values = [Fraction(0)] * k
    for order in itertools.permutations(range(k)):
        coalition = 0
        for player in order:
            values[player] += v[coalition | 1 << player] - v[coalition]
            coalition |= 1 << player
    return [x / math.factorial(k) for x in values]


def interactions_by_orders(v, k):
    # Grabisch and Roubens, as an average over orders of arrival in which the two arrive as one.
    answers = []
    for i, j in itertools.combinations(range(k), 2):
        sum_ = Fraction(0)
        for order in itertools.permutations([p for p in range(k) if p != j]):
            s = sum(1 << p for p in order[: order.index(i)])
            sum_ += v[s | 1 << i | 1 << j] - v[s | 1 << i] - v[s | 1 << j] + v[s]
        answers.append(sum_ / math.factorial(k - 1))
    return answers


def shapley():
    from shapiq import ExactComputer

    random = np.random.default_rng(20_260_202)
    tables, answers = [], []
    for k in [1, 2, 3, 5, 7, 10]:
        v = np.round(random.normal(size=2**k) * random.choice([0.01, 1, 100], size=2**k), 9)
        tables += [[k, x] for x in v]
        if k <= 5:
            exact = [Fraction(float(x)) for x in v]
            values, pairs = shapley_by_orders(exact, k), interactions_by_orders(exact, k)
        if k >= 2:

            def game(coalitions):
                return np.array([v[sum(1 << i for i in range(k) if c[i])] for c in np.atleast_2d(coalitions)])

            theirs = ExactComputer(n_players=k, game=game)
            first, second = theirs("SV", 1), theirs("SII", 2)
            their_values = [first[(i,)] for i in range(k)]
            their_pairs = [second[pair] for pair in itertools.combinations(range(k), 2)]
            if k <= 5:
                assert np.allclose(their_values, [float(x) for x in values], rtol=1e-10, atol=1e-10)
                assert np.allclose(their_pairs, [float(x) for x in pairs], rtol=1e-10, atol=1e-10)
            else:
                values, pairs = their_values, their_pairs
        answers += [[f"values{k}", x] for x in values] + [[f"interactions{k}", x] for x in pairs]
    write("shapley.csv", ["playerCount", "value"], tables)
    write("shapley-answers.csv", ["name", "value"], answers)


def confidence_sequences():
    rows = []
    for n in [1, 2, 10, 37, 200, 5_000, 10**6]:
        for share in [0, 0.01, 0.1, 0.5, 0.93, 1]:
            for confidence in [0.9, 0.95, 0.999]:
                s = round(share * n)
                f = n - s

                def excess(p):
                    bet = special.betaln(s + 0.5, f + 0.5) - special.betaln(0.5, 0.5)
                    return bet - special.xlogy(s, p) - special.xlog1py(f, -p) + math.log(1 - confidence)

                low = optimize.brentq(excess, 1e-300, s / n, xtol=1e-300, rtol=1e-14) if s else 0
                high = optimize.brentq(excess, s / n, 1, xtol=1e-16, rtol=1e-14) if f else 1
                rows.append([s, n, confidence, low, high])
    write("bernoulli-sequence.csv", ["successes", "trials", "confidence", "low", "high"], rows)

    rows = []
    for t in [1, 10, 64, 1_000, 10**6]:
        for narrowest in [1, 50, 10_000]:
            for scale, alpha in [(1, 0.05), (0.3, 0.2), (7, 1e-6)]:
                rho = narrowest * scale**2 / (-special.lambertw(-(alpha**2) / math.e, -1).real - 1)
                v = t * scale**2
                reach = math.sqrt((v + rho) * math.log((v + rho) / (rho * alpha**2))) / t
                # Nothing else makes the bound lower where it is to be narrowest.
                peak = narrowest * scale**2
                bound = [(peak + r) * math.log((peak + r) / (r * alpha**2)) for r in [0.99 * rho, rho, 1.01 * rho]]
                assert bound[1] < min(bound[0], bound[2])
                rows.append([t, narrowest, scale, 1 - alpha, reach])
    write("sub-gaussian-sequence.csv", ["count", "narrowestCount", "scale", "confidence", "reach"], rows)


def bounded_sequences():
    from confseq.betting import betting_mart

    random = np.random.default_rng(20_260_203)
    data = {
        "uniform": np.round(random.uniform(size=300), 6),
        "narrow": np.round(random.normal(0.31, 0.02, 100), 6),
        "events": (random.uniform(size=200) < 0.1).astype(float),
        "zeros": np.zeros(60),
        "ends": np.tile([0.0, 1.0, 1.0], 30),
    }
    write("bounded.csv", ["name", "value"], [[name, x] for name, values in data.items() for x in values])
    rows = []
    for name, values in data.items():
        for n in [1, 5, 20, 60, 90, 200, 300]:
            if n > len(values):
                continue
            for alpha in [0.05, 0.001]:
                # Their wealth at exactly 0 or 1 depends on how infinity times 0 is read; nothing is asked there.
                def excess(m, theta):
                    wealth = betting_mart(values[:n], m, alpha=alpha / 2, theta=theta,
                                          lambdas_fn_positive=bets, lambdas_fn_negative=bets)
                    return math.log(wealth[-1]) - math.log(2 / alpha)

                from confseq.predmix import lambda_predmix_eb

                def bets(x, m):
                    return lambda_predmix_eb(x, alpha=alpha / 2)

                tiny = 1e-12
                low = optimize.brentq(excess, tiny, 1 - tiny, (1,), xtol=1e-15) if excess(tiny, 1) > 0 else 0
                high = optimize.brentq(excess, tiny, 1 - tiny, (0,), xtol=1e-15) if excess(1 - tiny, 0) > 0 else 1
                rows.append([name, n, 1 - alpha, low, high])
    write("bounded-answers.csv", ["name", "count", "confidence", "low", "high"], rows)


def read_series():
    columns = {}
    with open("series.csv") as file:
        for row in list(csv.reader(file))[1:]:
            columns.setdefault(row[0], []).append(float(row[1]))
    return columns


def gamma_method():
    import pyerrors

    rows = []
    for name, values in read_series().items():
        for ratio in [1, 1.5, 2]:
            observable = pyerrors.Obs([values], ["run"])
            observable.gamma_method(S=ratio)
            window = int(observable.e_windowsize["run"])
            n = len(values)
            tau = max(observable.e_n_tauint["run"][window], 0.5)
            # Their removal of the bias takes tau = 1/2 in the variance; the article's own does not.
            unbiased = tau * (1 + (2 * window + 1) / n) / (1 + 2 * tau / n)
            theirs = tau * (1 + (2 * window + 1) / n) / (1 + 1 / n)
            assert abs(observable.e_tauint["run"] - theirs) < 1e-12
            rows.append([name, ratio, unbiased, observable.e_dtauint["run"], window])
    write("gamma-method.csv", ["name", "timeRatio", "autocorrelationTime", "standardError", "window"], rows)


def blocking():
    import pyblock

    rows = []
    for name, values in read_series().items():
        levels = pyblock.blocking.reblock(np.array(values))
        blocks, terms = np.array(values), []
        for level in levels:
            n = len(blocks)
            assert n == level.ndata
            deviations = blocks - blocks.mean()
            variance = np.mean(deviations**2)
            lagged = np.sum(deviations[1:] * deviations[:-1]) / n
            terms.append(n * ((n - 1) * variance / n**2 + lagged) ** 2 / variance**2)
            blocks = blocks[: n // 2 * 2].reshape(-1, 2).mean(axis=1)
        statistics = np.cumsum(terms[::-1])[::-1]
        d = len(levels)
        passing = [k for k in range(d - 1) if statistics[k] <= stats.chi2.ppf(0.99, d - k)]
        plateau = passing[0] if passing else -1
        for k, (level, statistic) in enumerate(zip(levels, statistics)):
            rows.append([name, k, level.ndata, level.std_err, level.std_err_err, statistic, plateau])
    write("blocking.csv", ["name", "level", "blockCount", "error", "errorOfError", "statistic", "plateau"], rows)


def miscoverage():
    """Prints the chance of ever missing p, which the tests of confidence sequences quote."""

    def chance(p, count, every, misses):
        weights = np.zeros(count + 1)
        weights[0] = 1
        for t in range(1, count + 1):
            weights[1:] = weights[1:] * (1 - p) + weights[:-1] * p
            weights[0] *= 1 - p
            if t % every == 0:
                k = np.arange(t + 1)
                weights[: t + 1][misses(p, k, t - k)] = 0
        return 1 - weights.sum()

    def mixture(p, s, f):
        bet = special.betaln(s + 0.5, f + 0.5) - special.betaln(0.5, 0.5)
        return bet - s * math.log(p) - f * math.log(1 - p) >= math.log(20)

    def clopper_pearson(p, s, f):
        low = np.where(s > 0, stats.beta.ppf(0.025, np.maximum(s, 0.5), f + 1), 0)
        high = np.where(f > 0, stats.beta.ppf(0.975, s + 1, np.maximum(f, 0.5)), 1)
        return (p < low) | (p > high)

    for p in [0.1, 0.5]:
        print(p, chance(p, 5_000, 1, mixture), chance(p, 2_000, 10, clopper_pearson))


logging.disable(logging.WARNING)
wanted = sys.argv[1:] or ["multiple_testing", "shapley", "confidence_sequences", "bounded_sequences", "gamma_method", "blocking", "miscoverage"]
for name in wanted:
    globals()[name]()
