"""Diagnostics and runs to be written."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from gni_assess.model.diagnostics import WORKSPACE_REF, Diagnostic, Place, RecordRef
from gni_assess.model.vocabulary import DiagnosticSeverity, RecordKind, Stage
from gni_assess.output.fingerprints import number_twins
from gni_assess.output.run import Run

DETAIL = "Zqx-value"
HOSTILE = "evidence/\u202e\x1b[31m\x9b\n\U000e0001\ufffe,:%<&\"'.yaml"


@pytest.fixture
def a_diagnostic() -> Callable[..., Diagnostic]:
    plain = Diagnostic(
        code="GNI101",
        name="unknown-criterion",
        severity=DiagnosticSeverity.ERROR,
        message="there is no such criterion",
        fix="name one that there is",
        place=Place(file="evidence/cases/CASE-208.yaml", line=3, column=5),
        record=RecordRef(kind=RecordKind.CASE, id="CASE-208"),
        path=("criteria", 0),
        detail=DETAIL,
    )

    def make(record: str | None = "CASE-208", **changes: Any) -> Diagnostic:  # noqa: ANN401 - any field may be given
        place = Place(
            file=changes.pop("file", f"evidence/cases/{record}.yaml"), line=changes.pop("line", 3), column=changes.pop("column", 5)
        )
        about = None if record is None else RecordRef(kind=RecordKind.CASE, id=record)
        return replace(plain, place=place, record=about, **changes)

    return make


@pytest.fixture
def missing(a_diagnostic: Callable[..., Diagnostic]) -> Callable[[str], Diagnostic]:
    """Give a diagnostic about a response that is not there: it points at the workspace file."""

    def make(criterion: str) -> Diagnostic:
        found = a_diagnostic(
            code="GNI201",
            name="missing-response",
            file="gni-assess.yaml",
            path=("assessment", "pack"),
            about=criterion,
            message=f"`{criterion}` has no response",
            fix=f"answer {criterion}",
        )
        return replace(found, record=WORKSPACE_REF)

    return make


@pytest.fixture
def a_run() -> Callable[..., Run]:
    def make(*diagnostics: Diagnostic, **changes: Any) -> Run:  # noqa: ANN401 - any field may be given
        plain = Run(diagnostics=diagnostics, files_read=1, stage=Stage.REVIEW, criteria=98, answered=14, ignored=Counter())
        run = replace(plain, **changes)
        return number_twins(run, run)

    return make


@pytest.fixture
def hostile(a_diagnostic: Callable[..., Diagnostic]) -> Diagnostic:
    """Give a diagnostic of a file whose name holds what every format has to escape."""
    return a_diagnostic(file=HOSTILE, message="a\r\nb\x07 <c> %25 ]]> ::error::", fix="d\u2028e", path=("x\x1by",))
