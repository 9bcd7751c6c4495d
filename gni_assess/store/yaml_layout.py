"""Which lines of a YAML file belong to which top-level key, so that one can be changed and the others left as they are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from yaml.events import AliasEvent, MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent, StreamEndEvent

from gni_assess.store.yaml_document import LINE_BREAK
from gni_assess.store.yaml_events import ParseEvent, open_events

_OPENINGS = frozenset((MappingStartEvent, SequenceStartEvent))
_CLOSINGS = frozenset((MappingEndEvent, SequenceEndEvent))
_LEAVES = frozenset((ScalarEvent, AliasEvent))
_BLOCK_STYLES = ("|", ">")

_COMMENT = re.compile(r"([ \t]+#[^\r\n]*?)[ \t]*[\r\n]*")
_COLON = re.compile(r"[ \t]*:")
_BLANK = re.compile(r"[ \t]*")
_BLOCK_HEADER = re.compile(r"[|>]([-+0-9]*)([ \t]+#[^\r\n]*?)?[ \t]*[\r\n]*$")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A top-level key with its value: its own lines (`body`), and those above them that belong to no value (`lead`).

    `head` is the key as it is written, with its colon; `gap` the space after it, where the value begins on the same line; `comment` the
    comment at the end of that line (of the value's last line, where it has brackets or quotes), with the space before it. `is_open` tells
    that the value ends with a block of text that takes all empty lines below it for its own.
    """

    name: str
    lead: str = ""
    body: str
    head: str = ""
    gap: str = ""
    comment: str = ""
    is_open: bool = False


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A file whose top level is a mapping in block style; `foot` is what follows the last value, `indent` the space before each key."""

    entries: tuple[Entry, ...]
    foot: str
    indent: str


@dataclass(frozen=True, kw_only=True)
class _Span:
    """What the parser tells of an entry: its key, the beginning of the value, and the last part of the value that has an end of its own."""

    key: ParseEvent
    first: ParseEvent
    last: ParseEvent

    @property
    def key_line(self) -> int:
        """Line of the key, from 0."""
        return self.key.start_mark.line


def read_layout(text: str, *, absorb: bool) -> Layout | None:
    """Divide a file that the strict reader reads as a mapping; None where that is not in block style, with simple keys.

    Comments below the last line of a value, indented deeper than the key, belong to the value where it has lines of its own; with `absorb`
    also where it stands on the line of its key, and blank lines with deeper spaces likewise.
    """
    spans = _find_spans(text)
    lines = _split_lines(text)
    indent = _BLANK.match(lines[spans[0].key_line])[0] if spans else ""  # type: ignore[index]  # matches always
    entries: list[Entry] = []
    done = 0
    for number, span in enumerate(spans):
        line, source = span.key_line, lines[span.key_line]
        colon = _COLON.match(source, span.key.end_mark.column)
        if colon is None or span.key.end_mark.line != line or source[: span.key.start_mark.column] != indent:
            return None
        limit = spans[number + 1].key_line if number + 1 < len(spans) else len(lines)
        end = _absorb(lines, _find_end(span, lines), limit, len(indent), first=line, greedy=absorb)
        gap, comment = _read_margins(span, lines, colon.end())
        entry = Entry(
            name=span.key.value,
            lead="".join(lines[done:line]),
            body="".join(lines[line:end]),
            head=source[len(indent) : colon.end()],
            gap=gap,
            comment=comment,
            is_open=_is_open(span, lines),
        )
        entries.append(entry)
        done = end
    return Layout(entries=tuple(entries), foot="".join(lines[done:]), indent=indent) if entries else None


def _split_lines(text: str) -> list[str]:
    """Split text into lines with their ends, as the parsers count them."""
    ends = [found.end() for found in LINE_BREAK.finditer(text)]
    pairs = zip([0, *ends], [*ends, len(text)], strict=True)
    return [text[start:end] for start, end in pairs if start < end]


def _find_spans(text: str) -> list[_Span]:
    """Follow the parser through a file and note each top-level key; nothing where the top level is in flow style."""
    spans: list[_Span] = []
    flow: list[bool] = []  # of each open collection, whether it is in flow style
    key: ParseEvent | None = None
    first: ParseEvent | None = None
    for event, kind in _list_events(text):
        if kind in _OPENINGS:
            flow.append(event.flow_style)
            if key is not None:
                first = first or event
            continue
        if kind in _CLOSINGS:
            if flow.pop():
                last = event
                if not flow:
                    return []
        elif key is None:
            key = event
            continue
        else:
            first, last = first or event, event
        if len(flow) == 1 and key is not None and first is not None:
            spans.append(_Span(key=key, first=first, last=last))
            key = first = None
    return spans


def _list_events(text: str) -> Iterator[tuple[ParseEvent, type]]:
    """Give the events of a file that stand for values or parts of them, each with its kind."""
    next_event = open_events(text.encode())
    while True:
        event = next_event()
        kind: type = type(event)
        if kind is StreamEndEvent:
            return
        if kind in _OPENINGS or kind in _CLOSINGS or kind in _LEAVES:
            yield event, kind


def _is_open(span: _Span, lines: list[str]) -> bool:
    """Tell whether a value ends with a block of text that keeps the empty lines below it (`|+`, `>+`)."""
    start = span.last.start_mark
    header = _BLOCK_HEADER.search(lines[start.line], start.column) if _ends_with_block(span) else None
    return header is not None and "+" in header[1]


def _ends_with_block(span: _Span) -> bool:
    return getattr(span.last, "style", None) in _BLOCK_STYLES


def _find_end(span: _Span, lines: list[str]) -> int:
    """Return the number of the line after the value's last line of content."""
    mark = span.last.end_mark
    if not _ends_with_block(span):
        return mark.line + 1
    end = min(mark.line + (mark.column > 0), len(lines))
    while not _is_open(span, lines) and end > span.last.start_mark.line + 1 and not lines[end - 1].strip("\r\n"):
        end -= 1
    return end


def _absorb(lines: list[str], end: int, limit: int, indent: int, *, first: int, greedy: bool) -> int:
    """Return the end of a value with the comments below it that are indented deeper than its key."""
    if not greedy and end - 1 == first:
        return end
    for number in range(end, limit):
        content = lines[number].strip()
        is_deeper = lines[number].startswith((" " * (indent + 1), "\t"))
        if content and not (is_deeper and content.startswith("#")):
            break
        if is_deeper and (content or greedy):
            end = number + 1
    return end


def _read_margins(span: _Span, lines: list[str], colon: int) -> tuple[str, str]:
    """Return the space between colon and value, and the comment at the end of the line."""
    source = lines[span.key_line]
    start = span.first.start_mark
    kind: type = type(span.first)
    if (kind in _OPENINGS and not span.first.flow_style) or start.line != span.key_line:
        found = _COMMENT.fullmatch(source, colon)
        return "", found[1] if found else ""
    gap = source[colon : start.column]
    if kind is ScalarEvent and span.first.style in _BLOCK_STYLES:
        header = _BLOCK_HEADER.search(source, start.column)
        return "", (header[2] or "") if header else ""
    end = span.last.end_mark
    found = _COMMENT.fullmatch(lines[end.line], end.column) if end.line < len(lines) else None
    return gap, found[1] if found else ""
