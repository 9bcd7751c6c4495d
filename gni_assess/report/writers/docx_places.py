"""Where links of the Word file lead to, and what values look like between other words and as paragraphs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gni_assess.report.writers.columns import row_ids
from gni_assess.report.writers.docx_markup import bookmark_name, link, marked, paragraph, passage, run, tone_style
from gni_assess.sheets.book import Link, Sheet, Value, Word, text_of


@dataclass(frozen=True, kw_only=True)
class Places:
    """What links lead to: sheets, and rows by sheet and id, each with a number."""

    numbers: Mapping[tuple[str, str], int]

    def mark(self, content: str, sheet: str, key: str = "") -> str:
        """Make runs a place that links to a sheet, or to a row of it, lead to."""
        number = self.numbers.get((sheet, key))
        return content if number is None else marked(content, number)

    def inline(self, value: Value) -> str:
        """Give a value as runs: a status word in its color, a link where its row is there."""
        if isinstance(value, Word):
            return run(value.text, tone_style(value.tone))
        if isinstance(value, Link) and (number := self.numbers.get((value.sheet, value.key))) is not None:
            return link(run(value.text, "Hyperlink"), bookmark_name(number))
        return run(text_of(value))

    def list_of(self, values: Sequence[Value], style: str) -> str:
        """Give several ids as one paragraph, with commas between them."""
        return paragraph(run(", ").join(map(self.inline, values)), style)

    def paragraphs(self, value: Value, style: str = "", run_style: str = "") -> str:
        """Give a value as paragraphs."""
        if isinstance(value, Word | Link):
            return paragraph(self.inline(value), style)
        return passage(text_of(value), style, run_style)


def find_places(sheets: Iterable[Sheet]) -> Places:
    """Give a number to what links can lead to, in the order of the document."""
    return Places(numbers={key: number for number, key in enumerate(dict.fromkeys(_keys(sheets)), 1)})


def _keys(sheets: Iterable[Sheet]) -> Iterator[tuple[str, str]]:
    for sheet in sheets:
        yield sheet.name, ""
        yield from ((sheet.name, key) for key in row_ids(sheet))
