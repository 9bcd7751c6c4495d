"""Reading back the Word file that was written: everything of the book must be there, once, in order, with links to the right rows."""

from collections.abc import Sequence
from itertools import zip_longest

from gni_assess.report.writers.differing import differing
from gni_assess.report.writers.docx_check_records import Found, read_record
from gni_assess.report.writers.docx_tree import Grid, Paragraph, joined, read_blocks, read_parts, text_in
from gni_assess.report.writers.told import Told, ToldTable, read_in_document, told_tables
from gni_assess.sheets.book import Book, Link, Sheet

_PARTS = (
    *("[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "docProps/app.xml", "word/document.xml", "word/_rels/document.xml.rels"),
    *("word/styles.xml", "word/settings.xml", "word/header1.xml", "word/footer1.xml"),
)
_FIRST = ("For the board", "Cover", "Summary", "Gaps", "Criteria")
_TITLE = "{http://purl.org/dc/elements/1.1/}title"


def verify_docx(book: Book, data: bytes) -> None:
    """Read a Word file back and compare it with the book. Raises a StoreError that says which sheet, table and row differ."""
    parts = read_parts(data)
    if tuple(parts) != _PARTS:
        raise differing("a part of the file is missing or too many")
    named = book.properties.get("title") or book.owner
    marking, one_line = (read_in_document(" ".join(each.split())) for each in (book.marking, named))
    footer = text_in(parts["word/footer1.xml"])
    if text_in(parts["word/header1.xml"]) != marking or not footer.startswith(f"{one_line}, {book.created}"):
        raise differing("what stands on every page differs")
    if (parts["docProps/core.xml"].findtext(_TITLE) or "") != read_in_document(book.properties.get("title", "")):
        raise differing("what the file says about itself differs")
    _Document(book, read_in_document(named), Blocks(read_blocks(parts["word/document.xml"]))).check()


class Blocks:
    """The paragraphs and tables of a document, to be taken one after the other."""

    def __init__(self, blocks: Sequence[Paragraph | Grid]) -> None:
        """Begin with the first."""
        self._blocks = blocks
        self._at = 0

    @property
    def next(self) -> Paragraph | Grid | None:
        """What comes next."""
        return self._blocks[self._at] if self._at < len(self._blocks) else None

    def take_paragraph(self, style: str) -> Paragraph | None:
        """Take the next where it is a paragraph of this style."""
        block = self.next
        if not isinstance(block, Paragraph) or block.style != style:
            return None
        self._at += 1
        return block

    def take_grid(self) -> Grid | None:
        """Take the next where it is a table."""
        block = self.next
        if not isinstance(block, Grid):
            return None
        self._at += 1
        return block

    def take_text(self, text: str, style: str, place: str) -> tuple[Paragraph, ...]:
        """Take as many paragraphs as this text has lines, which must hold it."""
        lines = text.rstrip("\n").split("\n")
        taken = [paragraph for _ in lines if (paragraph := self.take_paragraph(style)) is not None]
        if [each.text for each in taken] != lines:
            raise differing(f"{place} differs")
        return tuple(taken)

    def take_body(self) -> tuple[Paragraph, ...]:
        """Take all paragraphs up to the next heading or table."""
        taken = []
        while isinstance(block := self.next, Paragraph) and not block.style.startswith("Heading"):
            taken.append(block)
            self._at += 1
        return tuple(taken)


class _Document:
    def __init__(self, book: Book, title: str, blocks: Blocks) -> None:
        self._book = book
        self._title = title
        self._blocks = blocks
        self._places: dict[tuple[str, str], str] = {}
        self._named: set[str] = set()
        self._found: list[Found] = []

    def check(self) -> None:
        """Compare all."""
        self._blocks.take_text(self._title, "Title", "the title")
        self._blocks.take_text(read_in_document(self._book.marking), "Subtitle", "the marking")
        first = [sheet for name in _FIRST for sheet in self._book.sheets if sheet.name == name]
        for sheet in (*first, *(each for each in self._book.sheets if each.name not in _FIRST)):
            self._check_sheet(sheet)
        if self._blocks.next is not None:
            raise differing("the end has something more")
        for found in self._found:
            wanted = tuple(place for link in found.links if (place := self._place_of(link)) is not None)
            if found.anchors != wanted:
                raise differing(f"a link in {found.place} leads elsewhere")

    def _place_of(self, link: Link) -> str | None:
        return self._places.get((link.sheet, read_in_document(link.key)))

    def _check_sheet(self, sheet: Sheet) -> None:
        place = f"the sheet `{sheet.name}`"
        heading = self._blocks.take_paragraph("Heading1")
        title = read_in_document(sheet.title)
        if heading is None or heading.text not in (title, f"{read_in_document(sheet.name)}: {title}", "This report"):
            raise differing(f"the heading of {place} differs")
        self._note_places(sheet, "", heading)
        for note in sheet.notes:
            self._blocks.take_text(read_in_document(note), "Note", f"a note of {place}")
        for told in told_tables(sheet, read_in_document):
            self._check_table(told, heading.text)

    def _check_table(self, told: ToldTable, above: str) -> None:
        heading = read_in_document(told.table.heading)
        if heading and heading != above:
            self._blocks.take_text(heading, "Heading2", f"the heading of {told.place}")
        if told.table.note:
            self._blocks.take_text(read_in_document(told.table.note), "Note", f"the note of {told.place}")
        columns = {each.key for row in told.rows for each in row}
        if not told.rows:
            self._blocks.take_text(read_in_document(told.table.empty), "", f"what stands for {told.place}")
        elif len(columns) == 1:
            self._check_single(told)
        elif (grid := self._blocks.take_grid()) is not None:
            self._check_grid(told, grid)
            self._blocks.take_text("", "AfterTable", f"the end of {told.place}")
        else:
            self._check_records(told)

    def _check_single(self, told: ToldTable) -> None:
        for number, row in enumerate(told.rows, 1):
            place = told.row_place(number)
            taken = [each for text in row[0].texts for each in self._blocks.take_text(text, "", place)]
            self._note_links(place, row, taken)

    def _check_grid(self, told: ToldTable, grid: Grid) -> None:
        used = {each.key for row in told.rows for each in row}
        columns = {key: heading for key, heading in told.columns.items() if key in used}
        heads = [joined(cell) for cell in grid.rows[0]] if grid.rows else []
        if heads != [each.rstrip("\n") for each in columns.values()]:
            raise differing(f"the headings of {told.place} differ")
        for number, (row, cells) in enumerate(zip_longest(told.rows, grid.rows[1:]), 1):
            place = told.row_place(number)
            if row is None or cells is None:
                raise differing(f"{place} is {'too many' if row is None else 'missing'}")
            by_column = dict.fromkeys(columns, "") | {each.key: _in_cell(each) for each in row}
            if [joined(cell) for cell in cells] != list(by_column.values()):
                raise differing(f"{place} differs")
            paragraphs = [each for cell in cells for each in cell]
            self._note_key(told, row, paragraphs)
            self._note_links(place, row, paragraphs)

    def _check_records(self, told: ToldTable) -> None:
        group: Paragraph | None = None
        for number, row in enumerate(told.rows, 1):
            place = told.row_place(number)
            heading = self._take_heading()
            if heading is not None and not _names(heading, told.key_of(row)):
                group, heading = heading, self._take_heading()
            if heading is None:
                raise differing(f"{place} is missing")
            body = self._blocks.take_body()
            rest = read_record(told, row, place, group=group, heading=heading, body=body)
            self._note_key(told, row, (heading,))
            self._note_links(place, rest, body)

    def _take_heading(self) -> Paragraph | None:
        return self._blocks.take_paragraph("Heading2") or self._blocks.take_paragraph("Heading3")

    def _note_key(self, told: ToldTable, row: Sequence[Told], paragraphs: Sequence[Paragraph]) -> None:
        key = told.key_of(row)
        for each in paragraphs:
            self._note_places(told.sheet, "" if key is None else key.text, each)

    def _note_places(self, sheet: Sheet, key: str, paragraph: Paragraph) -> None:
        for place in paragraph.places:
            if place in self._named or (sheet.name, key) in self._places:
                raise differing(f"a place on the sheet `{sheet.name}` is there twice")
            self._places[sheet.name, key] = place
            self._named.add(place)

    def _note_links(self, place: str, told: Sequence[Told], paragraphs: Sequence[Paragraph]) -> None:
        links = tuple(link for each in told for link in each.links)
        self._found.append(Found(place=place, links=links, anchors=tuple(anchor for each in paragraphs for anchor in each.anchors)))


def _names(heading: Paragraph, key: Told | None) -> bool:
    """Whether a heading is that of the row with this id, and not of a group of rows."""
    text = "" if key is None else key.text
    return heading.text == text or heading.text.startswith(f"{text} ")


def _in_cell(told: Told) -> str:
    return ", ".join(told.texts) if told.is_list else "\n".join(each.rstrip("\n") for each in told.texts)
