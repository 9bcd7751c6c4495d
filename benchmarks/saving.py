"""Target 7: saving an answer with its journal."""

import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from benchmarks.generate import SMALLEST, generate
from benchmarks.measure import Bench, Result, stopwatch
from gni_assess.model.changes import Change
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Finding
from gni_assess.store.apply import apply_changes
from gni_assess.store.save import sync_folder

_TIMES = 50
_LENGTH = 1_950
_AT = datetime(2026, 6, 1, tzinfo=UTC)


def measure(bench: Bench) -> Iterator[Result]:
    """Save an answer of 2 KB fifty times, as an interview does, against bare files that survive a crash."""
    root, bare = bench.new_folder() / "workspace", bench.new_folder()
    generate(root, SMALLEST)
    taken: list[str] = []

    def ours() -> float:
        # A response of its own each round, so that every round starts without a journal.
        criterion = f"ORG-{len(taken) + 1:02}"
        taken.append(criterion)
        versions = [Response(criterion=criterion, finding=Finding.IN_PLACE, answer=_answer(number)) for number in range(_TIMES + 1)]
        _save(root, None, versions[0])
        return stopwatch(lambda: _save_all(root, versions))

    def peer() -> float:
        texts = [f"criterion: ORG-01\nfinding: in-place\nanswer: |\n  {_answer(number)}".encode() for number in range(_TIMES)]
        return stopwatch(lambda: _save_all_bare(bare / "ORG-01.yaml", texts))

    one, other = bench.compare(ours, peer)
    against = "temporary file, fsync, rename, fsync of the folder"
    yield Result(target="7", work=f"save a 2-KB answer with journal, {_TIMES} times", against=against, limit=2.5, ours=one, peer=other)


def _answer(number: int) -> str:
    sentence = f"Version {number:02} of what the company does when an authority asks. "
    return (sentence * (_LENGTH // len(sentence))).rstrip() + "\n"


def _save_all(root: Path, versions: Sequence[Response]) -> None:
    for before, after in pairwise(versions):
        _save(root, before, after)


def _save(root: Path, before: Response | None, after: Response) -> None:
    apply_changes(root, [Change(before=before, after=after)], by="officer", via="benchmark", at=_AT)


def _save_all_bare(path: Path, texts: Iterable[bytes]) -> None:
    for each in texts:
        _save_bare(path, each)


def _save_bare(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    Path(name).replace(path)
    sync_folder(path.parent)
