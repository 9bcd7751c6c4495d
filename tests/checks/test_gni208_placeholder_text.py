from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gni_assess.checks.placeholders import is_copy, is_placeholder
from gni_assess.model.assessment import Record
from gni_assess.model.diagnostics import KeyPath, Problem
from gni_assess.model.gaps import Gap

Find = Callable[..., list[Problem]]
Make = Callable[..., Record]
PLACEHOLDERS = [
    "TODO",
    "todo.",
    "[TBD]",
    "t.b.d.",
    "N/A",
    "n.a.",
    "na",
    "None",
    "xxx",
    "XXXXXX",
    "...",
    "…",
    "?",
    "-",
    "*TBC*",
    "To be confirmed",
]
PLACEHOLDERS += ["todo: tbd", "Lorem ipsum dolor sit amet", "lorem ipsum " * 50, "\n TODO \n", "(not applicable)", "<fill in>"]
REAL = [
    "",
    " ",
    "None of our services is offered there.",
    "N",
    "No.",
    "Yes",
    "NATO",
    "x",
    "Todo lists are kept by the team.",
    "否",
    "نعم",
    "ไม่",
]
REAL += ["TBD is the name of our ticket system.", "We do not know it yet; counsel asks the lorem ipsum team.", "42"]


@pytest.mark.parametrize("text", PLACEHOLDERS)
def test_placeholders_are_known(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize("text", REAL)
def test_short_answers_are_no_placeholders(text: str) -> None:
    assert not is_placeholder(text)


@settings(deadline=None, max_examples=50)
@given(st.sampled_from(["todo", "tbd", "none", "xxx"]), st.text("[]().!?-_*# \n", max_size=5), st.text("[]().!?-_*# \n", max_size=5))
def test_case_and_punctuation_do_not_matter(word: str, before: str, after: str) -> None:
    assert is_placeholder(f"{before}{word.upper()}{after}")


def test_the_example_is_known_whatever_its_white_space() -> None:
    assert is_copy("  The charter names\n both rights. ", "The charter\nnames both  rights.")
    assert not is_copy("", "")
    assert not is_copy("The charter names both rights, and more.", "The charter names both rights.")


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("a_response", ("answer",)),
        ("a_response", ("reason",)),
        ("a_response", ("no_instance",)),
        ("a_response", ("alternative",)),
        ("a_policy", ("title",)),
        ("a_policy", ("summary",)),
        ("a_system", ("title",)),
        ("a_system", ("summary",)),
        ("a_case", ("title",)),
        ("a_case", ("demanded",)),
        ("a_case", ("shareable_summary",)),
    ],
)
def test_the_texts_of_every_kind_of_record_are_judged(kind: str, path: KeyPath, find: Find, request: pytest.FixtureRequest) -> None:
    make: Make = request.getfixturevalue(kind)
    assert [each.path for each in find("GNI208", make(**{str(path[0]): "TODO!"}))] == [path]
    assert find("GNI208", make()) == []


def test_the_texts_of_gaps_are_judged(find: Find, a_response: Make, a_gap: Callable[..., Gap]) -> None:
    found = find("GNI208", a_response(gaps=(a_gap(), a_gap(summary="tbd", action="n/a"))))
    assert [each.path for each in found] == [("gaps", 1, "summary"), ("gaps", 1, "action")]


def test_the_example_of_the_pack_is_no_answer(find: Find, a_response: Make) -> None:
    (found,) = find("GNI208", a_response(answer="The charter of the board names both rights.\n"))
    assert (found.path, "example" in found.message) == (("answer",), True)


def test_an_unfinished_response_is_not_judged_by_its_text(find: Find, a_response: Make) -> None:
    assert find("GNI208", a_response(finding=None, answer="TODO")) == []
