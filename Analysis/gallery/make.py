#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What does each world of the gallery claim, what was measured, and does the claim hold? Runs every claim.json beside it,
# sweeps its study, draws each measure that the study shows, and writes README.md here and the table between the markers
# of the README at the top.
#
# Usage: make.py PROGRAM [NAME ...]   (the named entries and those without results; the others as results.json tells)
#
# Goals, in this order: a claim that fails is shown as failing; the same bytes each time; only Python's own library.
# Every point is run with its own networks, one a replicate, so that a replicate is a realisation; intervals are Student's.
# The seed is not the one at which the tests ask the same.

import json
import math
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parent.parent
SEED = 2026
REPLICATES = 32
BEGIN, END = "<!-- gallery: begin -->", "<!-- gallery: end -->"


def student_upper_tail(t, degrees):
  """P(T > t) for t >= 0: the density integrated by Simpson's rule in the angle atan(t / sqrt(degrees))."""
  angle = math.atan(t / math.sqrt(degrees))
  count = 2000
  width = angle / count
  total = 0.0
  for i in range(count + 1):
    weight = 1 if i in (0, count) else 4 if i % 2 else 2
    total += weight * math.cos(i * width) ** (degrees - 1)
  scale = math.exp(math.lgamma((degrees + 1) / 2) - math.lgamma(degrees / 2)) / math.sqrt(math.pi)
  return 0.5 - scale * total * width / 3


def student_quantile(degrees, tail=0.025):
  """The t that is exceeded with chance `tail`."""
  low, high = 0.0, 1000.0
  for _ in range(200):
    middle = (low + high) / 2
    if student_upper_tail(middle, degrees) > tail:
      low = middle
    else:
      high = middle
  return (low + high) / 2


def interval(values):
  """Mean and the ends of its 95 % interval."""
  mean = math.fsum(values) / len(values)
  variance = math.fsum((v - mean) ** 2 for v in values) / (len(values) - 1)
  half = student_quantile(len(values) - 1) * math.sqrt(variance / len(values))
  return {"mean": mean, "low": mean - half, "high": mean + half}


class Points:
  """Runs of one world, each point once."""

  def __init__(self, program, world):
    self.program, self.world, self.known = program, world, {}

  def means(self, values):
    """Means of every measure, one a replicate, at a point."""
    key = json.dumps(values, sort_keys=True)
    if key not in self.known:
      with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "run"
        command = [
          self.program, "run", self.world, "--quiet", "--together-only", "--seed", str(SEED),
          "--replicates", str(REPLICATES), "--networks", str(REPLICATES), "--output", str(output),
        ]
        for name in sorted(values):
          command += ["--set", f"{name}={values[name]!r}"]
        subprocess.run(command, cwd=PACKAGE, check=True, stdout=subprocess.DEVNULL)
        lines = (output / "replicates.csv").read_text().splitlines()
      head = lines[0].split(",")
      rows = [dict(zip(head, line.split(","))) for line in lines[1:]]
      self.known[key] = {
        name[: -len(".mean")]: [float(row[name]) for row in rows if row["condition"] == "together"]
        for name in head if name.endswith(".mean")
      }
    return self.known[key]


def measured(program, name):
  """Runs one claim; what came out."""
  claim = json.loads((HERE / name / "claim.json").read_text())
  points = Points(program, claim["world"])
  result = {"verdicts": {}, "comparisons": [], "published": []}
  run = subprocess.run(
    [program, "run", claim["world"], "--quiet", "--seed", str(SEED), "--format", "json"],
    cwd=PACKAGE, check=True, stdout=subprocess.PIPE, text=True)
  for harm, answer in json.loads(run.stdout)["harms"].items():
    result["verdicts"][harm] = {key: answer[key] for key in ("limit", "alone", "together", "verdict")}
  for comparison in claim["comparisons"]:
    less = points.means(comparison["less"])[comparison.get("measure") or comparison["lessMeasure"]]
    more = points.means(comparison["more"])[comparison.get("measure") or comparison["moreMeasure"]]
    difference = interval([b - a for a, b in zip(less, more)])
    result["comparisons"].append({
      "less": interval(less), "more": interval(more), "difference": difference,
      "holds": difference["low"] > 0,
    })
  for published in claim.get("published", []):
    ours = interval(points.means(published["at"])[published["measure"]])
    result["published"].append({
      "ours": ours, "holds": abs(ours["mean"] - published["value"]) <= published["tolerance"]})
  (HERE / name / "results.json").write_text(json.dumps(rounded(result), indent=2) + "\n")


