import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.hyperlink import Hyperlink

from gni_assess.sheets.plain_tables import ListFile, make_table, read_list

SHEET, RELATIONS = "xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels"
Book = Callable[..., Path]


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Make a list with links behind cells: `book({"A2": "https://…"})`."""

    def make(links: Mapping[str, str]) -> Path:
        made = openpyxl.Workbook()
        sheet = made.worksheets[0]
        for row in (["Title", "Kind"], ["A", "policy"], ["B", "policy"]):
            sheet.append(row)
        for cell, target in links.items():
            sheet[cell].hyperlink = target
        made.save(tmp_path / "list.xlsx")
        return tmp_path / "list.xlsx"

    return make


def change(path: Path, part: str, old: str, new: str) -> Path:
    """Write a file again with one of its parts changed; an empty `new` for all of it leaves it out."""
    with zipfile.ZipFile(path) as source:
        parts = {each: source.read(each) for each in source.namelist()}
    parts[part] = parts[part].replace(old.encode(), new.encode()) if old else b""
    with zipfile.ZipFile(path, "w") as target:
        for name, data in parts.items():
            if data:
                target.writestr(name, data)
    return path


def links_of(found: ListFile) -> list[Mapping[str, str]]:
    return [each.links for each in make_table(found, "Sheet", lambda text: text in ("Title", "Kind")).rows]


def test_links_come_with_the_cells_that_they_are_behind(book: Book) -> None:
    found = read_list(book({"A2": "https://example.com/a?b=1&c=2#d", "B3": "mailto:lena@example.com"}))
    assert links_of(found) == [{"Title": "https://example.com/a?b=1&c=2#d"}, {"Kind": "mailto:lena@example.com"}]
    assert found.notes == ()


def test_links_inside_the_file_and_those_without_a_place_are_none(book: Book) -> None:
    path = book({"A2": "https://example.com/a"})
    made = openpyxl.load_workbook(path)
    made.worksheets[0]["B2"].hyperlink = Hyperlink(ref="B2", location="Sheet!A1")
    made.save(path)
    assert links_of(read_list(path)) == [{"Title": "https://example.com/a"}, {}]
    assert links_of(read_list(change(path, SHEET, 'ref="A2"', 'ref="nowhere"'))) == [{}, {}]


def test_of_a_link_over_several_cells_the_first_has_it(book: Book) -> None:
    path = change(book({"A2": "https://example.com/a"}), SHEET, 'ref="A2"', 'ref="A2:B1048576"')
    assert links_of(read_list(path)) == [{"Title": "https://example.com/a"}, {}]


def test_the_list_is_read_where_its_links_cannot_be(book: Book) -> None:
    found = read_list(change(book({"A2": "https://example.com/a"}), RELATIONS, "", ""))
    assert links_of(found) == [{}, {}]
    assert "links behind its cells cannot be read" in found.notes[0]


def test_too_many_links_are_told_and_cost_little(book: Book) -> None:
    relation = "".join(
        f'<Relationship Id="r{number}" Type="x/hyperlink" TargetMode="External" Target="https://example.com"/>' for number in range(10_001)
    )
    found = read_list(change(book({"A2": "https://example.com/a"}), RELATIONS, "</Relationships>", f"{relation}</Relationships>"))
    assert (links_of(found), "too many" in found.notes[0]) == ([{}, {}], True)


def test_a_target_in_the_file_is_not_where_a_link_leads(book: Book) -> None:
    path = change(book({"A2": "https://example.com/a"}), RELATIONS, ' TargetMode="External"', "")
    assert links_of(read_list(path)) == [{}, {}]
