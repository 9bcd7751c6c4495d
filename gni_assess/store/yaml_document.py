"""What is read from one YAML file: its value, and where each part of it stands."""

import re
from array import array
from itertools import islice
from typing import Final, NoReturn

from gni_assess.errors import StoreError
from gni_assess.model.diagnostics import KeyPath

LINE_SHIFT: Final = 21
"""A position is kept as `line << LINE_SHIFT | column`, both from 0; a file of `MAX_BYTES` has no longer lines."""

LINE_BREAK: Final = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
"""What counts as the end of a line in the positions of every YAML parser in use (they follow YAML 1.1 in this)."""

_COLUMN_MASK = (1 << LINE_SHIFT) - 1
_WORD = re.compile(r"\S+")


class YamlError(StoreError):
    """A file that is not the YAML we read.

    `code` is GNI001, GNI002 or GNI005; `line` and `column` count from 1. `message` and `fix` (also as `hint`) may be published, so they
    never carry anything from the file; `detail` may.
    """

    def __init__(self, code: str, message: str, fix: str, line: int, column: int, *, detail: str = "") -> None:
        """Keep what is wrong, the way out, and the place."""
        super().__init__(message, hint=fix)
        self.code = code
        self.fix = fix
        self.line = line
        self.column = column
        self.detail = detail


def refuse(code: str, message: str, fix: str, *, position: int, detail: str = "") -> NoReturn:
    """Raise a `YamlError` at a position as it is kept here."""
    raise YamlError(code, message, fix, *unpack(position), detail=detail)


def unpack(position: int) -> tuple[int, int]:
    """Line and column, from 1, of a position as it is kept here."""
    return (position >> LINE_SHIFT) + 1, (position & _COLUMN_MASK) + 1


def count_nodes(value: object) -> int:
    """How many keys and values a value is made of, itself included: as many as it has positions."""
    if isinstance(value, dict):
        return 1 + len(value) + sum(map(count_nodes, value.values()))
    if isinstance(value, list):
        return 1 + sum(map(count_nodes, value))
    return 1


def find_depth(value: object) -> int:
    """How many lists and mappings lie in each other at the deepest place."""
    if isinstance(value, dict):
        return 1 + max(map(find_depth, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(find_depth, value), default=0)
    return 0


class Document:
    """One YAML document: plain values (`value`, not to be changed) and the positions of all of them.

    `data` are the bytes that were read, without a byte order mark. Positions are kept in the order of the file, one for each key and
    value, and found by counting: looking one up is rare, keeping them must cost little.
    """

    __slots__ = ("_positions", "data", "value")

    def __init__(self, value: object, positions: "array[int]", data: bytes) -> None:
        """Keep a value, and the position of each of its nodes in the order of the file."""
        self.value = value
        self.data = data
        self._positions = positions

    def place_of(self, path: KeyPath) -> tuple[int, int]:
        """Line and column, from 1, of the value at a path, or of its nearest parent that exists."""
        return unpack(self._positions[self._find(path)[1]])

    def place_within(self, path: KeyPath, offset: int) -> tuple[int, int]:
        """Line and column, from 1, of a character of the text at a path, where that is a block (`|` or `>`); else as `place_of`.

        A block has the same words in the file as in its value, whatever became of the white space between them.
        """
        *_, index, text = self._find(path)
        line, column = unpack(self._positions[index])
        lines = LINE_BREAK.split(self.data.decode())
        if not isinstance(text, str) or lines[line - 1][column - 1 : column] not in ("|", ">"):
            return line, column
        starts = [each.start() for each in _WORD.finditer(text) if each.start() <= offset] or [offset]
        words = ((number, each.start()) for number, text in enumerate(lines[line:], start=line + 1) for each in _WORD.finditer(text))
        line, before = next(islice(words, len(starts) - 1, None), (line, column - 1))
        return line, before + 1 + offset - starts[-1]

    def place_of_key(self, path: KeyPath) -> tuple[int, int]:
        """Line and column, from 1, of the key that a path ends with (of the item in a list), or of the nearest parent's."""
        return unpack(self._positions[self._find(path)[0]])

    def source_line(self, line: int) -> str:
        """Return the text of a line, counted from 1, without its end; empty where the file has no such line."""
        lines = LINE_BREAK.split(self.data.decode())
        return lines[line - 1] if 0 < line <= len(lines) else ""

    def _find(self, path: KeyPath) -> tuple[int, int, object]:
        """Find the indexes of the positions of key and value at a path, and the value."""
        node, key_index, index = self.value, 0, 0
        for step in path:
            before: list[object]
            if isinstance(node, dict) and step in node:
                before = list(node.values())[: list(node).index(step)]
                key_index = index + 1 + len(before) + sum(map(count_nodes, before))
                index = key_index + 1
                node = node[step]
            elif isinstance(node, list) and isinstance(step, int) and 0 <= step < len(node):
                before = node[:step]
                key_index = index = index + 1 + sum(map(count_nodes, before))
                node = node[step]
            else:
                break
        return key_index, index, node
