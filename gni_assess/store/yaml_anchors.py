"""Anchors and aliases of one YAML file, within small bounds: a few are handy, many are an attack ("billion laughs")."""

import copy
from array import array
from typing import Final

from gni_assess.store.yaml_document import LINE_SHIFT, count_nodes, find_depth, refuse
from gni_assess.store.yaml_events import ParseEvent
from gni_assess.store.yaml_scalars import resolve_plain

MAX_DEPTH: Final = 30
MAX_ALIASES: Final = 20
MAX_ALIAS_VALUES: Final = 10_000
"""The most keys and values that all aliases of a file may stand for together."""

_WRITE_OUT = "write the value out instead of using an alias"


class Anchors:
    """The anchors met so far, and how much their aliases have added."""

    def __init__(self, positions: "array[int]") -> None:
        """Start without anchors; `positions` is the growing list of the document's positions."""
        self._positions = positions
        self._values: dict[str, tuple[object, int]] = {}
        self._aliases = 0
        self._added = 0

    def note(self, event: ParseEvent, value: object) -> None:
        """Keep the anchor of a node whose position was appended last; a tag is refused."""
        if event.tag is not None:
            refuse(
                "GNI005",
                "a tag (a word that begins with `!`) stands before a value",
                "remove it; put quotes around text that begins with `!`",
                position=self._positions[-1],
                detail=event.tag,
            )
        if isinstance(value, str) and event.implicit[0]:
            value = resolve_plain(value)
        self._values[event.anchor or ""] = (value, len(self._positions) - 1)

    def expand(self, event: ParseEvent, open_collections: list[object]) -> object:
        """Return a copy of what an alias stands for, and append its positions: its own, then those of the anchor's parts."""
        position = event.start_mark.line << LINE_SHIFT | event.start_mark.column
        name = event.anchor or ""
        if name not in self._values:
            refuse(
                "GNI001",
                "an alias (a word that begins with `*`) names no anchor above it",
                "put quotes around text that begins with `*`",
                position=position,
                detail=name,
            )
        value, start = self._values[name]
        if any(value is collection for collection in open_collections):
            refuse("GNI005", "an alias stands inside of what it refers to", _WRITE_OUT, position=position, detail=name)
        size = count_nodes(value)
        self._aliases += 1
        self._added += size
        if self._aliases > MAX_ALIASES or self._added > MAX_ALIAS_VALUES:
            message = f"more than {MAX_ALIASES} aliases, or more than {MAX_ALIAS_VALUES:,} values through aliases"
            refuse("GNI005", message, _WRITE_OUT, position=position)
        if find_depth(value) + len(open_collections) > MAX_DEPTH:
            refuse("GNI005", f"lists and mappings lie more than {MAX_DEPTH} deep through an alias", _WRITE_OUT, position=position)
        self._positions.append(position)
        self._positions.extend(self._positions[start + 1 : start + size])
        return copy.deepcopy(value)
