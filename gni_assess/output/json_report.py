"""Diagnostics as JSON, version 1: code, record, field and position, and never the value of a record's field."""

from typing import Any

from gni_assess.model.diagnostics import Diagnostic
from gni_assess.output.json_text import to_json
from gni_assess.output.run import Run

VERSION = 1
"""The version of this JSON; new keys may be added to it, none is changed or removed."""


def write_json(run: Run) -> str:
    """Give a run as one JSON document."""
    counts = {severity.value: number for severity, number in run.counts.items()}
    value = {
        "version": VERSION,
        "stage": run.stage.value if run.stage else None,
        "summary": {
            "files_read": run.files_read,
            "criteria": run.criteria,
            "answered": run.answered,
            **counts,
            "ignored": sum(run.ignored.values()),
        },
        "diagnostics": [_write(each) for each in run.diagnostics],
        "ignored": [{"code": code, "count": number} for code, number in sorted(run.ignored.items())],
    }
    return to_json(value)


def _write(diagnostic: Diagnostic) -> dict[str, Any]:
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
        "record": {"kind": record.kind.value, "id": record.id} if record else None,
        "path": list(diagnostic.path),
    }
