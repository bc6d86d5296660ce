#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Which finite-size data have a known answer? The Curie-Weiss magnet by exact enumeration of its total M:
# P(M) is proportional to C(N, (N + M) / 2) exp(K M^2 / (2 (N - 1))), a spin not feeling itself (R2, R28). Whole binomials,
# sums in 40 decimal digits; no library beyond Python's own. Rerun with `python3 make_scaling_reference.py` in this folder.

from decimal import Decimal, getcontext

getcontext().prec = 40


def moments(n, couplings):
    """Mean |m|, m^2 and m^4 for every coupling, from one pass over M >= 0."""
    binomial = 1
    binomials = []
    for up in range(n + 1):
        binomials.append(binomial)
        binomial = binomial * (n - up) // (up + 1)
    tables = []
    for k in couplings:
        total, sums = Decimal(0), [Decimal(0)] * 3
        for up in range(n // 2, n + 1):
            magnetisation = 2 * up - n
            energy = k * magnetisation * magnetisation / (2 * (n - 1))
            weight = binomials[up] * energy.exp() * (1 if magnetisation == 0 else 2)
            m = Decimal(magnetisation) / n
            total += weight
            for i, power in enumerate((1, 2, 4)):
                sums[i] += weight * m**power
        tables.append([s / total for s in sums])
    return tables


def write(name, sizes, couplings):
    with open(name, "w") as file:
        file.write("N,K,absm,m2,m4,U4,chi_N_var_absm\n")
        for n in sizes:
            for k, (a, s, f) in zip(couplings, moments(n, couplings)):
                values = (a, s, f, 1 - f / (3 * s * s), n * (s - a * a))
                file.write(f"{n},{k:.4f}," + ",".join(f"{float(v):.12g}" for v in values) + "\n")


step = Decimal("0.005")
write(
    "fss-curie-weiss-exact.csv", (64, 128, 256, 512, 1024, 2048, 4096),
    [Decimal("0.9") + i * step for i in range(41)])
# Close to K_c, for the exponents between 4096 and 16384.
write(
    "curie-weiss-critical.csv", (256, 1024, 4096, 16384),
    [1 + i * step / 5 for i in range(-8, 9)])
