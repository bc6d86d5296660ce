# SPDX-License-Identifier: GPL-3.0-or-later
"""Is `xarray.open_dataset` all that a reader of a diagram needs?

Usage: read_diagram.py DIAGRAM.nc EXPECTED.json. The second file holds, for each cell, its coordinates by name and the values
that `sel` must give there. Ends with status 0 and the word "ok" when all is well, else with the first failure.
"""

import json
import sys

import xarray


def check(truth, message):
    if not truth:
        sys.exit(f"failed: {message}")


def main(path, expected_path):
    with open(expected_path, encoding="utf-8") as file:
        expected = json.load(file)
    dataset = xarray.open_dataset(path)
    check(list(dataset[expected["variable"]].dims) == expected["dimensions"], f"axes are {dataset[expected['variable']].dims}")
    for name, values in expected["axes"].items():
        check(list(dataset[name].values) == values, f"values of {name}")
        check(dataset[name].attrs["units"] == "1", f"units of {name}")
        check(dataset[name].attrs["long_name"], f"long_name of {name}")
    for name, text in expected["attributes"].items():
        check(str(dataset.attrs[name]) == text, f"attribute {name} is {dataset.attrs[name]!r}")
    for cell in expected["cells"]:
        place = dataset.sel(cell["at"])
        for name, value in cell["values"].items():
            found = place[name].item()
            check(found == value or value is None and found != found, f"{name} at {cell['at']} is {found}, not {value}")
    for name in dataset.data_vars:
        attributes = dataset[name].attrs
        check(attributes.get("long_name"), f"{name} has no long_name")
        check("units" in attributes or "flag_meanings" in attributes or dataset[name].dtype.kind in "OU", f"{name} has no units")
        if name.endswith("_mean"):
            base = name.removesuffix("mean")
            check(all(base + end in dataset for end in ("low", "high", "standardError")), f"{name} has no interval")
    verdict = dataset[expected["verdict"]]
    meanings = verdict.attrs["flag_meanings"].split()
    check(list(verdict.attrs["flag_values"]) == list(range(len(meanings))), "flag_values")
    for cell in expected["cells"]:
        flag = verdict.sel(cell["at"]).item()
        found = None if flag != flag else meanings[int(flag)]
        check(found == cell["verdict"], f"verdict at {cell['at']} is {found}, not {cell['verdict']}")
    refined = {name: size for name, size in dataset.sizes.items() if name == "refined"}
    check(refined.get("refined", 0) == expected["refined"], f"refined cells: {refined}")
    dataset.mean()  # arithmetic over the whole file works
    print("ok")


if __name__ == "__main__":
    main(*sys.argv[1:])
