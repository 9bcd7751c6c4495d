"""Strict YAML: the values of one document with the position of each, read as YAML 1.2 core, and nothing that could do harm.

An own loop over the parser's events takes half the time of PyYAML's loader, which gives no positions, keeps the last of two equal keys
and reads plain words by the rules of YAML 1.1.
"""

from array import array
from functools import lru_cache
from typing import Final, NoReturn

from yaml.error import YAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from gni_assess.store.yaml_anchors import MAX_ALIAS_VALUES, MAX_ALIASES, MAX_DEPTH, Anchors
from gni_assess.store.yaml_document import LINE_SHIFT, Document, YamlError, refuse
from gni_assess.store.yaml_events import HAS_LIBYAML, NextEvent, ParseEvent, open_events
from gni_assess.store.yaml_mistakes import explain
from gni_assess.store.yaml_scalars import MAX_DIGITS, NUMBER_STARTS, WORDS, resolve_number, resolve_plain
from gni_assess.store.yaml_source import MAX_BYTES, check_source

__all__ = ["MAX_ALIASES", "MAX_ALIAS_VALUES", "MAX_BYTES", "MAX_DEPTH", "MAX_VALUES", "Document", "YamlError", "read_yaml"]

MAX_VALUES: Final = 200_000
"""The most keys and values of one file."""


def read_yaml(data: bytes, *, libyaml: bool = HAS_LIBYAML) -> Document:
    """Read one document; an empty file has the value None.

    `libyaml` chooses the parser; both give the same. Raises YamlError: GNI001 for what is not YAML or not UTF-8, has a key that is not
    text, or holds several documents; GNI002 for a key that stands twice; GNI005 for tags, for aliases beyond a small number, and for
    what is too deep, too large or too long.
    """
    data = check_source(data)
    positions = array("Q")
    try:
        value = _build(open_events(data, libyaml=libyaml), positions)
    except OverflowError:
        fix = "put quotes around it, or shorten it"
        refuse("GNI005", f"a whole number has more than {MAX_DIGITS:,} digits", fix, position=positions[-1])
    except YAMLError as error:
        raise explain(error, data.decode()) from error
    if len(positions) > MAX_VALUES:
        _refuse_size(positions[MAX_VALUES])
    return Document(value, positions or array("Q", (0,)), data)


def _build(next_event: NextEvent, positions: "array[int]") -> object:  # noqa: C901, PLR0912, PLR0915 - one flat loop, for speed
    """Read the events of one document into its value; appends the position of each key and value in the order of the file."""
    roots: list[object] = []
    sequence = roots  # what is open: the mapping or, where that is None, the sequence
    mapping: dict[str, object] | None = None
    key: str | None = None  # the key that waits for its value
    value: object
    stack: list[tuple[dict[str, object] | None, list[object]]] = []
    anchors = Anchors(positions)
    place = positions.append
    while True:
        event = next_event()
        kind: type = type(event)
        if kind is ScalarEvent:
            mark = event.start_mark
            place(mark.line << LINE_SHIFT | mark.column)
            value = text = event.value
            if event.tag is not None or event.anchor is not None:
                anchors.note(event, text)
            if key is None and mapping is not None:
                key = _find_text_key(text) if event.implicit[0] else text
                if key is None or key in mapping:
                    _refuse_key(text, positions[-1], is_text=key is not None)
                continue
            if event.implicit[0]:
                if text in WORDS:
                    value = WORDS[text]
                elif text[0] in NUMBER_STARTS:
                    value = resolve_number(text)
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            mapping, sequence = stack.pop()
            continue
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            _check_start(event, len(stack), len(positions), is_key=key is None and mapping is not None)
            mark = event.start_mark
            place(mark.line << LINE_SHIFT | mark.column)
            opened: dict[str, object] | list[object] = {} if kind is MappingStartEvent else []
            if event.tag is not None or event.anchor is not None:
                anchors.note(event, opened)
            stack.append((mapping, sequence))
            if mapping is None:
                sequence.append(opened)
            elif key is not None:
                mapping[key] = opened
                key = None
            mapping, sequence = (opened, roots) if isinstance(opened, dict) else (None, opened)
            continue
        elif kind is AliasEvent:
            if key is None and mapping is not None:
                _refuse_collection_key(_position_of(event))
            value = anchors.expand(event, [items if above is None else above for above, items in (*stack[1:], (mapping, sequence))])
        elif kind is StreamEndEvent:
            return roots[0] if roots else None
        else:
            if kind is DocumentStartEvent and roots:
                _refuse_second(event)
            continue
        if mapping is None:
            sequence.append(value)
        elif key is not None:
            mapping[key] = value
            key = None


@lru_cache(maxsize=2_048)
def _find_text_key(text: str) -> str | None:
    """Return a plain key (always the same object, which saves memory), None where it does not read as text."""
    return text if isinstance(resolve_plain(text), str) else None


def _position_of(event: ParseEvent) -> int:
    return event.start_mark.line << LINE_SHIFT | event.start_mark.column


def _refuse_key(name: str, position: int, *, is_text: bool) -> NoReturn:
    if is_text:
        message = "the same key stands twice in one mapping"
        refuse("GNI002", message, "keep one of the two, or merge what they say", position=position, detail=name)
    if not name:
        refuse("GNI001", "a key is missing before a colon", "write the key, or put quotes around the whole text", position=position)
    message = "a key reads as a number, as true or false, or as nothing, not as text"
    refuse("GNI001", message, "put quotes around the key", position=position, detail=name)


def _refuse_collection_key(position: int) -> NoReturn:
    message = "a key is not text but a list, a mapping or an alias"
    refuse("GNI001", message, "write the key as text; put quotes around text that begins with `{`, `[` or `*`", position=position)


def _check_start(event: ParseEvent, depth: int, size: int, *, is_key: bool) -> None:
    """Refuse a list or mapping where it cannot be, or may not be; `depth` and `size` are what is open and read before it."""
    if is_key:
        _refuse_collection_key(_position_of(event))
    if depth >= MAX_DEPTH:
        fix = "put quotes around text that consists of brackets, or make the file flatter"
        refuse("GNI005", f"lists and mappings lie more than {MAX_DEPTH} deep in each other", fix, position=_position_of(event))
    if size >= MAX_VALUES:
        _refuse_size(_position_of(event))


def _refuse_size(position: int) -> NoReturn:
    refuse("GNI005", f"the file has more than {MAX_VALUES:,} keys and values", "split it", position=position)


def _refuse_second(event: ParseEvent) -> NoReturn:
    fix = "keep one document in a file: remove the line `---` and what follows, or move that to a file of its own"
    refuse("GNI001", "a second document begins here", fix, position=_position_of(event))
