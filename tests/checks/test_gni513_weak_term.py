# ruff: noqa: RUF001 - letters that look like others are what these tests are about

from collections.abc import Callable

import pytest

from gni_assess.model.assessment import Record
from gni_assess.model.case_vocabulary import TermMatch
from gni_assess.model.cases import ProtectedTerm
from gni_assess.model.diagnostics import Problem

Find = Callable[..., list[Problem]]
Make = Callable[..., Record]


def judge(find: Find, a_case: Make, term: str, match: TermMatch | None = None) -> str:
    other = ProtectedTerm(term="Zebedee Quux")
    found = find("GNI513", a_case(protected_terms=(other, ProtectedTerm(term=term, match=match))))
    assert {each.path for each in found} <= {("protected_terms", 1, "term")}
    assert len(found) <= 1
    return found[0].message if found else ""


@pytest.mark.parametrize("term", ["Li", "J. O.", "ß", "q"])
def test_a_short_term_is_weak(term: str, find: Find, a_case: Make) -> None:
    assert "too short" in judge(find, a_case, term)


@pytest.mark.parametrize("term", ["--", "\u200b ", "★"])
def test_a_term_without_letters_is_never_found(term: str, find: Find, a_case: Make) -> None:
    assert "never found" in judge(find, a_case, term)


@pytest.mark.parametrize(
    "term",
    ["Mark", "POLICE", "Court", "ｍａｒｋ", "in place", "GNI", "board", "2025", "417", "٤١٧", "transparency", "response"],
)
def test_an_ordinary_word_a_year_or_a_short_number_is_weak(term: str, find: Find, a_case: Make) -> None:
    assert "ordinary word" in judge(find, a_case, term)


@pytest.mark.parametrize("term", ["Ann", "Rob", "cou", "ali"])
def test_a_short_term_anywhere_is_weak_where_it_stands_in_ordinary_words(term: str, find: Find, a_case: Make) -> None:
    assert "inside ordinary words" in judge(find, a_case, term, TermMatch.ANYWHERE)
    assert judge(find, a_case, term) == ""
    assert judge(find, a_case, term, TermMatch.WORD) == ""


@pytest.mark.parametrize(
    "term",
    [
        "Orhan",
        "Narin",
        "Kran",
        "Mark Placeholder",
        "The court of Qville",
        "25-sw-00931",
        "4471",
        "20255",
        "relay-acct-61027",
        "例示通信",
        "李明中",
        "Selma",
    ],
)
def test_a_term_that_says_who_is_meant_passes(term: str, find: Find, a_case: Make) -> None:
    assert judge(find, a_case, term) == ""


def test_every_weak_term_of_a_case_is_said(find: Find, a_case: Make) -> None:
    terms = tuple(ProtectedTerm(term=each) for each in ("Li", "Zebedee Quux", "Mark"))
    found = find("GNI513", a_case(protected_terms=terms), a_case("CASE-309", protected_terms=terms[:1]))
    assert [(each.record.id, each.path[1]) for each in found] == [("CASE-208", 0), ("CASE-208", 2), ("CASE-309", 0)]
    assert all("Mark" not in each.message + each.fix + each.detail for each in found)