def rounded(value):
  """The same with numbers to nine digits, so that libraries of mathematics agree on the text."""
  if isinstance(value, dict):
    return {key: rounded(inner) for key, inner in value.items()}
  if isinstance(value, list):
    return [rounded(inner) for inner in value]
  return float(f"{value:.9g}") if isinstance(value, float) else value


def shown(name):
  """The measures that the study of an entry shows, in its order."""
  study = (HERE / name / f"{name}.study").read_text()
  measures = [m for line in re.findall(r"^measure +(.+)$", study, re.M) for m in re.split(r" *, *", line.strip())]
  if not measures:
    raise SystemExit(f"{name}: the study names no measure")
  return measures


def pictures(name):
  """By measure that is shown, the name of its picture: that of the entry for the first."""
  return {
    measure: f"{name}.png" if index == 0 else f"{name}-{measure}.png" for index, measure in enumerate(shown(name))
  }


def draw(program, name):
  """Sweeps the study of an entry and draws each measure that it shows."""
  with tempfile.TemporaryDirectory() as folder:
    store = Path(folder) / "study.store"
    subprocess.run(
      [program, "sweep", str(HERE / name / f"{name}.study"), "--quiet", "--store", str(store)],
      cwd=PACKAGE, check=True, stdout=subprocess.DEVNULL)
    for measure, picture in pictures(name).items():
      subprocess.run(
        [program, "diagram", str(store), "--quiet", "--harm", measure, "--output", str(Path(folder) / picture)],
        cwd=PACKAGE, check=True, stdout=subprocess.DEVNULL)
    for old in (HERE / name).glob("*.png"):
      old.unlink()
    for picture in pictures(name).values():
      (HERE / name / picture).write_bytes((Path(folder) / picture).read_bytes())


def number(value):
  """Four digits, without a tail of zeros."""
  return f"{0.0 if abs(value) < 1e-12 else value:.4g}"


def estimate(values):
  return f"{number(values['mean'])} ({number(values['low'])} to {number(values['high'])})"


def point(values):
  return ", ".join(f"{name} {number(values[name])}" for name in sorted(values)) or "defaults"


def holds(result):
  return all(c["holds"] for c in result["comparisons"]) and all(p["holds"] for p in result["published"])


def verdicts(result):
  return ", ".join(f"{harm}: **{answer['verdict']}**" for harm, answer in result["verdicts"].items())


def section(name, claim, result):
  """The part of the gallery about one world."""
  world = PACKAGE / claim["world"]
  title = title_of(world)
  path = os.path.relpath(world, HERE)
  lines = [
    f"## {claim['row']}. {title}", "",
    f"{claim['claim']} **{'Holds' if holds(result) else 'FAILS'}.**", "",
    f"[World]({path}), [study]({name}/{name}.study), [claim]({name}/claim.json). At the defaults {verdicts(result)}.", "",
    *[line for measure, picture in pictures(name).items() for line in (f"![{title}: {measure}]({name}/{picture})", "")],
    "| what must hold | measure | less | more | more - less | |", "| --- | --- | --- | --- | --- | --- |",
  ]
  for comparison, found in zip(claim["comparisons"], result["comparisons"]):
    measure = comparison.get("measure") or f"{comparison['lessMeasure']}, {comparison['moreMeasure']}"
    lines.append(
      f"| {comparison['why']} | {measure} | {estimate(found['less'])} at {point(comparison['less'])} "
      f"| {estimate(found['more'])} at {point(comparison['more'])} | {estimate(found['difference'])} "
      f"| {'holds' if found['holds'] else '**FAILS**'} |")
  lines.append("")
  if result["published"]:
    lines += ["| published or exact | ours | at | | |", "| --- | --- | --- | --- | --- |"]
    for published, found in zip(claim["published"], result["published"]):
      kind = published["kind"]
      if published.get("free"):
        kind += " by " + ", ".join(published["free"])
      lines.append(
        f"| {number(published['value'])}, within {number(published['tolerance'])} ({published['source']}) "
        f"| {estimate(found['ours'])} of {published['measure']} | {point(published['at'])} | {kind} "
        f"| {'holds' if found['holds'] else '**FAILS**'} |")
    lines.append("")
  return lines


