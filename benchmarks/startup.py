"""Targets 1 and 1b: how long until a command does anything."""

import sys
from collections.abc import Iterator

from benchmarks.measure import PROGRAMS, Bench, Result, own_program, process

_REPEATS = 4
"""These are short and noisy, so each counts more rounds."""


def measure_version(bench: Bench) -> Iterator[Result]:
    """Target 1: the quickest answer of the installed program."""
    ours = process([own_program(), "--version"], bench.folder)
    bare = process([sys.executable, "-c", "pass"], bench.folder)
    one, other = bench.compare(ours, bare, rounds=bench.rounds * _REPEATS)
    yield Result(target="1", work="`gni-assess --version`", against="`python -c pass`", limit=1.75, ours=one, peer=other)


def measure_commands(bench: Bench) -> Iterator[Result]:
    """Target 1b: help, and the command that does least, against a typer app of one command with the same settings."""
    bare = PROGRAMS / "bare_typer.py"
    for ours, peer, what in ((["--help"], ["--help"], "its `--help`"), (["schema", "interview"], [], "its command that does nothing")):
        timed = process([own_program(), *ours], bench.folder), process([sys.executable, bare, *peer], bench.folder)
        one, other = bench.compare(*timed, rounds=bench.rounds * _REPEATS)
        work = f"`gni-assess {' '.join(ours)}`"
        yield Result(target="1b", work=work, against=f"bare typer app: {what}", limit=1.15, ours=one, peer=other)
