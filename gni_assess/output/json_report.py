"""Diagnostics as JSON, version 1: code, record, field and position, and never the value of a record's field."""

from collections.abc import Sequence
from typing import Any

from gni_assess.model.diagnostics import Diagnostic
from gni_assess.output.coverage import coverage_as_json
from gni_assess.output.json_text import to_json
from gni_assess.output.run import Run, merge, path_of

VERSION = 1
"""The version of this JSON; new keys may be added to it, none is changed or removed."""


def write_json(run: Run) -> str:
    """Give a run as one JSON document."""
    return to_json({"version": VERSION, **_write_run(run)})


def write_json_of_several(runs: Sequence[Run]) -> str:
    """Give several runs as one JSON document: the summary of all, and each workspace with the keys that a single run has."""
    workspaces = [{"workspace": run.folder or ".", **_write_run(run)} for run in runs]
    return to_json({"version": VERSION, "summary": {"workspaces": len(runs), **_summarize(merge(runs))}, "workspaces": workspaces})


def _write_run(run: Run) -> dict[str, Any]:
    return {
        "stage": run.stage.value if run.stage else None,
        "summary": _summarize(run),
        "diagnostics": [_write(run, each) for each in run.diagnostics],
        "ignored": [{"code": code, "count": number} for code, number in sorted(run.ignored.items())],
        **({} if run.coverage is None else {"coverage": coverage_as_json(run.coverage, with_values=False)}),
    }


def _summarize(run: Run) -> dict[str, int | None]:
    counts = {severity.value: number for severity, number in run.counts.items()}
    compared = {} if run.known is None else {"known": run.known, "outdated": run.outdated}
    looked_at = {} if run.codes is None else {"codes": run.codes}
    return {
        "files_read": run.files_read,
        "criteria": run.criteria,
        "answered": run.answered,
        **counts,
        "ignored": sum(run.ignored.values()),
        **compared,
        **looked_at,
    }


def _write(run: Run, diagnostic: Diagnostic) -> dict[str, Any]:
    record = diagnostic.record
    return {
        "code": diagnostic.code,
        "name": diagnostic.name,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "fix": diagnostic.fix,
        "file": diagnostic.place.file,
        "line": diagnostic.place.line,
        "column": diagnostic.place.column,
        "file_path": path_of(run, diagnostic.place),
        "record": {"kind": record.kind.value, "id": record.id} if record else None,
        "path": list(diagnostic.path),
    }
