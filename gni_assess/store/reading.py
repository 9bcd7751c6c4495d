"""Reading one file: bytes to plain values that fit the schema, or problems with their places. A bad file is a value, not an exception."""

import errno
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from gni_assess.model.diagnostics import FileProblem, RecordRef
from gni_assess.store.explain import conceal_keys, explain_misfit
from gni_assess.store.layout import LINK_OUT, leads_out
from gni_assess.store.schemas import get_acceptor
from gni_assess.store.yaml_reader import MAX_BYTES, Document, YamlError, read_yaml

FORMAT = 1
"""The newest version of every format that this program reads."""


_OF_PACKS = frozenset({"pack", "criteria"})
"""Kinds of file that many workspaces share."""


@dataclass(frozen=True, kw_only=True)
class ReadFile:
    """What became of one file: its document and values where it could be read and fits its schema, else its problems."""

    file: str
    document: Document | None = None
    value: Any = None
    problems: tuple[FileProblem, ...] = ()


def read_file(root: Path, file: str, kind: str, *, record: RecordRef | None = None, version_key: str = "") -> ReadFile:
    """Read and check one file. `file` is relative to `root`; `version_key` names the field that holds the format's version."""
    data = fetch_bytes(root, file, record=record)
    return data if isinstance(data, ReadFile) else parse_bytes(data, file, kind, record=record, version_key=version_key)


def fetch_bytes(root: Path, file: str, *, record: RecordRef | None = None) -> bytes | ReadFile:
    """Get what is in a file, or the problem that keeps it from being read."""

    def problem(code: str, message: str, fix: str) -> ReadFile:
        return ReadFile(file=file, problems=(FileProblem(code=code, file=file, message=message, fix=fix, record=record),))

    if leads_out(root, file):
        return problem("GNI404", "the file, or a folder above it, is a link that leads out of the workspace", LINK_OUT)
    try:
        return read_bounded(root / file)
    except OSError as error:
        why = error.strerror or "unknown reason"
        return problem("GNI001", f"the file cannot be read: {why}", "check that it is there and that you may read it")


def read_bounded(path: Path) -> bytes:
    """Read a file, but no more than just over the bound, so that a giant one costs nothing. Raises OSError."""
    if not path.is_file():  # a pipe or a device would never end
        raise FileNotFoundError(errno.ENOENT, "there is no such file", str(path))
    with path.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)


def parse_bytes(data: bytes, file: str, kind: str, *, record: RecordRef | None = None, version_key: str = "") -> ReadFile:
    """Parse and check what a file holds, or is about to hold."""
    # Whoever loads several workspaces parses the pack once. The bytes are the key, so what is given is always of this very text.
    parse = _parse_once if kind in _OF_PACKS else _parse
    return parse(data, file, kind, record, version_key)


def _parse(data: bytes, file: str, kind: str, record: RecordRef | None, version_key: str) -> ReadFile:
    try:
        document = read_yaml(data)
    except YamlError as error:
        found = FileProblem(
            code=error.code,
            file=file,
            line=error.line,
            column=error.column,
            message=error.message,
            fix=error.fix,
            detail=error.detail,
            record=record,
        )
        return ReadFile(file=file, problems=(found,))
    if (newer := _find_newer(document, file, version_key, record)) is not None:
        return ReadFile(file=file, document=document, problems=(newer,))
    if not get_acceptor(kind)(document.value):
        return ReadFile(file=file, document=document, problems=misfits(document, file, kind, record))
    return ReadFile(file=file, document=document, value=document.value)


_parse_once = lru_cache(maxsize=32)(_parse)


def misfits(document: Document, file: str, kind: str, record: RecordRef | None) -> tuple[FileProblem, ...]:
    """Say what does not fit the schema, each with line and column."""
    return tuple(
        problem_at(
            document,
            FileProblem(code="GNI003", file=file, path=each.path, message=each.message, fix=each.fix, detail=each.detail, record=record),
            key=each.key,
        )
        for each in explain_misfit(kind, document.value)
    )


def problem_at(document: Document, problem: FileProblem, *, key: str | None = None) -> FileProblem:
    """Give a problem its line and column: those of the value at its path, or of a field's name in it."""
    place: Callable[[Any], tuple[int, int]] = document.place_of if key is None else document.place_of_key
    line, column = place(problem.path if key is None else (*problem.path, key))
    return FileProblem(**{**vars(problem), "line": line, "column": column, "path": conceal_keys(problem.path)})


def _find_newer(document: Document, file: str, version_key: str, record: RecordRef | None) -> FileProblem | None:
    value = document.value
    version = value.get(version_key) if version_key and isinstance(value, dict) else None
    if not isinstance(version, int) or isinstance(version, bool) or version <= FORMAT:
        return None
    return problem_at(
        document,
        FileProblem(
            code="GNI007",
            file=file,
            path=(version_key,),
            message="written by a newer version of gni-assess",
            fix="install the newest version of gni-assess",
            record=record,
        ),
    )
