"""Targets 2, 2b and 3: `validate` as a whole process; and how it grows."""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.generate import TODAY
from benchmarks.measure import PROGRAMS, Bench, Result, Timed, answer_of, own_program, process, tool
from gni_assess.store.schemas import get_schema

_LARGE = 10_000
_SMALL = 1_000
_GROWTH = (100, 1_000, 10_000)
_IDS = {"policy": "POL", "system": "SYS", "case": "CASE"}
_LIMITS: Mapping[str, Mapping[int, float]] = {
    "check-jsonschema": {200: 0.28, 1_000: 0.14, 10_000: 0.08},
    "yamllint": {200: 0.28, 1_000: 0.12},
}
_ARGUMENTS = ("validate", "--today", TODAY)


def measure_small(bench: Bench) -> Iterator[Result]:
    """Target 2: a few hundred to a thousand records."""
    for size in bench.sizes:
        if size <= _SMALL:
            yield _against_check_jsonschema(bench, size, "2")


def measure_large(bench: Bench) -> Iterator[Result]:
    """Target 3: thousands of records."""
    for size in bench.sizes:
        if _SMALL < size <= _LARGE:
            yield _against_check_jsonschema(bench, size, "3")


def measure_against_yamllint(bench: Bench) -> Iterator[Result]:
    """Target 2b: the same work as target 2."""
    for size in bench.sizes:
        if size <= _SMALL:
            yield _compare(bench, size, "2b", "yamllint", ["-d", "relaxed", "."])


def measure_growth(bench: Bench) -> Iterator[Result]:
    """How time and memory grow with the number of records; above 10,000 only where a size says so."""
    most = max(bench.sizes)
    for size in sorted({*(each for each in _GROWTH if each <= most), *(each for each in bench.sizes if each > _LARGE)}):
        root, run = bench.workspace(size), _validate(bench, size)
        run()
        taken = tuple(run() for _ in range(bench.rounds))
        peak = answer_of([sys.executable, PROGRAMS / "peak.py", *_ARGUMENTS], root)
        each = median(taken) / size * 1_000_000
        note = f"peak memory {peak} MiB"
        yield Result(target="growth", work=f"`validate`, {size:,} records", unit="µs a record", value=each, ours=taken, note=note)


def _validate(bench: Bench, size: int) -> Timed:
    return process([own_program(), *_ARGUMENTS], bench.workspace(size))


def _against_check_jsonschema(bench: Bench, size: int, target: str) -> Result:
    root = bench.workspace(size)
    schema = bench.folder / "records.schema.json"
    schema.write_text(json.dumps(_schema_of_records()), encoding="utf-8")
    files = sorted(each.relative_to(root) for each in (root / "evidence").glob("*/*.yaml"))
    return _compare(bench, size, target, "check-jsonschema", ["--schemafile", schema, *files])


def _compare(bench: Bench, size: int, target: str, name: str, arguments: list[str | Path]) -> Result:
    work, limit = f"`validate`, {size:,} records", _LIMITS[name].get(size)
    found = tool(name)
    if found is None:
        return Result(target=target, work=work, against=name, limit=limit, note=f"skipped: `pip install {name}` to measure it")
    one, other = bench.compare(_validate(bench, size), process([found, *arguments], bench.workspace(size)))
    return Result(target=target, work=work, against=name, limit=limit, ours=one, peer=other)


def _schema_of_records() -> dict[str, Any]:
    """Make one schema for all kinds of record, so that the other program reads all files in one process, as ours does."""
    shared: dict[str, Any] = {}
    branches = []
    for kind in ("response", *_IDS):
        schema = {key: value for key, value in get_schema(kind).items() if key not in ("$schema", "$id")}
        shared.update(schema.pop("$defs", {}))
        chosen = {"properties": {"id": {"pattern": f"^{_IDS[kind]}-"}}} if kind in _IDS else {"not": {"required": ["id"]}}
        branches.append({"if": chosen if kind not in _IDS else {**chosen, "required": ["id"]}, "then": schema})
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "allOf": branches, "$defs": shared}
