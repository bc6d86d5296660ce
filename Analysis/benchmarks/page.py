# SPDX-License-Identifier: GPL-3.0-or-later
"""How do the figures of a record read? Its page, made from the files of its folder and nothing else.

    page.py FOLDER > FOLDER/README.md
"""
import csv
import json
import pathlib
import sys

folder = pathlib.Path(sys.argv[1])
LEVELS = [level for level in ("avx512", "avx2", "sse2") if (folder / f"bench-{level}.json").exists()]
bench = {level: json.loads((folder / f"bench-{level}.json").read_text()) for level in LEVELS}
threads = json.loads((folder / "threads.json").read_text())
machine = (folder / "machine.txt").read_text()
best = bench[LEVELS[0]]

# Name of a ratio, what it is, its bound at each level, and whether it is an upper one.
MUSTS = [
    ("yardstick", "compiled world / fused C, 64 replicates", {"avx512": 0.6, "avx2": 0.75, "sse2": 0.75}, False),
    ("naive", "compiled world / naive C", {"avx512": 15, "avx2": 8, "sse2": 4}, False),
    ("operation", "one more elementwise operation, of the fused C's time", dict.fromkeys(LEVELS, 0.08), True),
    ("size", "time of an update, 10^6 / 10^4 agents", dict.fromkeys(LEVELS, 2), True),
    ("packed", "512 replicates with `draws packed` / fused C", dict.fromkeys(LEVELS, 2), False),
    ("packedKernel", "the same / multi-spin C", {}, False),
    ("hugeNaive", "one world of 10^7 agents / naive C", dict.fromkeys(LEVELS, 4), False),
    ("hugeSingle", "the same / C with a bit an agent", {}, False),
]


def told(value, bound, is_upper):
    if value is None:
        return "-"
    text = f"{value:.3g}"
    if bound is None:
        return text
    is_met = value <= bound if is_upper else value >= bound
    return f"{text} ({'at most' if is_upper else 'at least'} {bound:g})" + ("" if is_met else " **missed**")


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |")


def speed(name, document=best):
    return next((c["updatesPerSecond"] for c in document["cases"] if c["name"] == name), None)


print(f"# Benchmarks of {folder.name}\n")
print("Made by `Analysis/benchmarks/record.sh`, from the files of this folder alone. Every case runs an ordinary world file through "
      "the default build; engine and C kernels take turns round by round in one process, built for the same level, and a speed is "
      "told only where the answer is right. Speeds are agent updates a second of processor time on one core, of the quickest round (the median one of an epidemic, whose rounds differ).\n")
print("```\n" + machine.rstrip() + "\n```\n")

print("## Against kernels written by hand\n")
row("", *LEVELS)
row("---", *["---"] * len(LEVELS))
for name, meaning, bounds, is_upper in MUSTS:
    row(meaning, *[told(bench[l]["ratios"].get(name), bounds.get(l), is_upper) for l in LEVELS])
for name, value in threads["ratios"].items():
    if name.startswith("threads"):
        which = name.partition("-")[2] or "heat-bath"
        row(f"{which} on two threads / one, by the wall clock",
            told(value, 1.9 if which == "heat-bath" else None, False), *[""] * (len(LEVELS) - 1))

print("\n## Every case\n")
print("Updates a second and core; in parentheses over the fused C kernel on the heat-bath workload in the same rounds.\n")
row("case", "agents", "replicates", "bytes an agent and replicate", *LEVELS)
row(*["---"] * (4 + len(LEVELS)))
for index, case in enumerate(best["cases"]):
    cells = []
    for level in LEVELS:
        here = bench[level]["cases"][index]
        times = here["secondsPerUpdate"]
        unit = f" ({min(times['yardstick']) * here['updatesPerSecond']:.3f})" if "yardstick" in times else ""
        cells.append(f"{here['updatesPerSecond']:.3g}{unit}")
    row(case["name"], case["agents"], case["replicates"], f"{case['bytesPerAgent']:.1f}", *cells)

print("\n## Against others\n")
print("The heat-bath rule on 10,000 agents by the scripts of `Analysis/benchmarks/peers`: updates a second of processor time on one "
      f"thread. The engine: level {LEVELS[0]}, 64 replicates on one network.\n")
row("peer", "version", "updates/s", "mean conduct", "the engine / it")
row(*["---"] * 5)
PEER_MUSTS = {"NumPy and SciPy: 64 replicates": 5, "numba": 30, "graph-tool iterate_sync": 30,
              "graph-tool iterate_async": 20, "Mesa": 1500}
for peer in csv.DictReader((folder / "peers.csv").open()):
    case = "sequential" if peer["peer"].endswith("async") else "heat-bath"
    ratio = speed(case) / float(peer["updatesPerSecond"])
    row(peer["peer"], peer["version"], f"{float(peer['updatesPerSecond']):.3g}", peer["mean"],
        f"{case}: " + told(ratio, PEER_MUSTS.get(peer["peer"]), False))

print("\n## Large worlds\n")
print("One world from outside, `arendt run`: time, peak memory of the whole program, and what reading, generating and "
      "starting it takes. An update and the set-up are told in processor time of all threads.\n")
row("agents", "threads", "s a step", "ns an update", "set-up, s", "set-up, ns an agent", "peak, GB", "bytes an agent")
row(*["---"] * 8)
for size in csv.DictReader((folder / "sizes.csv").open()):
    row(f"{int(size['agents']):,}", size["threads"], size["wallSecondsAStep"], size["nsAnUpdate"], size["setupWallSeconds"],
        size["setupNsAnAgent"], f"{int(size['peakBytes']) / 1e9:.2f}", size["bytesAnAgent"])
