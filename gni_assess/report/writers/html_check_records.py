"""Comparing the articles of a page with the rows that they were made of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from gni_assess.report.words import HELD_BACK
from gni_assess.report.writers.differing import differing
from gni_assess.report.writers.html_tree import is_of, targets_in, text_in
from gni_assess.report.writers.told import Told, ToldTable
from gni_assess.sheets.book import Link

_NOT_SHOWN = HELD_BACK.capitalize()


@dataclass(frozen=True, kw_only=True)
class Found:
    """The links of one row: what the book has, and where those on the page lead."""

    place: str
    links: tuple[Link, ...]
    targets: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class _Said:
    heading: str
    texts: tuple[str, ...]


@dataclass
class _Article:
    """What one article says, in the order of the page."""

    status: list[_Said] = field(default_factory=list)
    facts: list[_Said] = field(default_factory=list)
    held_back: str = ""
    targets: list[str] = field(default_factory=list)

    def take(self, told: Told) -> bool:
        """Take what must come next; whether it does."""
        said = _Said(heading=told.heading, texts=told.texts)
        for found in (self.status, self.facts):
            if found and found[0] == said:
                del found[0]
                return True
        if set(told.texts) == {HELD_BACK} and self.held_back.startswith(told.heading):
            self.held_back = self.held_back.removeprefix(told.heading).removeprefix("; ")
            return True
        return False

    @property
    def is_empty(self) -> bool:
        return not (self.status or self.facts or self.held_back)


class RecordsReader:
    """Reads the articles of one table one after the other."""

    def __init__(self, told: ToldTable, finder: Element) -> None:
        """Compare with this table; `finder` is the list of its entries."""
        self.rows: dict[str, str] = {}
        """Where links to an id lead."""
        self._told = told
        self._finder = finder.findall("ul/li")
        self._area: str | None = None
        self._number = 0

    def read(self, part: Element) -> Iterator[Found]:
        """Compare the next article with its row, and give its links; the heading of an area gives none."""
        if part.tag != "article":
            self._area = text_in(part)
            return
        self._number += 1
        place = self._told.row_place(self._number)
        if self._number > len(self._told.rows) or self._number > len(self._finder):
            raise differing(f"{place} is too many")
        row = self._told.rows[self._number - 1]
        title = self._check_heading(part, row, place)
        article = _read_article(part, place)
        rest = [each for each in row if each is not self._told.key_of(row) and each is not title and not self._is_area(each)]
        if not all(map(article.take, rest)) or not article.is_empty:
            raise differing(f"{place} differs")
        self._check_entry(row, title, place)
        yield Found(place=place, links=tuple(link for each in rest for link in each.links), targets=tuple(article.targets))

    def finish(self) -> None:
        """Refuse a table of which rows are missing."""
        if self._number < len(self._told.rows) or len(self._finder) != self._number:
            raise differing(f"{self._told.row_place(self._number + 1)} is missing")

    def _check_heading(self, article: Element, row: Sequence[Told], place: str) -> Told | None:
        spans = list(article[0]) if len(article) else []
        key = self._told.key_of(row)
        key_text = "" if key is None else key.text
        if not spans or not is_of(spans[0], "span", "key") or text_in(spans[0]) != key_text:
            raise differing(f"the id of {place} differs")
        if (target := article.get("id")) is not None:
            if key_text in self.rows:
                raise differing(f"{place} has the id of another")
            self.rows[key_text] = target
        if len(spans) == 1:
            return None
        title = self._told.title_of(row)
        if title is None or title is key or text_in(spans[1]) != title.text:
            raise differing(f"the title of {place} differs")
        return title

    def _is_area(self, told: Told) -> bool:
        return told.key == "area" and told.text == self._area

    def _check_entry(self, row: Sequence[Told], title: Told | None, place: str) -> None:
        """Compare the line of the list that leads to an article."""
        key = self._told.key_of(row)
        word = next((each.texts[0] for each in row if each.is_word), "")
        wanted = " ".join(each for each in ("" if key is None else key.text, "" if title is None else title.text, word) if each)
        entry = self._finder[self._number - 1]
        if text_in(entry).strip() != wanted.strip():
            raise differing(f"the entry of {place} in its list differs")
        if key is not None and targets_in(entry)[:1] not in ((), (self.rows.get(key.text),)):
            raise differing(f"the entry of {place} in its list leads elsewhere")


def _read_article(article: Element, place: str) -> _Article:
    found = _Article()
    for part in article[1:]:
        if is_of(part, "ul", "status"):
            for line in part:
                found.status.append(_Said(heading=text_in(line[0]), texts=(text_in(line[1]),)))
                found.targets += targets_in(line)
        elif part.tag == "dl":
            for name, body in (tuple(pair) for pair in part):
                if text_in(name) == _NOT_SHOWN and not len(body):
                    found.held_back = text_in(body)
                    continue
                found.facts.append(_Said(heading=text_in(name), texts=_texts_of(body)))
                found.targets += targets_in(body)
        else:
            raise differing(f"{place} has something more")
    return found


def _texts_of(body: Element) -> tuple[str, ...]:
    ids = body.find("ul")
    return (text_in(body),) if ids is None else tuple(text_in(each) for each in ids)
