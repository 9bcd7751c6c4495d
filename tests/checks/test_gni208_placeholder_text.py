from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gni_assess.checks.placeholders import find_left_inside, is_copy, is_placeholder, says_something
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


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("The committee meets every quarter. TODO: add the minutes.", "TODO"),
        ("Counsel decides within TBD days.", "TBD"),
        ("The order of XXX was refused; see SYS-XXXX.", "XXX"),
        ("It is decided by [name], who reports to the board.", "[name]"),
        ("It is decided by [Insert role here] (see the charter).", "[Insert role here]"),
        ("We refuse such orders. Lorem ipsum dolor sit amet.", "Lorem ipsum"),
        ("First [date], then TODO.", "[date]"),
        ("a\n" * 500 + "TODO", "TODO"),
    ],
)
def test_what_is_left_inside_a_longer_text_is_found(text: str, mark: str) -> None:
    assert find_left_inside(text) == mark


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Todo lo que se pide se examina; sobre todo, la base legal.",
        "The team keeps a TODO list of orders.",
        "Blocked: example.XXX",
        "Article XXX of the act of 1982, and Chapter XXXI. Sizes XL and XXL.",
        "[sic] and [name withheld], [the] company, [...]",
        "See [name](https://example.org).",
        "The report is to be confirmed by the board; it is pending. None of it applies; see above.",
    ],
)
def test_ordinary_prose_is_left_alone(text: str) -> None:
    assert find_left_inside(text) == ""


def test_no_text_of_the_pack_or_of_the_samples_has_a_place_to_fill() -> None:
    root = Path(__file__).parents[2]
    folders = (root / "criteria", root / "evidence", root / "gni_assess")
    texts = {each: each.read_text(encoding="utf-8") for folder in folders for each in folder.rglob("*.yaml")}
    assert len(texts) > len(folders)
    assert {each: mark for each, text in texts.items() if (mark := find_left_inside(text))} == {}


@pytest.mark.parametrize(("kind", "key"), [("a_response", "answer"), ("a_response", "reason"), ("a_case", "shareable_summary")])
def test_a_place_inside_a_longer_text_is_told_with_its_mark(kind: str, key: str, find: Find, request: pytest.FixtureRequest) -> None:
    (found,) = find("GNI208", request.getfixturevalue(kind)(**{key: "Qthe board decides. TODO: add the minutes of the meeting."}))
    assert (found.path, found.detail) == ((key,), "`TODO`")
    assert found.message == f"`{key}` has a place that is still to be filled"


def test_a_place_inside_a_text_of_a_gap_is_told(find: Find, a_response: Make, a_gap: Callable[..., Gap]) -> None:
    gap = a_gap(summary="Qthe committee does not see demands from [name].", action="Qadd a table until TBD.")
    assert [each.path[2] for each in find("GNI208", a_response(gaps=(gap,)))] == ["summary", "action"]


@settings(max_examples=50)
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


@pytest.mark.parametrize("text", [*PLACEHOLDERS, "", " ", "x", "ok", "a b c", "12 345", "e.g.", "\U0001f600"])
def test_what_says_nothing_is_no_reason(text: str) -> None:
    assert not says_something(text)


@pytest.mark.parametrize(
    "text", ["Not ours.", "None of our services is offered there.", "Agreed on 2026-03-02", "as above", "\u0915\u093e\u0930\u0923"]
)
def test_one_word_is_a_reason(text: str) -> None:
    assert says_something(text)
