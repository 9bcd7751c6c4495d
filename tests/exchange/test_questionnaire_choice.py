from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from gni_assess.exchange.questionnaire_choice import Choice, Wish, assign_questions, changes_between, choose_questions
from gni_assess.model.assessment import Assessment
from gni_assess.model.dates import Stamp
from gni_assess.model.response import Response, ScopedFinding
from gni_assess.model.vocabulary import Finding, Skipped

Answered = Callable[..., Assessment]
DUE, TODAY = date(2026, 12, 5), date(2026, 11, 21)
DONE = {"finding": Finding.IN_PLACE, "answer": "Yes."}


def test_a_person_gets_what_is_assigned_and_open(answered: Answered) -> None:
    record = answered("GOV-01", assignee="lena")
    record = answered("GOV-02", record, assignee="lena", **DONE)
    record = answered("GOV-03", record, assignee="lena", finding=Finding.PLANNED)
    record = answered("GOV-04", record, assignee="carl")
    assert choose_questions(record, Wish(person="lena")) == Choice(asked=("GOV-01", "GOV-03"), answered=("GOV-02",))
    assert choose_questions(record, Wish(person="olga")) == Choice(asked=())


def test_where_all_is_answered_all_is_asked_again(answered: Answered) -> None:
    record = answered("GOV-01", answered("GOV-02", assignee="lena", **DONE), **DONE)
    assert choose_questions(record, Wish(person="lena")) == Choice(asked=("GOV-02",))
    several = answered("GOV-03", answered("GOV-04", record, **DONE), **DONE)
    assert choose_questions(several, Wish(areas=["GOV"])).asked == ("GOV-01", "GOV-02", "GOV-03", "GOV-04")


def test_an_area_opens_no_answer_to_somebody_whose_question_it_was_not(answered: Answered) -> None:
    record = answered("GOV-01", answered("GOV-02", assignee="lena", **DONE), **DONE)
    assert choose_questions(record, Wish(person="lena", areas=["GOV"])) == Choice(asked=("GOV-03", "GOV-04"), answered=("GOV-01", "GOV-02"))
    full = answered("GOV-03", answered("GOV-04", record, **DONE), **DONE)
    found = choose_questions(full, Wish(person="lena", areas=["GOV"]))
    assert found == Choice(asked=("GOV-02",), answered=("GOV-01", "GOV-03", "GOV-04"))
    assert choose_questions(full, Wish(person="lena", areas=["GOV"], only=["GOV-04"])).asked == ("GOV-04",)


def test_what_somebody_else_has_stays_with_them(answered: Answered) -> None:
    record = answered("GOV-02", assignee="carl")
    wish = Wish(person="lena", only=["GOV-01", "GOV-02"])
    assert choose_questions(record, wish) == Choice(asked=("GOV-01",), taken=(("GOV-02", "carl"),))
    assert choose_questions(record, replace(wish, reassign=True)).asked == ("GOV-01", "GOV-02")
    assert choose_questions(record, replace(wish, entity="nordics")).asked == ("GOV-01", "GOV-02")
    assert choose_questions(record, replace(wish, person="")).asked == ("GOV-01", "GOV-02")


def test_of_an_entity_what_has_no_exception_is_open(answered: Answered) -> None:
    said = ScopedFinding(finding=Finding.PLANNED, entity="nordics")
    record = answered("GOV-01", exceptions=(said,))
    record = answered("GOV-02", record, exceptions=(replace(said, service="cdn"),), **DONE)
    found = choose_questions(record, Wish(areas=["GOV"], entity="nordics"))
    assert found == Choice(asked=("GOV-02", "GOV-03", "GOV-04"), answered=("GOV-01",))


def test_the_record_says_who_has_what_until_when(answered: Answered) -> None:
    record = answered("GOV-02", answered("GOV-03", finding=Finding.PLANNED), **DONE)
    after = assign_questions(record, Wish(person="lena"), ("GOV-01", "GOV-02", "GOV-03"), DUE).responses
    assert after["GOV-01"] == Response(criterion="GOV-01", assignee="lena", due=DUE, skipped=Skipped.WAITING)
    assert after["GOV-02"] == replace(record.responses["GOV-02"], assignee="lena")
    assert after["GOV-03"] == replace(record.responses["GOV-03"], assignee="lena", due=DUE)


@pytest.mark.parametrize("wish", [Wish(only=["GOV-01"]), Wish(person="lena", entity="nordics")])
def test_nothing_is_assigned_without_a_person_or_about_one_entity(assessment: Assessment, wish: Wish) -> None:
    assert assign_questions(assessment, wish, ("GOV-01",), DUE) is assessment


def test_the_changes_are_stamped_and_only_those_that_are_any(answered: Answered) -> None:
    by = Stamp(on=TODAY, by="olga")
    record = answered("GOV-02", answered=by, confirmed_wording="w", **DONE)
    after = assign_questions(record, Wish(person="lena"), ("GOV-01", "GOV-02"), DUE)
    first, second = changes_between(record, after, by=by, wording=lambda _: "w")
    assert (first.before, first.after) == (None, after.responses["GOV-01"])
    assert second.after == replace(after.responses["GOV-02"], updated=by)
    assert (
        changes_between(after, assign_questions(after, Wish(person="lena"), ("GOV-01", "GOV-02"), DUE), by=by, wording=lambda _: "w") == ()
    )
