#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Which collapse qualities must the Swift routine reproduce? S of Houdayer & Hartmann, PRB 70, 014418 (2004), written with
# NumPy by plain loops over the Curie-Weiss set; rerun with `python3 make_collapse_reference.py` in this folder. Value number
# i of the file, from 0, is moved by 0.002 sin(i) and has the error 0.002.

import csv
import math

import numpy as np

rows = [[float(x) for x in row] for row in list(csv.reader(open("fss-curie-weiss-exact.csv")))[1:]]


def quality(column, critical, inverse_nu, kappa):
    sets = {}
    for i, row in enumerate(rows):
        n, k, value = row[0], row[1], row[column] + 0.002 * math.sin(i)
        scale = n**-kappa
        sets.setdefault(n, []).append(((k - critical) * n**inverse_nu, value * scale, 0.002 * scale))
    total, terms = 0.0, 0
    for n, points in sets.items():
        for x, y, dy in points:
            chosen = []
            for other, line in sets.items():
                if other == n:
                    continue
                for left, right in zip(line, line[1:]):
                    if left[0] <= x < right[0]:
                        chosen += [left, right]
            if len(chosen) < 2:
                continue
            xs, ys, errors = (np.array(c) for c in zip(*chosen))
            w = 1 / errors**2
            k, kx, ky, kxx, kxy = (np.sum(w * f) for f in (1, xs, ys, xs * xs, xs * ys))
            delta = k * kxx - kx * kx
            guess = (kxx * ky - kx * kxy) / delta + x * (k * kxy - kx * ky) / delta
            variance = (kxx - 2 * x * kx + x * x * k) / delta
            total += (y - guess) ** 2 / (dy**2 + variance)
            terms += 1
    return total / terms, terms


with open("collapse-answers.csv", "w", newline="") as file:
    out = csv.writer(file, lineterminator="\n")
    out.writerow(["column", "criticalCoupling", "inverseNu", "kappa", "quality", "terms"])
    for column, kappas in ((5, (0,)), (2, (-0.25, -0.3))):
        for critical in (0.9973, 1.0012, 1.0131):
            for inverse_nu in (0.41, 0.5003, 0.62):
                for kappa in kappas:
                    s, terms = quality(column, critical, inverse_nu, kappa)
                    out.writerow([column, critical, inverse_nu, kappa, repr(float(s)), terms])
