import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from gni_assess.errors import StoreError
from gni_assess.sheets.book import Book
from gni_assess.sheets.incoming import Incoming, digest_of_text, read_incoming
from gni_assess.sheets.way_back import read_map
from gni_assess.sheets.write import write_book

Edit = Callable[[openpyxl.Workbook], None]
Edited = Callable[[Path, Edit], Path]
MakeBook = Callable[..., Book]
ComeBack = Callable[[Path], Incoming]


def test_the_other_kind_of_file_is_refused_with_its_command(
    sent: Path, tmp_path: Path, *, make_book: MakeBook, come_back: ComeBack
) -> None:
    with pytest.raises(StoreError, match="a questionnaire, not a gap report") as caught:
        read_incoming(sent, kind="gap-report")
    assert "gni-assess questionnaire receive" in caught.value.hint
    write_book(replace(make_book(), facts={"kind": "gap-report"}), tmp_path / "report.xlsx")
    with pytest.raises(StoreError, match="a gap report, not a questionnaire") as caught:
        come_back(tmp_path / "report.xlsx")
    assert "gni-assess requests receive" in caught.value.hint
    write_book(replace(make_book(), facts={}), tmp_path / "none.xlsx")
    with pytest.raises(StoreError, match="does not know"):
        come_back(tmp_path / "none.xlsx")


def test_a_workbook_without_its_map_or_with_another_is_refused(sent: Path, *, edited: Edited, come_back: ComeBack) -> None:
    edited(sent, lambda book: [book["_gni"].cell(5, 4).__setattr__("value", "1"), None][1])
    assert openpyxl.load_workbook(sent)["_gni"]["A5"].value == "format"
    with pytest.raises(StoreError, match="another version"):
        come_back(sent)
    edited(sent, lambda book: book.remove(book["_gni"]))
    with pytest.raises(StoreError, match="hidden sheet"):
        come_back(sent)


def test_a_map_with_far_more_than_was_sent_is_refused(sent: Path, *, edited: Edited, come_back: ComeBack) -> None:
    def add(book: openpyxl.Workbook) -> None:
        for number in range(30):
            book["_gni"].append(["column", f"gni_{number}", "Questions", "id", "ID"])

    with pytest.raises(StoreError, match="not as it was sent"):
        come_back(edited(sent, add))


@pytest.mark.parametrize("fact", ["x" * 32_768, "A-1 " * 1_001, "A," * 1_001])
def test_facts_that_say_far_more_than_was_sent_are_refused(
    tmp_path: Path, fact: str, *, make_book: MakeBook, edited: Edited, come_back: ComeBack
) -> None:
    path = tmp_path / "sent.xlsx"
    write_book(make_book(), path)

    def add(book: openpyxl.Workbook) -> None:
        row = next(row for row in book["_gni"].iter_rows() if row[0].value == "fact" and row[3].value == "kind")
        book["_gni"].append(["fact", None, None, "questions", fact[:1_000]])
        assert row[4].value == "questionnaire"

    assert len(come_back(edited(path, add)).facts["questions"]) == 1_000
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name).replace(fact[:1_000].encode(), fact.encode()) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)
    with pytest.raises(StoreError, match="far more than was sent"):
        come_back(path)


def test_the_map_knows_what_was_sent(sent: Path) -> None:
    table = read_map(sent)["gni_questions"]
    assert (table.key, table.to_fill_in) == ("id", ("finding", "answer", "private"))
    assert table.sent["GOV-02"] == {"answer": digest_of_text("before")}
    assert list(table.cells["GOV-01"]) == ["id", "question", "asked", "count"]


def test_a_digest_does_not_see_how_lines_end() -> None:
    assert digest_of_text("a\r\nb \n\n") == digest_of_text("a\nb")
    assert digest_of_text("a\nb") != digest_of_text("a b")
