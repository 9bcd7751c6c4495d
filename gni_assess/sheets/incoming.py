"""What came back: a workbook that somebody filled in, found by ids and headings wherever they stand now.

Everything in it is what somebody typed, and nothing more: also its facts are claims. Whoever takes it over checks it.
"""

from collections.abc import Collection, Mapping
from pathlib import Path

from gni_assess.errors import StoreError
from gni_assess.sheets.guard import BOUNDS, Bounds, too_much
from gni_assess.sheets.incoming_rows import read_tables
from gni_assess.sheets.incoming_values import Incoming, IncomingCell, IncomingRow, IncomingTable, Spot, Unread
from gni_assess.sheets.typed_read import SentWorkbook
from gni_assess.sheets.way_back import digest_of_text, read_book_map

__all__ = ["Incoming", "IncomingCell", "IncomingRow", "IncomingTable", "Spot", "Unread", "digest_of_text", "read_incoming"]

COMMANDS = {"questionnaire": "gni-assess questionnaire receive", "gap-report": "gni-assess requests receive"}
"""The command that brings back each kind of file."""

_KINDS = {"questionnaire": "a questionnaire", "gap-report": "a gap report"}

_WORKED_IN = ("gap-report",)
"""The kinds in which somebody works for weeks, with columns and sheets of their own."""


def read_incoming(path: Path, *, kind: str, never: Collection[str] = (), bounds: Bounds = BOUNDS) -> Incoming:
    """Read a workbook that came back. `never` are keys of columns, such as private notes, of which nothing is kept or shown.

    Raises StoreError where it is no workbook, is not read for safety, has no map, or is of another kind than asked for.
    """
    with SentWorkbook(path, bounds) as file:
        book = read_book_map(file, path)
        _refuse_long_facts(book.facts, path, bounds)
        found = book.facts.get("kind", "")
        if found != kind:
            what = _KINDS.get(found, "of a kind that this version does not know")
            way = f"bring it back with `{COMMANDS[found]}`" if found in COMMANDS else "make and send it again with this version"
            raise StoreError(f"`{path.name}` is {what}, not {_KINDS.get(kind, kind)}", hint=way)
        tables, unread = read_tables(file, path, book, frozenset(never), bounds, is_worked_in=kind in _WORKED_IN)
        return Incoming(file=path.name, sha256=file.sha256, kind=kind, facts=book.facts, tables=tables, unread=unread)


def _refuse_long_facts(facts: Mapping[str, str], path: Path, bounds: Bounds) -> None:
    """Refuse facts that no program of ours wrote: whoever takes them over works through them word by word."""
    for fact in facts.values():
        if len(fact) > bounds.fact_characters or len(fact.replace(",", " ").split()) > bounds.fact_words:
            raise too_much("its hidden sheet says far more than was sent").about(path)
