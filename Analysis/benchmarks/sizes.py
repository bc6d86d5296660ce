# SPDX-License-Identifier: GPL-3.0-or-later
"""What does one world of 10^7 and of 10^8 agents take? Time, memory and the cost of making it, from outside.

    sizes.py PROGRAM WORLD THREADS AGENTS... > sizes.csv

Each size runs twice, with few and with more steps. The difference is the steps; what is left at no step is reading the
world, generating the network and drawing the initial state, told per agent. The peak is that of the whole program.
"""
import os
import subprocess
import sys
import time

FEW = 2


def run(program, world, threads, agents, steps):
    """Wall seconds, processor seconds and peak bytes of one run."""
    start = time.monotonic()
    process = subprocess.Popen(
        [program, "run", world, "--set", f"clerks={agents}", "--set", "field=0.4", "--together-only",
         "--replicates", "1", "--networks", "1", "--steps", str(steps), "--warmup", "1",
         "--threads", str(threads), "--quiet"],
        stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{agents} agents: the program ended with status {os.waitstatus_to_exitcode(status)}")
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, 1024 * usage.ru_maxrss


program, world, threads = sys.argv[1:4]
print("agents,threads,wallSecondsAStep,nsAnUpdate,setupWallSeconds,setupNsAnAgent,peakBytes,bytesAnAgent")
for agents in map(int, sys.argv[4:]):
    # Many seconds of steps, so that they stand out from what the set-up varies by.
    further = max(10, 2_000_000_000 // agents)
    few, many = (run(program, world, threads, agents, steps) for steps in (FEW, FEW + further))
    step_wall, step_work = ((m - f) / further for f, m in zip(few[:2], many[:2]))
    setup_wall, setup_work = (f - FEW * step for f, step in zip(few[:2], (step_wall, step_work)))
    peak = max(few[2], many[2])
    print(f"{agents},{threads},{step_wall:.4g},{1e9 * step_work / agents:.4g},{setup_wall:.4g},"
          f"{1e9 * setup_work / agents:.4g},{peak},{peak / agents:.4g}", flush=True)
