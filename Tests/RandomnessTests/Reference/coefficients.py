# SPDX-License-Identifier: GPL-3.0-or-later
#
# Where do the constants of the elementary functions come from? Prints the coefficients of ElementaryConstants.h.
#
# Each polynomial interpolates its function at the Chebyshev nodes of the interval in 300-bit arithmetic, which is within a
# small factor of minimax at these lengths; then each coefficient is rounded to nearest. The error stated is the largest
# found on 2,000 points, with the rounded coefficients, relative to the value of the whole function.
import struct
from mpmath import mp, mpf, matrix, lu_solve, cos, sin, exp, log, pi, sqrt, taylor
mp.prec = 300

def rounded(v, bits):
    if bits == 53: return mpf(float(v))
    return mpf(struct.unpack('f', struct.pack('f', float(v)))[0])

def fit(f, lo, hi, n, bits):
    nodes = [(lo + hi) / 2 + (hi - lo) / 2 * cos(pi * (2 * i + 1) / (2 * n)) for i in range(n)]
    a = matrix(n, n); b = matrix(n, 1)
    for i, x in enumerate(nodes):
        b[i] = f(x)
        for j in range(n): a[i, j] = x**j
    return [rounded(c, bits) for c in lu_solve(a, b)]

def show(name, f, lo, hi, count, bits, whole):
    """whole(x, value of the polynomial) and whole's true value give the relative error."""
    cs = fit(f, lo, hi, count, bits)
    worst = 0
    for i in range(2001):
        x = lo + (hi - lo) * i / 2000
        if x == 0: continue
        p = sum(c * x**j for j, c in enumerate(cs))
        t, a = whole(x, f(x)), whole(x, p)
        worst = max(worst, abs((a - t) / t))
    suffix = 'f' if bits == 24 else ''
    print(f"// {name}: largest relative error 2^{float(log(worst, 2)):.1f}")
    kind = 'float' if bits == 24 else 'double'
    print(f"static const {kind} {name}[{count}] = {{\n    " + ", ".join(float(c).hex() + suffix for c in cs) + "};")

h = log(2) / 2 * mpf('1.0001')
def near(f, series):  # a function with a removable pole at 0
    return lambda x: f(x) if abs(x) > mpf(2)**-40 else mp.polyval(list(reversed(series)), x)
qexp = near(lambda r: (exp(r) - 1 - r) / r**2, [1 / mp.factorial(k + 2) for k in range(8)])
show("AK_EXP_F32", qexp, -h, h, 6, 24, lambda r, q: 1 + r + r * r * q)
show("AK_EXP_MEDIUM", qexp, -h, h, 7, 53, lambda r, q: 1 + r + r * r * q)
show("AK_EXP_F64", qexp, -h, h, 11, 53, lambda r, q: 1 + r + r * r * q)
zmax = ((sqrt(2) - 1) / (sqrt(2) + 1))**2 * mpf('1.0001')
def atanh_tail(first):  # log((1+s)/(1-s)) = 2 s (1 + z/3 + z^2/5 + ...), z = s^2, from z^first on
    def f(z):
        return sum(z**(k - first) / (2 * k + 1) for k in range(first, first + 60))
    return f
a1 = atanh_tail(1)
show("AK_LOG_MEDIUM", lambda z: 2 * a1(z), mpf(0), zmax, 5, 53, lambda z, p: 2 + z * p)
show("AK_LOG_F64", lambda z: 2 * a1(z), mpf(0), zmax, 7, 53, lambda z, p: 2 + z * p)
show("AK_POWER_LOG", atanh_tail(3), mpf(0), zmax, 8, 53, lambda z, p: 1 + z / 3 + z**2 / 5 + z**3 * p)
x2 = (pi / 4)**2 * mpf('1.0001')
def sins(z): return sum((-1)**(k) * z**(k - 1) / mp.factorial(2 * k + 1) for k in range(1, 30))
def coss(z): return sum((-1)**(k) * z**(k - 2) / mp.factorial(2 * k) for k in range(2, 30))
show("AK_SIN_MEDIUM", sins, mpf(0), x2, 4, 53, lambda z, p: 1 + z * p)
show("AK_SIN_F64", sins, mpf(0), x2, 7, 53, lambda z, p: 1 + z * p)
show("AK_COS_MEDIUM", coss, mpf(0), x2, 4, 53, lambda z, p: 1 - z / 2 + z * z * p)
show("AK_COS_F64", coss, mpf(0), x2, 6, 53, lambda z, p: 1 - z / 2 + z * z * p)

def split(name, value, pieces):
    """value as a sum of pieces of the given numbers of bits (53: to nearest), truncated."""
    rest = value
    out = []
    for bits in pieces:
        if bits == 53:
            c = mpf(float(rest))
        else:
            e = mp.floor(log(abs(rest), 2)) - bits + 1
            c = mp.floor(rest / mpf(2)**e) * mpf(2)**e
        out.append(c); rest -= c
    for i, c in enumerate(out): print(f"#define {name}_{i + 1} {float(c).hex()}")
split("AK_LN2", log(2), [42, 53])
split("AK_LN2_F32", log(2), [15, 53])
print(f"#define AK_LOG2E {float(1 / log(2)).hex()}")
print(f"#define AK_TWO_OVER_PI {float(2 / pi).hex()}")
split("AK_PIO2", pi / 2, [33, 33, 33, 53])
split("AK_PIO2_PAIR", pi / 2, [53, 53])
split("AK_FIFTH", mpf(1) / 5, [53, 53]); split("AK_THIRD", mpf(1) / 3, [53, 53])
mp.prec = 1500
n = int(mp.floor(2 / pi * mpf(2)**1280))
print("static const uint64_t AK_TWO_OVER_PI_BITS[21] = {\n    0, " + ", ".join(f"0x{(n >> (1280 - 64 * (i + 1))) & (2**64 - 1):016x}" for i in range(20)) + "};")
