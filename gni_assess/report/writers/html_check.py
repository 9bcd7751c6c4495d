"""Reading back the page that was written: everything of the book must be there, once, in order, with links to the right rows."""

import base64
import hashlib
from itertools import zip_longest
from xml.etree.ElementTree import Element

from gni_assess.report.writers.differing import differing
from gni_assess.report.writers.html_check_chart import check_chart
from gni_assess.report.writers.html_check_records import Found, RecordsReader
from gni_assess.report.writers.html_tree import is_of, read_page, targets_in, text_in
from gni_assess.report.writers.told import ToldTable, read_on_page, told_tables
from gni_assess.sheets.book import Book, Link, Sheet

_FRAME = {
    ".": ("head", "body"),
    "body": ("a", "header", "div", "footer"),
    "body/header": ("p", "h1"),
    "body/div": ("nav", "main"),
    "body/div/nav": ("h2", "ol"),
    "body/footer": ("p",),
}
"""What stands around the sheets, and nothing beside it."""
_IN_HEAD = frozenset({"meta", "title", "link", "style"})


def verify_html(book: Book, data: bytes) -> None:
    """Read a page back and compare it with the book. Raises a StoreError that says which sheet, table and row differ."""
    page = _Page(book, read_page(data))
    try:
        page.check()
    except (IndexError, ValueError) as error:  # a part of a part is missing or too many
        raise differing("it is not built as it should be") from error


