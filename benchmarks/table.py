"""The results as a table for people and as JSON for machines."""

import json
import os
import platform
from collections.abc import Iterator, Sequence
from importlib import metadata
from statistics import median
from typing import Any

from benchmarks.measure import Result

_PACKAGES = ("gni-assess", "check-jsonschema", "jsonschema", "jsonschema-rs", "openpyxl", "PyYAML", "typer", "xlsxwriter", "yamllint")


def machine() -> str:
    """Say what was measured on."""
    return f"{os.cpu_count()} cores, Python {platform.python_version()}"


def write_table(results: Sequence[Result]) -> Iterator[str]:
    """Give the lines of the table, in Markdown."""
    yield "| # | work | against | figure | target | met | seconds | seconds of the other |"
    yield "|---|---|---|---|---|---|---|---|"
    for each in results:
        target = "" if each.limit is None else f"≤ {each.limit:g}"
        met = {True: "yes", False: "**no**", None: ""}[each.is_met]
        cells = (each.target, each.work, each.against, _figure(each), target, met, _seconds(each.ours), _seconds(each.peer))
        yield f"| {' | '.join(cells)} |"
    for each in results:
        if each.note:
            yield f"\n{each.target}, {each.work}: {each.note}"


def write_json(results: Sequence[Result], rounds: int) -> str:
    """Give the results as JSON, with every single measurement."""
    found = {name: version for name in _PACKAGES if (version := _version(name))}
    value = {"version": 1, "machine": machine(), "rounds": rounds, "packages": found, "results": [_plain(each) for each in results]}
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _plain(result: Result) -> dict[str, Any]:
    return {**vars(result), "ratios": result.ratios, "figure": result.figure, "met": result.is_met}


def _figure(result: Result) -> str:
    if result.figure is None:
        return "not measured"
    if not result.ratios:
        return f"{result.figure:,.4g} {result.unit}".strip()
    return f"{result.figure:.3g} ({min(result.ratios):.3g} to {max(result.ratios):.3g})"


def _seconds(values: Sequence[float]) -> str:
    return f"{median(values):.3g}" if values else ""


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""
