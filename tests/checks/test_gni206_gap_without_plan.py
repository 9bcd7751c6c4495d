from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from gni_assess.model.diagnostics import Problem
from gni_assess.model.gaps import Gap
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import GapStatus, Level

Judge = Callable[..., list[Problem]]
ACCEPTED = {"status": GapStatus.ACCEPTED, "reason": "Qreason why.", "accepted_by": "qcounsel", "review_on": date(2027, 6, 30)}
MINOR = {"scale": Level.LOW}


@pytest.fixture
def judge(find: Callable[..., list[Problem]], a_response: Callable[..., Response], a_gap: Callable[..., Gap]) -> Judge:
    """Judge one gap by GNI206, or by another rule."""

    def run(code: str = "GNI206", **changes: Any) -> list[Problem]:  # noqa: ANN401
        return find(code, a_response(gaps=(a_gap(), a_gap("GOV-01-G500", **changes))))

    return run


@pytest.mark.parametrize("status", [GapStatus.OPEN, GapStatus.IN_PROGRESS])
@pytest.mark.parametrize("scale", [Level.MEDIUM, Level.HIGH])
@pytest.mark.parametrize("lack", [{"action": " "}, {"owner": ""}, {"due": None}])
def test_a_moderate_or_severe_gap_needs_a_whole_plan(status: GapStatus, scale: Level, lack: dict[str, Any], judge: Judge) -> None:
    (found,) = judge(status=status, scale=scale, **lack)
    assert (found.path, found.detail) == (("gaps", 1), "`GOV-01-G500`")
    assert f"`{next(iter(lack))}`" in found.fix
    assert judge("GNI212", status=status, scale=scale, **lack) == []


def test_one_gap_gives_one_problem_that_names_all_it_lacks(judge: Judge) -> None:
    (found,) = judge(action="", owner="", due=None)
    assert "`action`, `owner` and `due`" in found.fix


@pytest.mark.parametrize(
    ("changes", "options"),
    [
        ({"owner": "", "due": None}, "--owner … --due …"),
        (ACCEPTED | {"reason": "", "accepted_by": "", "review_on": None}, "--reason … --accepted-by … --review-on …"),
        ({"status": GapStatus.DONE}, "--evidence …"),
    ],
)
def test_the_criterion_is_named_and_a_command_but_not_the_gap(changes: dict[str, Any], options: str, judge: Judge) -> None:
    (found,) = judge(**changes)
    assert "gap of `GOV-01` " in found.message
    assert f"edit the gap in the file, or gni-assess gap set ID {options}; `gni-assess gap list` shows the ID" in found.fix
    assert "G500" not in found.message + found.fix


def test_a_gap_with_a_plan_passes(judge: Judge) -> None:
    assert judge() == []
    assert judge(scale=Level.HIGH) == []


@pytest.mark.parametrize("severity", [MINOR, {}])
def test_an_accepted_gap_needs_its_grounds_whatever_its_severity(severity: dict[str, Any], judge: Judge) -> None:
    assert judge(**ACCEPTED, **severity, action="") == []
    for lack in ({"reason": ""}, {"accepted_by": ""}, {"review_on": None}):
        assert len(judge(**ACCEPTED | severity | lack)) == 1


@pytest.mark.parametrize("severity", [MINOR, {}])
def test_a_done_gap_needs_evidence_whatever_its_severity(severity: dict[str, Any], judge: Judge) -> None:
    assert len(judge(status=GapStatus.DONE, **severity)) == 1
    assert judge(status=GapStatus.DONE, evidence=("POL-417",), action="", **severity) == []


def test_an_open_minor_gap_is_only_a_warning_of_its_own(judge: Judge) -> None:
    assert judge(**MINOR, action="") == []
    assert [each.path for each in judge("GNI212", **MINOR, action="", owner="")] == [("gaps", 1)]
    assert judge("GNI212", **MINOR) == []
    assert judge("GNI212", **MINOR, **ACCEPTED, action="") == []
