"""Which lines of a YAML file belong to which key or item of a block, so that one can be changed and the others left as they are."""

import re
from dataclasses import dataclass

from gni_assess.store.yaml_nodes import Node, find_end, is_text_block, keeps_empty_lines

_COLON = re.compile(r"[ \t]*:")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A key with its value, or an item of a list, as a range of lines.

    It begins in the line `start`, its content ends before the line `end`, and the comments below it that belong to it before `stop`.
    `head` is the column behind the colon or the dash. `is_open` tells that it ends with a block of text that takes all empty lines
    below it for its own.
    """

    node: Node
    start: int
    end: int
    stop: int
    head: int
    is_open: bool

    @property
    def is_beside(self) -> bool:
        """Whether the value is in brackets, in quotes or plain, and begins in the line of the key or dash."""
        event = self.node.event
        return not self.node.is_block and event.start_mark.line == self.start and not is_text_block(event)

    @property
    def comment_lines(self) -> tuple[int, ...]:
        """Lines whose comment, the first found, is the one at the end of the entry."""
        is_text = self.node.is_block or is_text_block(self.node.event)
        return (self.start,) if is_text else (self.node.last.end_mark.line, self.start)


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The entries of a block, which all begin in one column; what is left of its lines stands above an entry or below the last."""

    entries: tuple[Entry, ...]
    column: int


def read_layout(node: Node, lines: list[str], start: int, stop: int) -> Layout | None:
    """Divide the lines of a list or mapping in block style; None where that cannot be done (keys with `?`, anchors).

    Before the first entry each line may hold only spaces. Comments and lines of spaces below the last line of an entry belong to it where
    they are indented deeper than it.
    """
    if not node.is_block or node.event.anchor is not None:
        return None
    column = node.column
    heads = _find_keys(node, lines, column) if node.keys else _find_dashes(node, lines, column, start)
    if heads is None:
        return None
    limits = [line for line, _ in heads[1:]] + [stop]
    entries = []
    for (line, head), child, limit in zip(heads, node.children, limits, strict=True):
        end = find_end(child.last, lines)
        below = _absorb(lines, end, limit, column)
        is_open = end == below and keeps_empty_lines(child.last, lines)
        entries.append(Entry(node=child, start=line, end=end, stop=below, head=head, is_open=is_open))
    return Layout(entries=tuple(entries), column=column)


def _find_keys(node: Node, lines: list[str], column: int) -> list[tuple[int, int]] | None:
    """Return the line of each key with the column behind its colon."""
    heads = []
    for key in node.keys:
        start, end = key.start_mark, key.end_mark
        source = lines[start.line]
        colon = _COLON.match(source, end.column)
        if colon is None or end.line != start.line or start.column != column or source[:column].strip(" "):
            return None
        heads.append((start.line, colon.end()))
    return heads


def _find_dashes(node: Node, lines: list[str], column: int, start: int) -> list[tuple[int, int]] | None:
    """Return the line of each dash with the column behind it; the parser tells only where the items begin."""
    heads = []
    for child in node.children:
        for line in range(start, child.event.start_mark.line + 1):
            if lines[line].startswith("-", column) and not lines[line][:column].strip(" "):
                break
        else:
            return None
        heads.append((line, column + 1))
        start = find_end(child.last, lines)
    return heads


def _absorb(lines: list[str], end: int, limit: int, column: int) -> int:
    """Return the end of an entry with what stands below it and is indented deeper than it begins."""
    for number in range(end, limit):
        line = lines[number]
        content = line.strip()
        is_deeper = line.startswith((" " * (column + 1), "\t"))
        if content and not (is_deeper and content.startswith("#")):
            break
        if is_deeper:
            end = number + 1
    return end
