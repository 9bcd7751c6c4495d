import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gni_assess.sheets.book import Column, ColumnKind, Row, Table
from gni_assess.sheets.fit import cell_lines, widths_of
from gni_assess.sheets.measure import column_width, lines_needed, text_width


def test_wide_letters_take_more_room_than_narrow_ones() -> None:
    assert text_width("WWWW") > 3 * text_width("llll")
    assert text_width("漢字漢字") > 1.5 * text_width("abcd")
    assert text_width("status", bold=True) > text_width("status")


@pytest.mark.parametrize(("text", "lines"), [("", 1), ("short", 1), ("one\ntwo\n\nfour", 4), ("word " * 40, 4), ("x" * 400, 7)])
def test_lines_are_those_a_reader_sees(text: str, lines: int) -> None:
    assert lines_needed(text, 60) == pytest.approx(lines, abs=1 if lines > 4 else 0)


@given(st.text(st.characters(codec="utf-8"), max_size=60))
@settings(deadline=None, max_examples=100)
def test_a_column_as_wide_as_its_text_shows_it_without_a_break(text: str) -> None:
    line = text.replace("\n", " ")
    assert lines_needed(line, column_width(line) + 0.01) == 1


@given(st.text(st.sampled_from("abc WMil漢\n"), max_size=300), st.integers(10, 60))
@settings(deadline=None, max_examples=100)
def test_a_wider_column_never_needs_more_lines(text: str, width: int) -> None:
    assert lines_needed(text, width * 2) <= lines_needed(text, width)


def make_table(*rows: Row) -> Table:
    columns = (
        Column(key="id", heading="ID", kind=ColumnKind.ID),
        Column(key="seldom", heading="Seldom filled", width=40),
        Column(key="answer", heading="Answer", width=70),
        Column(key="mine", heading="Mine", width=34, to_fill_in=True),
    )
    return Table(name="gni_list", columns=columns, rows=rows, filtered=True)


def test_a_column_that_needs_little_room_leaves_it_to_others_and_no_row_gets_taller() -> None:
    table = make_table(("A-1", None, "word " * 90, None), ("A-2", "some more text " * 5, "word " * 120, None))
    widths = widths_of([(table, lambda: table.rows)])
    assert widths[1] < 40
    assert widths[3] == 34
    for row in table.rows:
        assert cell_lines(row[1], widths[1]) <= cell_lines(row[2], widths[2])


def test_the_column_that_makes_rows_tall_keeps_its_width() -> None:
    table = make_table(("A-1", "word " * 200, "short", None))
    assert widths_of([(table, lambda: table.rows)])[1] == 40
