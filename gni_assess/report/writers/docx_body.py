"""The text of the Word file: what each sheet holds, under headings; narrow tables as tables, wide ones as records."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gni_assess.report.writers.columns import Item, is_for_workbooks_only, visible_items, visible_rows
from gni_assess.report.writers.docx_markup import attribute, paragraph, passage, run
from gni_assess.report.writers.docx_places import Places, find_places
from gni_assess.report.writers.docx_records import Records
from gni_assess.report.writers.docx_styles import TABLE_STYLE
from gni_assess.sheets.book import Book, ColumnKind, Row, Sheet, Table, Word, text_of

FIRST_SHEETS = ("For the board", "Cover", "Summary", "Gaps", "Criteria")
"""What stands first, in this order; the rest follows as in the book."""

_MOST_COLUMNS = 7
_FULL_WIDTH, _TEXT_TWIPS = 5000, 9638
_IN_A_LINE = 118
_WIDEST = 60
_SPARE, _LONGEST_RIGID, _LONGEST_HEADING = 4, 16, 14
_RIGID = (ColumnKind.DATE, ColumnKind.ID, ColumnKind.LINK, ColumnKind.NUMBER)


def body_xml(book: Book) -> str:
    """Give all paragraphs and tables of the document."""
    title = book.properties.get("title") or book.owner
    last = len(FIRST_SHEETS)
    sheets = sorted(book.sheets, key=lambda each: FIRST_SHEETS.index(each.name) if each.name in FIRST_SHEETS else last)
    places = find_places(sheets)
    drawn = (part for number, sheet in enumerate(sheets) for part in _draw_sheet(sheet, title, places, is_first=number == 0))
    return "".join((passage(title, "Title"), passage(book.marking, "Subtitle"), *drawn))


def _draw_sheet(sheet: Sheet, title: str, places: Places, *, is_first: bool) -> Iterator[str]:
    said = sheet.title if sheet.name.casefold() in sheet.title.casefold() else f"{sheet.name}: {sheet.title}"
    if sheet.title == title:
        said = "This report"
    before = "" if is_first else "<w:pageBreakBefore/>"
    yield paragraph(places.mark(run(said), sheet.name), "Heading1", before=before)
    for note in sheet.notes:
        yield passage(note, "Note")
    for table in sheet.tables:
        if not is_for_workbooks_only(table):
            yield from _draw_table(sheet, table, places, said)


def _draw_table(sheet: Sheet, table: Table, places: Places, above: str) -> Iterator[str]:
    if table.heading and table.heading != above:
        yield passage(table.heading, "Heading2")
    if table.note:
        yield passage(table.note, "Note")
    rows = visible_rows(table)
    items = [item for item in visible_items(table, rows) if any(item.values(row) for row in rows)]
    if not rows or not items:
        yield passage(table.empty)
    elif len(items) == 1:
        yield from (places.paragraphs(value) for row in rows for value in items[0].values(row))
    elif sum(item.column.kind is not ColumnKind.NUMBER for item in items) > _MOST_COLUMNS:
        yield from Records(table=table, items=items, rows=rows, sheet=sheet.name, places=places).draw()
    else:
        yield from _Grid(table=table, items=items, rows=rows, sheet=sheet, places=places).draw()


@dataclass(frozen=True, kw_only=True)
class _Grid:
    """A table that fits the width of a page."""

    table: Table
    items: Sequence[Item]
    rows: Sequence[Row]
    sheet: Sheet
    places: Places

    def draw(self) -> Iterator[str]:
        shares = self._shares()
        widths = _divide(_FULL_WIDTH, shares)
        yield f"<w:tbl>{self._properties()}<w:tblGrid>"
        yield from (f'<w:gridCol w:w="{each}"/>' for each in _divide(_TEXT_TWIPS, shares))
        heads = (passage(item.column.heading, "CellHeading") for item in self.items)
        yield f"</w:tblGrid>{_row(heads, widths, is_head=True)}"
        seen: set[str] = set()
        for number, row in enumerate(self.rows):
            style = "Strong" if number >= len(self.rows) - self.table.totals else ""
            yield _row([self._cell(item, row, style, seen) for item in self.items], widths)
        yield f"</w:tbl>{paragraph('', 'AfterTable')}"

    def _properties(self) -> str:
        # A table with a chart is described by its chart, which is not here.
        description = self.table.description if self.table.chart is None else ""
        return (
            f'<w:tblPr><w:tblStyle w:val="{TABLE_STYLE}"/><w:tblW w:w="{_FULL_WIDTH}" w:type="pct"/><w:tblLayout w:type="fixed"/>'
            '<w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
            f"<w:tblCaption w:val={attribute(self.table.heading or self.sheet.title)}/>"
            f"<w:tblDescription w:val={attribute(description)}/></w:tblPr>"
        )

    def _cell(self, item: Item, row: Row, style: str, seen: set[str]) -> str:
        values = item.values(row)
        if item.column.key == self.table.anchor and values and (key := text_of(values[0])) not in seen:
            seen.add(key)
            return paragraph(self.places.mark(run(key), self.sheet.name, key), "Cell")
        if item.is_list:
            return self.places.list_of(values, "Cell")
        return "".join(self.places.paragraphs(value, "Cell", style) for value in values) or paragraph("", "Cell")

    def _shares(self) -> tuple[int, ...]:
        """Weigh the columns: ids, dates, numbers and status words stay in one line, texts share the room that is left."""
        texts = [[text_of(value) for row in self.rows for value in item.values(row)] for item in self.items]
        longest = [max(map(len, each), default=0) for each in texts]
        least = [max(_heading(item), _word(each)) + _SPARE for item, each in zip(self.items, texts, strict=True)]
        rigid = [
            max(_capitals(item, length) + _SPARE, low) if self._is_rigid(item) else 0
            for item, length, low in zip(self.items, longest, least, strict=True)
        ]
        wanted = [0 if kept else max(min(length, _WIDEST), low) for kept, length, low in zip(rigid, longest, least, strict=True)]
        room = max(_IN_A_LINE - sum(rigid), sum(low for low, share in zip(least, wanted, strict=True) if share))
        return tuple(kept or max(room * share // sum(wanted), low) for kept, share, low in zip(rigid, wanted, least, strict=True))

    def _is_rigid(self, item: Item) -> bool:
        values = [value for row in self.rows for value in item.values(row)]
        is_short = all(len(text_of(value)) <= _LONGEST_RIGID for value in values)
        return is_short and (item.column.kind in _RIGID or any(isinstance(value, Word) for value in values))


def _heading(item: Item) -> int:
    """Say how much room a heading needs at least: a short one stays in one line, of a long one each word."""
    heading = item.column.heading
    return len(heading) if len(heading) <= _LONGEST_HEADING else max(map(len, heading.split()), default=0)


def _word(texts: Sequence[str]) -> int:
    """Say how long the longest word is, so that none is cut; very long ones are no words."""
    return min(max((len(each) for text in texts for each in text.split()), default=0), _LONGEST_HEADING)


def _capitals(item: Item, length: int) -> int:
    """Give ids, which are in capitals, the room of wider letters."""
    return length * 6 // 5 if item.column.kind in (ColumnKind.ID, ColumnKind.LINK) else length


def _row(cells: Sequence[str] | Iterator[str], widths: Sequence[int], *, is_head: bool = False) -> str:
    drawn = (f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="pct"/></w:tcPr>{cell}</w:tc>' for cell, width in zip(cells, widths, strict=True))
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if is_head else ''}</w:trPr>{''.join(drawn)}</w:tr>"


def _divide(whole: int, shares: Sequence[int]) -> tuple[int, ...]:
    return tuple(whole * each // sum(shares) for each in shares)
