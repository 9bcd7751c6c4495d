"""Diagnostics as a Code Quality report of GitLab. It carries no value of a record."""

from collections.abc import Sequence
from typing import Any

from gni_assess.model.diagnostics import Diagnostic
from gni_assess.model.visible import visible_line
from gni_assess.model.vocabulary import DiagnosticSeverity
from gni_assess.output.concise import write_subject
from gni_assess.output.fingerprints import hash_of
from gni_assess.output.json_text import to_json
from gni_assess.output.run import Run, repository_path_of

_SEVERITIES = {
    DiagnosticSeverity.ERROR: "major",
    DiagnosticSeverity.WARNING: "minor",
    DiagnosticSeverity.INFORMATION: "info",
}


def write_gitlab(runs: Sequence[Run]) -> str:
    """Give runs as one Code Quality report. GitLab needs a line: what stands nowhere in particular gets the first."""
    return to_json([_write(run, each) for run in runs for each in run.diagnostics])


def _write(run: Run, diagnostic: Diagnostic) -> dict[str, Any]:
    what = visible_line(write_subject(diagnostic) + diagnostic.message)
    return {
        "description": f"{what} (how to mend it: {visible_line(diagnostic.fix)})",
        "check_name": f"{diagnostic.code} {diagnostic.name}",
        "fingerprint": hash_of(run, diagnostic),
        "severity": _SEVERITIES[diagnostic.severity],
        "location": {"path": repository_path_of(run, diagnostic.place), "lines": {"begin": diagnostic.place.line or 1}},
    }
