from collections.abc import Callable

import pytest

from gni_assess.checks.runner import Result
from gni_assess.model.assessment import Record
from gni_assess.model.cases import ProtectedTerm
from gni_assess.model.diagnostics import KeyPath, Problem
from gni_assess.model.gaps import Gap
from gni_assess.model.limits import Limit
from gni_assess.model.vocabulary import Audience, Classification, Ground, Stage, Treatment

Find = Callable[..., list[Problem]]
Make = Callable[..., Record]
TERM = "Zebedee Quux"
ASSESSOR_AND_BOARD = "assessor, company-board"
UNTOLD: dict[Audience, Treatment] = {each: Treatment.UNACKNOWLEDGED for each in Audience if each is not Audience.INTERNAL}
SECRET = Limit(ground=Ground.LEGAL_PROHIBITION, treatment=UNTOLD)


@pytest.fixture
def protecting(a_case: Make) -> Record:
    return a_case(protected_terms=(ProtectedTerm(term=TERM),))


@pytest.mark.parametrize("written", [TERM, "ZEBEDEE  quux", "Zébédée-Quux", "Zebedee\u200bQuux"])
def test_a_protected_term_is_found_however_it_is_written(written: str, find: Find, protecting: Record, a_response: Make) -> None:
    (found,) = find("GNI511", protecting, a_response(answer=f"We refused {written}."))
    assert (found.record.id, found.path) == ("GOV-01", ("answer",))
    assert "`CASE-208`" in found.message
    assert "assessor" in found.message


def test_the_term_is_quoted_nowhere(find: Find, protecting: Record, a_response: Make, a_policy: Make, a_gap: Callable[..., Gap]) -> None:
    found = find("GNI511", protecting, a_response(gaps=(a_gap(summary=f"About {TERM}."),)), a_policy(title=f"File of {TERM}"))
    paths: list[KeyPath] = [each.path for each in found]
    assert paths == [("gaps", 0, "summary"), ("title",)]
    assert all(word not in f"{each}" for each in found for word in TERM.split())


def test_notes_for_the_team_do_not_leak(find: Find, protecting: Record, a_response: Make) -> None:
    assert find("GNI511", protecting, a_response(notes=f"Ask {TERM}.")) == []


def test_the_id_of_a_record_that_may_not_be_told_of_leaks(find: Find, a_policy: Make, a_response: Make) -> None:
    secret = a_policy("POL-666", limits=(SECRET,), classification=Classification.RESTRICTED)
    (found,) = find("GNI511", secret, a_response(answer="See POL-666 for the rest."))
    assert found.path == ("answer",)
    assert found.message == "this text names a record that some readers do not receive: `POL-666`"
    assert found.detail == f"the existence of `POL-666` may not be told to: {ASSESSOR_AND_BOARD}"
    assert not [each for each in (*Audience, "existence", "told") if each in found.message + found.fix]


def test_one_text_is_one_diagnostic(find: Find, a_case: Make, a_policy: Make, a_response: Make) -> None:
    cases = [a_case(f"CASE-{number}", protected_terms=(ProtectedTerm(term=TERM),)) for number in (208, 209, 210)]
    secret = a_policy("POL-666", limits=(SECRET,), classification=Classification.RESTRICTED)
    (one,) = find("GNI511", *cases[:1], a_response(answer=f"We refused {TERM}."))
    assert one.message == f"this text would show a term that `CASE-208` protects to: {ASSESSOR_AND_BOARD}"
    (three,) = find("GNI511", *cases, a_response(answer=f"We refused {TERM}."))
    assert three.message == f"this text would show a term that `CASE-208` and 2 more records protect to: {ASSESSOR_AND_BOARD}"
    (mixed,) = find("GNI511", cases[0], secret, a_response(answer=f"We refused {TERM}, see POL-666."))
    assert mixed.message == f"this text would show what `CASE-208` and 1 more record protect to: {ASSESSOR_AND_BOARD}"
    assert mixed.detail == f"the existence of `POL-666` may not be told to: {ASSESSOR_AND_BOARD}"
    others = [a_policy(f"POL-{number}", limits=(SECRET,), classification=Classification.RESTRICTED) for number in (667, 668)]
    (names,) = find("GNI511", secret, *others, a_response(answer="See POL-668, POL-667 and POL-666."))
    assert names.message.endswith(": `POL-666` and 2 more records")


def test_a_leak_is_an_error_at_every_stage(run_all: Callable[..., Result], protecting: Record, a_response: Make) -> None:
    for stage in Stage:
        found = run_all(protecting, a_response(answer=f"We refused {TERM}."), at=stage).diagnostics
        assert [(each.code, each.severity) for each in found] == [("GNI511", "error")]
