"""What is said of a file as a whole: which headings stand there twice, which cells were changed, with their places alone."""

from gni_assess.exchange.file_notes import about_altered, about_tables, is_cut, list_altered
from gni_assess.sheets.incoming_values import Incoming, IncomingRow, IncomingTable, Spot


def place(row: int, column: str) -> Spot:
    return Spot(sheet="Questions", row=row, column=column)


def make_incoming(*rows: IncomingRow) -> Incoming:
    table = IncomingTable(name="gni_questions", sheet="Questions", rows=rows, ids=())
    return Incoming(file="a.xlsx", sha256="", kind="questionnaire", facts={}, tables={"gni_questions": table})


def make_row(*altered: tuple[str, Spot], put_in: tuple[Spot, ...] = ()) -> IncomingRow:
    return IncomingRow(key="GOV-01", row=5, sheet="Questions", cells={}, altered=altered, put_in=frozenset(put_in))


def test_a_heading_that_stands_there_twice_is_told_with_both_places_and_cuts_the_file() -> None:
    doubled = {"Answer": (place(4, "F"), place(4, "J"))}
    table = IncomingTable(name="gni_questions", sheet="Questions", rows=(), ids=(), lost=("Finding", "Answer"), doubled=doubled)
    first, second = about_tables({"gni_questions": table}, ("gni_questions",))
    assert first == (
        "the heading `Answer` stands 2 times: sheet `Questions`, row 4, column F; sheet `Questions`, row 4, column J; it is not clear "
        "which column is meant, so nothing of them was read; leave it above one of them only, and receive the file again"
    )
    assert second.endswith("so that nothing of them was read: `Finding`")
    assert is_cut({"gni_questions": table}, {"gni_questions": {"answer": "Answer"}})


def test_changed_cells_are_told_by_their_places_alone() -> None:
    rows = [make_row((f"H{number}", place(number, "C"))) for number in range(1, 12)]
    (note,) = about_altered(make_incoming(*rows))
    assert note.startswith("11 cells that the company had filled were changed; nothing of that is taken: `H1` (sheet `Questions`, row 1, ")
    assert note.endswith("; and 3 more")
    assert [str(each.spot) for each in list_altered(make_incoming(*rows))] == [
        f"sheet `Questions`, row {n}, column C" for n in range(1, 12)
    ]
    assert list(about_altered(make_incoming())) == []


def test_the_text_of_a_changed_cell_is_apart_and_only_where_it_may_be_shown() -> None:
    shown, empty, moved, beside, filled = (place(row, "C") for row in range(5, 10))
    incoming = make_incoming(
        make_row(("Title", shown)),
        make_row(("Title", empty)),
        make_row(("Title", moved), ("Answer", beside)),
        make_row(("Title", filled), put_in=(filled,)),
    )
    texts = dict.fromkeys((shown, moved, beside, filled), "Ztext")
    altered = list_altered(incoming, texts)
    assert [each.text for each in altered] == ["Ztext", "", "", "", ""]
    assert [each.instead.partition(",")[0] for each in altered] == [
        "", "it is now empty", "its text is not shown", "its text is not shown", "it was empty",
    ]  # fmt: skip
    assert "Ztext" not in "".join(about_altered(incoming))
    assert {(each.text, each.instead) for each in list_altered(incoming)} == {("", "")}
