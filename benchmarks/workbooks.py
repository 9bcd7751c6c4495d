"""Targets 6 and 6b: writing workbooks, as whole processes."""

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.generate import TODAY
from benchmarks.measure import PROGRAMS, Bench, Result, Timed, own_program, process
from gni_assess.store.create import create_sample

_ROWS = PROGRAMS / "rows.py"


def measure_export(bench: Bench) -> Iterator[Result]:
    """Target 6: export of the sample (load, check, disclose, write, read back) against a program that only writes the cells."""
    root, cells, written = bench.new_folder() / "sample", bench.folder / "cells.json", bench.folder / "sample.xlsx"
    create_sample(root)
    export = process([own_program(), "export", "--today", TODAY, "--force", "-o", written], root)
    export()
    process([sys.executable, PROGRAMS / "cells.py", "describe", written, cells], bench.folder)()
    count = sum(len(sheet["cells"]) for sheet in json.loads(cells.read_text(encoding="utf-8"))["sheets"])
    peer = process([sys.executable, PROGRAMS / "cells.py", "write", cells, bench.folder / "peer.xlsx"], bench.folder)
    one, other = bench.compare(export, peer)
    against = "openpyxl writing the same cells and styles"
    yield Result(target="6", work="`export` of the sample", against=against, limit=0.8, ours=one, peer=other, note=f"{count:,} cells")


def measure_rows(bench: Bench) -> Iterator[Result]:
    """Target 6b: 100,000 rows of 15 styled cells, with the memory that writing takes, and whether the same values give the same bytes."""
    folder = bench.new_folder()
    ours, peer = _Rows("gni-assess", folder), _Rows("openpyxl", folder)
    one, other = bench.compare(ours.timed, peer.timed)
    work = "100,000 rows of 15 styled cells"
    yield Result(target="6b", work=work, against="openpyxl, write-only, same styles", limit=0.55, ours=one, peer=other)
    yield Result(target="6b", work=f"{work}: memory", unit="MiB above start", limit=64, value=ours.memory)
    yield Result(target="6b", work=f"{work}: memory of openpyxl", unit="MiB above start", value=peer.memory)
    yield Result(target="6b", work=f"{work}: different files", unit=f"of {ours.runs} runs", limit=1, value=len(ours.digests))
    checked = _Rows("gni-assess-checked", folder)
    taken = checked.timed()
    yield Result(target="6b", work=f"{work}: with reading back", against="openpyxl as above", ours=(taken,), peer=(median(other),))
    yield Result(target="6b", work=f"{work}: memory with reading back", unit="MiB above start", value=checked.memory)


class _Rows:
    """Runs of the program that writes many rows, with what they used and made."""

    def __init__(self, writer: str, folder: Path) -> None:
        self._book, self._facts = folder / f"{writer}.xlsx", folder / f"{writer}.json"
        command: list[str | Path] = [sys.executable, _ROWS, writer, self._book, self._facts]
        self._run: Timed = process(command, folder, prepare=lambda: self._book.unlink(missing_ok=True))
        self.memory = 0.0
        self.runs = 0
        self.digests: set[str] = set()

    def timed(self) -> float:
        taken = self._run()
        facts: dict[str, Any] = json.loads(self._facts.read_text(encoding="utf-8"))
        self.memory = max(self.memory, facts["after"] - facts["before"])
        self.digests.add(hashlib.sha256(self._book.read_bytes()).hexdigest())
        self.runs += 1
        return taken
