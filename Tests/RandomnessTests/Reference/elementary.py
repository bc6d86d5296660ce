# SPDX-License-Identifier: GPL-3.0-or-later
#
# What are the true values of the elementary functions? Writes elementary.txt: a function, the bits of its 64-bit arguments, and
# the true value as the bits of the nearest double and of what that leaves (in 300-bit arithmetic by mpmath, seed fixed).
import random
import struct
from mpmath import mp, mpf
mp.prec = 300
random.seed(20260101)

def bits(x): return f"{struct.unpack('<Q', struct.pack('<d', x))[0]:016x}"
def near(lo, hi, n): return [random.uniform(lo, hi) for _ in range(n)]
def spread(lo, hi, n): return [random.choice([-1, 1]) * 2 ** random.uniform(lo, hi) for _ in range(n)]
def positive(xs): return [abs(x) for x in xs]
quadrants = [float(k * mp.pi / 2) for k in [1, 2, 3, 4, 5, 11, 22, 344, 710, 51819, 573204, 5419351, 10**9 + 7]]
angles = near(-4, 4, 40) + spread(-40, 20, 25) + spread(20, 60, 15) + spread(60, 1023, 15) + quadrants

cases = {
    "exp": near(-1, 1, 40) + near(-745, 709, 40) + spread(-60, -1, 10),
    "log": near(0.5, 2, 40) + positive(spread(-1070, 1023, 30)) + [1 + x for x in spread(-50, -3, 20)],
    "sin": angles, "cos": angles, "tan": angles,
    "tanh": near(-3, 3, 50) + near(3, 22, 40) + spread(-60, 5, 30),
    "logistic": near(-5, 5, 40) + near(-740, 40, 40),
}
functions = {
    "exp": mp.exp, "log": mp.log, "sin": mp.sin, "cos": mp.cos, "tan": mp.tan, "tanh": mp.tanh,
    "logistic": lambda x: 1 / (1 + mp.exp(-x)),
}
lines = []
def add(name, arguments, true):
    value = float(true)
    if value in (float('inf'), float('-inf')) or abs(value) < 2.0**-1000: return
    lines.append(" ".join([name] + [bits(a) for a in arguments] + [bits(value), bits(float(true - mpf(value)))]))
for name, xs in cases.items():
    for x in xs: add(name, [x], functions[name](mpf(x)))
powers = [(random.uniform(0, 5), random.uniform(-20, 20)) for _ in range(40)]
powers += [(1 + x, random.uniform(-1, 1) / x) for x in spread(-50, -3, 30)]
powers += [(2 ** random.uniform(-1000, 1000), random.uniform(-1, 1)) for _ in range(20)]
powers += [(-random.uniform(0, 5), random.randint(-20, 20)) for _ in range(10)]
for x, y in powers: add("power", [float(x), float(y)], mpf(float(x)) ** mpf(float(y)))
open("elementary.txt", "w").write("\n".join(lines) + "\n")
