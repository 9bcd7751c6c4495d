"""Where each part of a YAML file stands in its lines: a tree of what the parser tells, and the comments, which it does not tell."""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Final

from yaml.events import AliasEvent, MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent, StreamEndEvent

from gni_assess.store.yaml_document import LINE_BREAK
from gni_assess.store.yaml_events import ParseEvent, open_events

_OPENINGS = frozenset((MappingStartEvent, SequenceStartEvent))
_CLOSINGS = frozenset((MappingEndEvent, SequenceEndEvent))
_LEAVES = frozenset((ScalarEvent, AliasEvent))
_BLOCK_STYLES = ("|", ">")
_LINE_END = re.compile(r"\r\n|\r|\n")

NO_CONTENT: Final = re.compile("(?:[ \t]*(?:#[^\r\n\x85\u2028\u2029]*)?(?:\r\n|[\r\n\x85\u2028\u2029]))*")
"""Comments and empty lines, where a text begins with them."""


class Node:
    """A value in a file: `children` are its items or, one for each of its `keys`, its values.

    `last` is the last part of it that has an end of its own; `is_block` tells that it is a list or mapping without brackets.
    """

    __slots__ = ("children", "event", "has_alias", "is_block", "is_mapping", "keys", "last")

    def __init__(self, event: ParseEvent, kind: type) -> None:
        """Keep the event that the value begins with, and its kind."""
        self.event = event
        self.last = event
        self.keys: list[ParseEvent] = []
        self.children: list[Node] = []
        self.is_mapping = kind is MappingStartEvent
        self.is_block = kind in _OPENINGS and not event.flow_style
        self.has_alias = kind is AliasEvent

    @property
    def first_line(self) -> int:
        """Line, from 0, of the first key of a mapping, of the first dash of a list in block style."""
        return (self.keys[0] if self.keys else self.event).start_mark.line

    @property
    def column(self) -> int:
        """Column, from 0, of the first key of a mapping, of the first dash of a list in block style."""
        return (self.keys[0] if self.keys else self.event).start_mark.column


class Source:
    """The lines of a file that the strict reader reads, the tree of its values, and its comments.

    `root` is None where the file holds no value. Lines are counted from 0, as the parsers count them, and keep their ends.
    """

    def __init__(self, text: str) -> None:
        """Read a text, to which the end of the last line is added where that is missing."""
        found = _LINE_END.search(text)
        self.line_end = found[0] if found else "\n"
        if text and not text.endswith(("\n", "\r")):
            text += self.line_end
        self.text = text
        self.lines = _split_lines(text)
        self._leaves: list[ParseEvent] = []
        self.root = self._read_nodes()

    @cached_property
    def comments(self) -> dict[int, int]:
        """Columns of the comments by their lines; every line has one at most."""
        covered: dict[int, list[tuple[int, int]]] = {number: [] for number, line in enumerate(self.lines) if "#" in line}
        for leaf in self._leaves:
            start, end = leaf.start_mark, leaf.end_mark
            if is_text_block(leaf):  # its first line holds no text, but maybe a comment
                _cover(covered, range(start.line + 1, end.line + (end.column > 0)))
                continue
            if start.line == end.line:
                if start.line in covered:
                    covered[start.line].append((start.column, end.column))
                continue
            _cover(covered, range(start.line, start.line + 1), first=start.column)
            _cover(covered, range(start.line + 1, end.line))
            _cover(covered, range(end.line, end.line + 1), last=end.column)
        columns = {number: _find_hash(self.lines[number], spans) for number, spans in covered.items()}
        return {number: column for number, column in columns.items() if column >= 0}

    def list_comments(self, start: int, stop: int) -> dict[int, str]:
        """Return the comments in a range of lines, without the space around them, by their lines."""
        if not any("#" in line for line in self.lines[start:stop]):
            return {}
        comments = self.comments
        return {number: self.lines[number][comments[number] :].rstrip() for number in range(start, stop) if number in comments}

    def _read_nodes(self) -> Node | None:
        next_event = open_events(self.text.encode())
        root: Node | None = None
        stack: list[Node] = []
        leaves = self._leaves
        while True:
            event = next_event()
            kind: type = type(event)
            if kind in _CLOSINGS:
                node = stack.pop()
                node.last = node.children[-1].last if node.is_block else event
                if stack and node.has_alias:
                    stack[-1].has_alias = True
                continue
            if kind is StreamEndEvent:
                return root
            is_leaf = kind in _LEAVES
            if is_leaf:
                leaves.append(event)
            elif kind not in _OPENINGS:
                continue
            above = stack[-1] if stack else None
            if above is not None and above.is_mapping and len(above.keys) == len(above.children):
                above.keys.append(event)
                continue
            node = Node(event, kind)
            if above is None:
                root = node
            else:
                above.children.append(node)
                above.has_alias = above.has_alias or node.has_alias
            if not is_leaf:
                stack.append(node)


def is_text_block(event: ParseEvent) -> bool:
    """Tell whether a value is a block of text (`|`, `>`), whose lines hold no comments but for the first."""
    return getattr(event, "style", None) in _BLOCK_STYLES


def keeps_empty_lines(event: ParseEvent, lines: list[str]) -> bool:
    """Tell whether a value is a block of text that takes the empty lines below it for its own (`|+`, `>+`)."""
    if not is_text_block(event):
        return False
    header, _, _ = lines[event.start_mark.line][event.start_mark.column :].partition("#")
    return "+" in header


def find_end(event: ParseEvent, lines: list[str]) -> int:
    """Return the number of the line after the last line of content of a value that has an end of its own."""
    mark = event.end_mark
    if not is_text_block(event):
        return mark.line + 1
    end = min(mark.line + (mark.column > 0), len(lines))
    if not keeps_empty_lines(event, lines):
        while end > event.start_mark.line + 1 and not lines[end - 1].strip("\r\n"):
            end -= 1
    return end


def _split_lines(text: str) -> list[str]:
    ends = [found.end() for found in LINE_BREAK.finditer(text)]
    pairs = zip([0, *ends], [*ends, len(text)], strict=True)
    return [text[start:end] for start, end in pairs if start < end]


def _cover(covered: dict[int, list[tuple[int, int]]], numbers: Iterable[int], *, first: int = 0, last: int = 1 << 30) -> None:
    for number in numbers:
        if number in covered:
            covered[number].append((first, last))


def _find_hash(line: str, spans: list[tuple[int, int]]) -> int:
    """Return the column of the first number sign outside of all text, -1 where there is none."""
    column = line.find("#")
    while column >= 0 and any(start <= column < end for start, end in spans):
        column = line.find("#", column + 1)
    return column
