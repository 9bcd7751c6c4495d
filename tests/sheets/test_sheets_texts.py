import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gni_assess.sheets.texts import MAX_UNITS, decode, parts, pieces, units, visible

ANY_TEXT = st.text(st.characters(codec=None)) | st.text(st.sampled_from("_x0041F5<r>/ &\x1b\r\n\t\ud800\ufffe\U0001f600="))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("plain\ttext\nnext", "plain\ttext\nnext"),
        ("\x1b[31m", "\\x1b[31m"),
        ("\x00", "\\x00"),
        ("a\r\nb\rc", "a\nb\\x0dc"),
        ("\ud800", "\\ud800"),
        ("\ufffe\uffff", "\\ufffe\\uffff"),
        ("\u202eabc\u202c\u200f", "\u202eabc\u202c\u200f"),
        ("_x0041_", "_x0041_"),
    ],
)
def test_only_what_excel_refuses_is_changed_and_can_be_seen(typed: str, shown: str) -> None:
    assert visible(typed) == shown


@given(ANY_TEXT)
@settings(deadline=None, max_examples=200)
def test_visible_text_can_be_written_and_stays_as_it_is(text: str) -> None:
    shown = visible(text)
    assert visible(shown) == shown
    shown.encode("utf-8")


@given(ANY_TEXT)
@settings(deadline=None, max_examples=200)
def test_pieces_hold_the_text_and_no_two_escapes_share_an_underscore(text: str) -> None:
    cut = pieces(text)
    assert "".join(cut) == text
    if len(cut) > 1:
        assert not any(re.search("_x[0-9a-fA-F]{4}_", piece) for piece in cut)
    assert not any(piece.startswith("<r>") and piece.endswith("</r>") for piece in cut)


def test_decode_undoes_an_escape_once() -> None:
    assert decode("_x005F_x0041_") == "_x0041_"
    assert decode("_x0041_") == "A"
    assert decode("x_005F_") == "x_005F_"


@given(st.sampled_from(["a", "\U0001f600", "word ", "_x0041_x0042_", "line\n"]), st.integers(1, 3))
@settings(deadline=None, max_examples=30)
def test_parts_hold_all_of_a_long_text_and_each_fits_a_cell(unit: str, factor: int) -> None:
    text = unit * (factor * 20_000 // len(unit))
    split = parts(text)
    assert "".join(split) == text
    assert all(units(part) <= MAX_UNITS for part in split)


def test_a_text_is_split_between_words_where_there_are_any() -> None:
    first, second = parts("word " * 7_000)
    assert first.endswith(" ")
    assert second.startswith("word")


def test_the_longest_text_that_fits_is_not_split() -> None:
    assert len(parts("a" * MAX_UNITS)) == 1
    assert len(parts("a" * (MAX_UNITS + 1))) == 2
    assert len(parts("\U0001f600" * (MAX_UNITS // 2))) == 1
    assert len(parts("\U0001f600" * (MAX_UNITS // 2 + 1))) == 2