class _Page:
    def __init__(self, book: Book, root: Element) -> None:
        self._book = book
        self._root = root
        self._title = read_on_page(book.properties.get("title") or book.owner)
        self._rows: dict[tuple[str, str], str] = {}
        self._sheets: dict[str, str] = {}
        self._found: list[Found] = []

    def check(self) -> None:
        """Compare all."""
        self._check_frame()
        self._check_around()
        sections = self._root.findall("body/div/main/section")
        if len(sections) != len(self._book.sheets):
            raise differing(f"it has {len(sections)} parts instead of {len(self._book.sheets)}")
        self._sheets = {sheet.name: section.get("id", "") for sheet, section in zip(self._book.sheets, sections, strict=True)}
        for sheet, section in zip(self._book.sheets, sections, strict=True):
            self._check_section(sheet, section)
        _check_ids(self._root)
        self._check_contents()
        for found in self._found:
            self._check_links(found)

    def _check_frame(self) -> None:
        """Refuse what stands beside the sheets and does not belong there; what it says is compared after that."""
        found = {path: tuple(each.tag for each in self._root.findall(f"{path}/*")) for path in _FRAME}
        others = {each.tag for each in self._root.findall("head/*")} - _IN_HEAD
        if found != _FRAME or others or any(each.tag != "section" for each in self._root.findall("body/div/main/*")):
            raise differing("it is not built as it should be")

    def _check_around(self) -> None:
        """Compare what stands around the sheets: the marking, the title, and styles that are the ones that the page allows."""
        marking = read_on_page(self._book.marking)
        body = self._root.find("body")
        markings = [text_in(each) for part in ("header", "footer") for each in (() if body is None else body.findall(f"{part}/p"))]
        names = [text_in(each) for each in self._root.iter("h1")]
        titles = [text_in(each) for each in self._root.findall("head/title")]
        if markings != [marking] * 2 or names != [self._title] or titles != [f"{self._title} ({marking})"]:
            raise differing("the title or the marking differs")
        given = {each.get("name"): each.get("content") for each in self._root.findall("head/meta")}
        wanted = {name: read_on_page(text) for name, text in self._book.properties.items() if name != "title"}
        if any(given.get(name) != text for name, text in wanted.items()) or given.get("dcterms.created") != str(self._book.created):
            raise differing("what the file says about itself differs")
        policy = next((each.get("content", "") for each in self._root.findall("head/meta") if each.get("http-equiv")), "")
        styles = [base64.b64encode(hashlib.sha256(text_in(each).encode()).digest()).decode() for each in self._root.iter("style")]
        if len(styles) != 1 or f"style-src 'sha256-{styles[0]}'" not in policy or "default-src 'none'" not in policy:
            raise differing("its styles differ")

    def _check_contents(self) -> None:
        entries = [(text_in(each), each.get("href", "").removeprefix("#")) for each in self._root.findall("body/div/nav/ol/li/a")]
        if entries != [(read_on_page(name), target) for name, target in self._sheets.items()]:
            raise differing("the table of contents differs")

    def _check_section(self, sheet: Sheet, section: Element) -> None:
        place = f"the sheet `{sheet.name}`"
        parts = _Parts(section)
        name = parts.take_if("p", "name")
        heading = parts.take("h2", place)
        said = self._title if read_on_page(sheet.title) == self._title and name is None else ""
        titles = {read_on_page(sheet.title), *((read_on_page(sheet.name),) if said else ())}
        if text_in(heading) not in titles or (name is not None and text_in(name) != read_on_page(sheet.name)):
            raise differing(f"the heading of {place} differs")
        for note in sheet.notes:
            parts.take("p", f"a note of {place}", name="note", text=read_on_page(note))
        for table in told_tables(sheet, read_on_page):
            self._check_table(table, parts)
        parts.take("p", f"the end of {place}", name="back")
        parts.refuse_more(place)

    def _check_table(self, told: ToldTable, parts: "_Parts") -> None:
        if told.table.heading:
            parts.take("h3", f"the heading of {told.place}", text=read_on_page(told.table.heading))
        if told.table.note:
            parts.take("div", f"the note of {told.place}", name="note", text=read_on_page(told.table.note))
        if not told.rows:
            parts.take("p", f"what stands for {told.place}", name="empty", text=read_on_page(told.table.empty))
        elif (box := parts.take_if("div", "with-chart")) is not None:
            inner = _Parts(box)
            self._check_grid(told, inner.take("div", told.place, name="scroll"))
            check_chart(told, inner.take("figure", f"the chart of {told.place}"))
            inner.refuse_more(told.place)
        elif len(told.columns) == 1 and (box := parts.take_if("ul", "sentences")) is not None:
            self._check_rows(told, [[each] for each in box])
        elif (box := parts.take_if("div", "scroll")) is not None:
            if told.table.chart is not None:
                raise differing(f"the chart of {told.place} is missing")
            self._check_grid(told, box)
        else:
            self._check_records(told, parts)

    def _check_records(self, told: ToldTable, parts: "_Parts") -> None:
        reader = RecordsReader(told, parts.take("details", told.place, name="finder"))
        while (part := parts.take_if("article") or parts.take_if_area()) is not None:
            self._found += reader.read(part)
        reader.finish()
        for key, target in reader.rows.items():
            self._rows.setdefault((told.sheet.name, key), target)

    def _check_grid(self, told: ToldTable, box: Element) -> None:
        caption = told.table.description or told.table.heading or told.table.name
        if [text_in(each) for each in box.findall("table/caption")] != [read_on_page(caption)]:
            raise differing(f"the caption of {told.place} differs")
        heads = tuple(text_in(each) for each in box.findall("table/thead/tr/th"))
        if heads != tuple(told.columns.values()):
            raise differing(f"the headings of {told.place} differ")
        body, foot = box.findall("table/tbody/tr"), box.findall("table/tfoot/tr")
        if len(foot) != told.table.totals:
            raise differing(f"the totals of {told.place} differ")
        self._check_rows(told, [list(row) for row in (*body, *foot)])

    def _check_rows(self, told: ToldTable, found: list[list[Element]]) -> None:
        for number, (row, cells) in enumerate(zip_longest(told.rows, found), 1):
            place = told.row_place(number)
            if row is None or cells is None:
                raise differing(f"{place} is {'too many' if row is None else 'missing'}")
            by_column = dict.fromkeys(told.columns, "") | {each.key: each.text for each in row}
            if [text_in(each) for each in cells] != list(by_column.values()):
                raise differing(f"{place} differs")
            self._found.append(
                Found(
                    place=place,
                    links=tuple(link for each in row for link in each.links),
                    targets=tuple(target for cell in cells for target in targets_in(cell)),
                )
            )

    def _check_links(self, found: Found) -> None:
        wanted = tuple(target for link in found.links if (target := self._target_of(link)) is not None)
        if found.targets != wanted:
            raise differing(f"a link in {found.place} leads elsewhere")

    def _target_of(self, link: Link) -> str | None:
        return self._rows.get((link.sheet, read_on_page(link.key))) if link.key else self._sheets.get(link.sheet)


class _Parts:
    """The elements of one part of the page, to be taken one after the other."""

    def __init__(self, within: Element) -> None:
        self._parts = list(within)
        self._at = 0

    def take(self, tag: str, place: str, *, name: str = "", text: str | None = None) -> Element:
        """Take the next, which must be this; a StoreError otherwise."""
        taken = self.take_if(tag, name)
        if taken is None:
            raise differing(f"{place} is missing")
        if text is not None and text_in(taken) != text:
            raise differing(f"{place} differs")
        return taken

    def take_if(self, tag: str, name: str = "") -> Element | None:
        """Take the next where it is this."""
        if self._at < len(self._parts) and is_of(self._parts[self._at], tag, name):
            self._at += 1
            return self._parts[self._at - 1]
        return None

    def take_if_area(self) -> Element | None:
        """Take the next where it is the heading over the entries of one area."""
        return self.take_if("h3", "area") or self.take_if("h4", "area")

    def refuse_more(self, place: str) -> None:
        """Refuse what nobody took."""
        if self._at < len(self._parts):
            raise differing(f"{place} has something more")


def _check_ids(root: Element) -> None:
    ids = [name for each in root.iter() if (name := each.get("id"))]
    if len(set(ids)) != len(ids) or not {target for each in root.iter("a") for target in targets_in(each)} <= set(ids):
        raise differing("a link leads nowhere")
