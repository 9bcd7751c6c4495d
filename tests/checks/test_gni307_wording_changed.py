from collections.abc import Callable
from typing import Any

import pytest

from gni_assess.checks.digests import wording_digest
from gni_assess.model.assessment import Record
from gni_assess.model.criteria import Criterion
from gni_assess.model.diagnostics import Problem
from gni_assess.model.vocabulary import CompanyType, DiagnosticSeverity, Finding, Skipped, Stage

Find = Callable[..., list[Problem]]
Make = Callable[..., Record]
NOW = wording_digest("Who decides?")
THEN = wording_digest("Who decided?")
PLATFORM, VENDOR = CompanyType.PLATFORM, CompanyType.VENDOR


def test_another_wording_is_found(find: Find, a_response: Make) -> None:
    (found,) = find("GNI307", a_response(confirmed_wording=THEN))
    assert (found.path, found.message) == (("confirmed_wording",), "the question of `GOV-01` has changed since it was answered")
    assert "gni-assess interview --only GOV-01" in found.fix


def test_the_same_wording_however_it_is_wrapped_passes(find: Find, a_response: Make, a_criterion: Callable[..., Criterion]) -> None:
    assert find("GNI307", a_response(confirmed_wording=NOW)) == []
    assert find("GNI307", a_response(confirmed_wording=NOW), criteria=(a_criterion(question="Who\n  decides?\n"),)) == []


def test_nothing_is_said_where_no_wording_was_kept(find: Find, a_response: Make) -> None:
    assert find("GNI307", a_response()) == []


def test_the_question_is_the_one_that_is_put_to_this_company(find: Find, a_response: Make, a_criterion: Callable[..., Criterion]) -> None:
    criteria = (a_criterion(question_for={VENDOR: "Who decides for customers?"}),)
    as_vendor = a_response(confirmed_wording=wording_digest("Who decides for customers?"))
    for types, is_found in (((VENDOR,), False), ((PLATFORM,), True), ((VENDOR, PLATFORM), True)):
        assert len(find("GNI307", as_vendor, criteria=criteria, types=types)) == is_found
        assert len(find("GNI307", a_response(confirmed_wording=NOW), criteria=criteria, types=types)) != is_found


@pytest.mark.parametrize("changes", [{"answer": ""}, {"finding": None}, {"skipped": Skipped.COME_BACK_LATER}])
def test_unfinished_responses_are_another_rule_s(changes: dict[str, Any], find: Find, a_response: Make) -> None:
    assert find("GNI307", a_response(confirmed_wording=THEN, **changes)) == []


def test_not_applicable_is_an_answer_to_a_question_too(find: Find, a_response: Make) -> None:
    assert len(find("GNI307", a_response(finding=Finding.NOT_APPLICABLE, reason="Qreason why.", confirmed_wording=THEN))) == 1


@pytest.mark.parametrize("stage", list(Stage))
def test_it_is_an_error_when_the_company_says_it_is_ready(stage: Stage, run_all: Callable[..., Any], a_response: Make) -> None:
    found = run_all(a_response(confirmed_wording=THEN), at=stage).diagnostics
    wanted = DiagnosticSeverity.ERROR if stage is Stage.READY else DiagnosticSeverity.WARNING
    assert [each.severity for each in found if each.code == "GNI307"] == [wanted]


def test_what_is_no_digest_is_another_wording(find: Find, a_response: Make) -> None:
    assert len(find("GNI307", a_response(confirmed_wording="as I remember it"))) == 1
