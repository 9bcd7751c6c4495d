"""Comparing a record of the Word file with the row that it was made of."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from gni_assess.report.words import HELD_BACK
from gni_assess.report.writers.differing import differing
from gni_assess.report.writers.docx_tree import Paragraph, Run, joined
from gni_assess.report.writers.told import Told, ToldTable
from gni_assess.sheets.book import Link

_GROUPS = ("area", "severity")
_NOT_SHOWN = HELD_BACK.capitalize()
_BETWEEN_FACTS = "  \u00b7  "


@dataclass(frozen=True, kw_only=True)
class Found:
    """The links of one row: what the book has, and where those in the document lead."""

    place: str
    links: tuple[Link, ...]
    anchors: tuple[str, ...]


@dataclass
class _Record:
    """What a record says under which label, in order: in lines of short facts, and in passages."""

    facts: list[tuple[str, str]] = field(default_factory=list)
    passages: list[tuple[str, str]] = field(default_factory=list)
    held_back: str = ""


def read_record(
    told: ToldTable, row: Sequence[Told], place: str, *, group: Paragraph | None, heading: Paragraph, body: Sequence[Paragraph]
) -> tuple[Told, ...]:
    """Compare a record with its row, and give what of the row its body tells, in the order of the body. A StoreError where it differs."""
    key = told.key_of(row)
    key_text, title = "" if key is None else key.text, told.title_of(row)
    # In a heading a line end at the very end is left out, as everywhere.
    title_text = "" if title is None or title is key else title.text.rstrip("\n")
    if heading.text == key_text or not title_text:
        title, title_text = None, ""
    if heading.text != " ".join(each for each in (key_text, title_text) if each):
        raise differing(f"the heading of {place} differs")
    grouped = next((each for name in _GROUPS for each in row if each.key == name), None)
    if group is None or grouped is None or group.text != f"{grouped.text[:1].upper()}{grouped.text[1:]}":
        if group is not None and (grouped is not None or group.text != _NOT_SHOWN):
            raise differing(f"the heading over {place} differs")
        grouped = None
    rest = [each for each in row if each is not key and each is not title and each is not grouped]
    record = _read(body, place)
    facts: list[Told] = []
    passages: list[Told] = []
    for each in rest:
        if not _take(each, record, facts, passages):
            raise differing(f"{place} differs")
    if record.facts or record.passages or record.held_back:
        raise differing(f"{place} has something more")
    return (*facts, *passages)


def _take(told: Told, record: _Record, facts: list[Told], passages: list[Told]) -> bool:
    """Take what must come next of a record; whether it does."""
    label = told.heading if told.heading.endswith("?") else f"{told.heading}:"
    if record.facts and record.facts[0] == (label, ", ".join(each.rstrip("\n") for each in told.texts)):
        del record.facts[0]
        facts.append(told)
        return True
    if record.passages and record.passages[0] in _as_passages(told, label):
        del record.passages[0]
        passages.append(told)
        return True
    if set(told.texts) == {HELD_BACK} and record.held_back.startswith(told.heading):
        # The names of columns may have commas themselves.
        record.held_back = record.held_back.removeprefix(told.heading).removeprefix(", ")
        return True
    return False


def _as_passages(told: Told, label: str) -> tuple[tuple[str, str], ...]:
    text = "\n".join(each.rstrip("\n") for each in told.texts)
    return (told.heading, text), (label, text)


def _read(body: Sequence[Paragraph], place: str) -> _Record:
    record = _Record()
    at = 0
    while at < len(body):
        each = body[at]
        at += 1
        if each.style == "Facts":
            pairs = _read_facts(each, place)
            if len(pairs) == 1 and pairs[0][0] == f"{_NOT_SHOWN}:":
                record.held_back = pairs[0][1]
            elif at == 1:
                record.facts += pairs
            else:
                record.passages += pairs
        elif each.style == "Label":
            end = next((index for index in range(at, len(body)) if body[index].style in ("Facts", "Label")), len(body))
            record.passages.append((each.text, joined(body[at:end])))
            at = end
        else:
            raise differing(f"{place} has something more")
    return record


def _read_facts(paragraph: Paragraph, place: str) -> list[tuple[str, str]]:
    """Read a line of facts: each label is set in its own style, so nothing that a fact says is taken for one."""
    groups: list[tuple[Run, list[str]]] = []
    for run in paragraph.runs:
        if run.style == "LabelInLine":
            groups.append((run, []))
        elif groups:
            groups[-1][1].append(run.text)
        else:
            raise differing(f"{place} has something more")
    texts = ["".join(each) for _, each in groups]
    texts[:-1] = [each.removesuffix(_BETWEEN_FACTS) for each in texts[:-1]]
    return [(run.text.removesuffix(" "), text) for (run, _), text in zip(groups, texts, strict=True)]
