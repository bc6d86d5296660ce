#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Which latent values must a Gaussian process behind a probit link give for counts? Rerun with
# `python3 make_boundary_reference.py` in this folder. Made with SciPy 1.17, NumPy 2, scikit-learn 1.9 (its Matern kernel).
#
# The mode is found by direct maximisation of the log posterior over f (trust-exact, eq. 3.12 of Rasmussen & Williams), the
# variance from eq. 3.24 and the evidence from eq. 3.32 as they stand, with inverses of K: nothing is shared with
# algorithms 3.1 and 3.2.

import csv

import numpy as np
from scipy import optimize, stats
from sklearn.gaussian_process.kernels import Matern


def covariance(a, b, amplitude, scales):
    product = np.full((len(a), len(b)), amplitude**2)
    for axis, scale in enumerate(scales):
        product *= Matern(length_scale=scale, nu=2.5)(a[:, [axis]], b[:, [axis]])
    return product


def log_likelihood(f, over, under):
    return np.sum(over * stats.norm.logcdf(f) + under * stats.norm.logcdf(-f))


def slopes(f, over, under):
    up = np.exp(stats.norm.logpdf(f) - stats.norm.logcdf(f))
    down = np.exp(stats.norm.logpdf(f) - stats.norm.logcdf(-f))
    return over * up - under * down, over * up * (f + up) + under * down * (down - f)


random = np.random.default_rng(19)
rows, answers = [], []
for case, (dimension, size, amplitude, trials) in enumerate(
    [(1, 12, 2.0, 8), (2, 25, 3.0, 16), (2, 30, 6.0, 4), (3, 30, 1.5, 1)]
):
    scales = random.uniform(0.3, 0.8, dimension)
    points = random.uniform(0, 1, (size, dimension))
    latent = 8 * (points.sum(axis=1) - dimension / 2)
    over = random.binomial(trials, stats.norm.cdf(latent)) + 0.05
    under = trials + 0.1 - over
    k = covariance(points, points, amplitude, scales)
    inverse = np.linalg.inv(k)

    def cost(f):
        return f @ inverse @ f / 2 - log_likelihood(f, over, under)

    found = optimize.minimize(
        cost, np.zeros(size), method="trust-exact",
        jac=lambda f: inverse @ f - slopes(f, over, under)[0],
        hess=lambda f: inverse + np.diag(slopes(f, over, under)[1]),
        options={"gtol": 1e-10, "maxiter": 1000},
    )
    f = found.x
    for _ in range(3):
        gradient, w = slopes(f, over, under)
        f = f - np.linalg.solve(inverse + np.diag(w), inverse @ f - gradient)
    gradient, w = slopes(f, over, under)
    sign, determinant = np.linalg.slogdet(np.eye(size) + k * np.sqrt(np.outer(w, w)))
    evidence = -cost(f) - determinant / 2
    targets = random.uniform(0, 1, (6, dimension))
    cross = covariance(targets, points, amplitude, scales)
    mean = cross @ inverse @ f
    middle = np.linalg.inv(k + np.diag(1 / w))
    variance = amplitude**2 - np.einsum("ti,ij,tj->t", cross, middle, cross)
    weights = cross @ middle
    noise = np.sum(weights**2 / w, axis=1)
    pad = [0.0] * (3 - dimension)
    for x, y, n in zip(points, over, under):
        rows.append([case, dimension, *x, *pad, y, n])
    answers.append([case, "field", amplitude, *scales, *pad, evidence])
    for x, m, v, e in zip(targets, mean, variance, noise):
        answers.append([case, "target", *x, *pad, m, v, e])


def write(name, header, lines):
    with open(name, "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        for line in lines:
            out.writerow([x if isinstance(x, str) else repr(float(x)) for x in line])


write("boundary.csv", ["case", "dimension", "x", "y", "z", "over", "under"], rows)
write(
    "boundary-answers.csv",
    ["case", "kind", "x or amplitude", "y or scale", "z or scale", "mean or scale",
     "variance or evidence", "noise"],
    answers)