def title_of(world):
  """The title that a world file declares."""
  for line in world.read_text().splitlines():
    if line.startswith('world "'):
      return line[len('world "'):].rstrip().rstrip('"')
  raise SystemExit(f"{world}: no title")


def write(entries):
  """Writes the gallery and the table of the README."""
  failing = sum(not holds(result) for _, _, result in entries)
  lines = [
    "# The gallery", "",
    "Made by `make gallery`; not written by hand. Each world of the library says one thing that could be false; here is what was",
    f"measured at seed {SEED} with {REPLICATES} replicates a point, each on a network of its own, both points of a comparison on the same draws. In",
    "parentheses are 95 % intervals over realisations. A comparison holds where the interval of its difference lies above 0; a published",
    "figure is met where ours is within the tolerance said beside it. *Calibrated* names the parameters that were chosen to meet it, *predicted* had none.",
    "The tests ask the comparisons again, at other seeds and a false-alarm rate of 1e-6 over all of them.", "",
    f"Worlds: {len(entries)}. Claims that hold: {len(entries) - failing}, that fail: {failing}.", "",
  ]
  for name, claim, result in entries:
    lines += section(name, claim, result)
  (HERE / "README.md").write_text("\n".join(lines).rstrip() + "\n")

  table = ["| world | claim | at the defaults | |", "| --- | --- | --- | --- |"]
  for name, claim, result in entries:
    anchor = "".join(
      c for c in f"{claim['row']}. {title_of(PACKAGE / claim['world'])}".lower()
      if c.isalnum() or c in " -").replace(" ", "-")
    words = ", ".join(dict.fromkeys(answer["verdict"] for answer in result["verdicts"].values()))
    table.append(
      f"| [{claim['row']} {Path(claim['world']).stem}](Analysis/gallery/README.md#{anchor}) | {claim['claim']} "
      f"| {words} | {'holds' if holds(result) else '**FAILS**'} |")
  readme = PACKAGE / "README.md"
  text = readme.read_text()
  if text.count(BEGIN) != 1 or text.count(END) != 1:
    raise SystemExit(f"README.md has not one '{BEGIN}' and one '{END}'")
  before, rest = text.split(BEGIN)
  readme.write_text(before + BEGIN + "\n" + "\n".join(table) + "\n" + END + rest.split(END)[1])


def main():
  if len(sys.argv) < 2:
    raise SystemExit("usage: make.py PROGRAM [NAME ...]")
  program = str(Path(sys.argv[1]).resolve())
  names = sorted(path.parent.name for path in HERE.glob("*/claim.json"))
  wanted = sys.argv[2:] or names
  wanted += [name for name in names if name not in wanted and not (HERE / name / "results.json").exists()]
  for name in wanted:
    if name not in names:
      raise SystemExit(f"no claim '{name}'")
    print(name, file=sys.stderr, flush=True)
    measured(program, name)
    draw(program, name)
  entries = []
  for name in names:
    claim = json.loads((HERE / name / "claim.json").read_text())
    result = json.loads((HERE / name / "results.json").read_text())
    if any(len(claim.get(part, [])) != len(result[part]) for part in ("comparisons", "published")):
      raise SystemExit(f"{name}: results.json is of another claim; run make.py PROGRAM {name}")
    entries.append((name, claim, result))
  entries.sort(key=lambda entry: entry[1]["row"])
  write(entries)


if __name__ == "__main__":
  main()
