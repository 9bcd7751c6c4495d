"""Plain values to YAML text, and changes to existing files that touch only the keys that change.

What is returned by `dump_document` and `rewrite_keys` has been read back by the strict reader and means exactly what was asked for.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from gni_assess.errors import StoreError
from gni_assess.store.yaml_document import Document, YamlError
from gni_assess.store.yaml_emitter import emit_key, emit_mapping, emit_value
from gni_assess.store.yaml_layout import Entry, read_layout
from gni_assess.store.yaml_reader import read_yaml

_MARK = "\ufeff"
_LEADING_COMMENTS = re.compile(r"(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n))*")
_LINE_END = re.compile(r"\r\n|\r|\n")


def dump_mapping(value: Mapping[str, object]) -> str:
    """Return the lines of a mapping in block style, keys in the order given.

    Values are plain (mappings, lists, text, numbers, truth values, None) or dates. Raises StoreError for text that no file can hold
    (half characters) and numbers that are too long, TypeError for other kinds of values.
    """
    return emit_mapping(value) if value else "{}\n"


def dump_document(value: Mapping[str, object], header: str = "") -> str:
    """Return a whole file: the lines of a header, each made a comment where it is none, and the mapping; raises as `dump_mapping` does."""
    comments = "".join(f"{line}\n" if line.startswith("#") else f"# {line}".rstrip() + "\n" for line in header.splitlines())
    return _check_text(comments + dump_mapping(value), value)


def rewrite_keys(
    text: str,
    new: Mapping[str, object],
    removed: Collection[str] = (),
    *,
    order: Sequence[str] = (),
    read: Document | None = None,
) -> str:
    """Set and remove top-level keys of an existing file; every other line stays as it is, byte for byte.

    A key that has its value already is not touched. Comments stay, but for those inside of a value that is replaced. A new key goes behind
    the key that comes before it in `order`, or to the end. Only where that cannot be done (the file is in flow style, say) is the whole
    file written anew, below its leading comments. Raises YamlError where the file cannot be read, StoreError where it holds no mapping,
    and as `dump_mapping` does. `read` saves reading the text, where the caller has that; it is not used for any other text.
    """
    mark, text = (_MARK, text[1:]) if text.startswith(_MARK) else ("", text)
    old = _read_mapping(text, read)
    changed = {name: value for name, value in new.items() if name not in old or not _is_same(old[name], value)}
    if not changed and not any(name in old for name in removed):
        return mark + text
    names = [name for name in old if name not in removed]
    for name in sorted((name for name in changed if name not in old), key=lambda name: _rank(name, order)):
        names.insert(_find_slot(names, name, order), name)
    expected = {name: changed.get(name, old.get(name)) for name in names}
    for absorb in (False, True):
        rewritten = _rewrite(text, changed, expected, absorb=absorb)
        if rewritten is not None and _reads_as(rewritten, expected):
            return mark + rewritten
    comments = _LEADING_COMMENTS.match(text)
    return mark + _check_text((comments[0] if comments else "") + dump_mapping(expected), expected)


def _read_mapping(text: str, read: Document | None) -> dict[str, object]:
    data = _encode(text)
    value = read.value if read is not None and read.data == data else read_yaml(data).value
    if value is None:
        return {}
    if isinstance(value, dict):
        return value
    raise StoreError("the file holds no keys at its top level", hint="restore the file, or remove it and enter the record again")


def _rank(name: str, order: Sequence[str]) -> int:
    return order.index(name) if name in order else len(order)


def _find_slot(names: list[str], name: str, order: Sequence[str]) -> int:
    """Return where among the names of a file a new one belongs."""
    rank = _rank(name, order)
    ranks = [_rank(other, order) for other in names]
    before = [other for other in ranks if other < rank]
    if rank == len(order) or not ranks:
        return len(ranks)
    if before:
        return ranks.index(max(before)) + 1
    return 0 if min(ranks) < len(order) else len(ranks)


def _rewrite(text: str, changed: Mapping[str, object], expected: Mapping[str, object], *, absorb: bool) -> str | None:
    """Return the file with the entries of `expected` in that order, the changed ones written anew; None where it cannot be divided."""
    found = _LINE_END.search(text)
    line_end = found[0] if found else "\n"
    if text and not text.endswith(("\n", "\r")):
        text += line_end
    layout = read_layout(text, absorb=absorb)
    if layout is None:
        if not _LEADING_COMMENTS.fullmatch(text):
            return None
        return text + dump_mapping(expected).replace("\n", line_end)
    entries: list[Entry] = []
    for entry in layout.entries:
        if entry.name not in expected:
            entries.append(replace(entry, body="", is_open=False))
        elif entry.name in changed:
            body = _replace_value(entry, changed[entry.name], layout.indent)
            entries.append(replace(entry, body=body.replace("\n", line_end), is_open=False))
        else:
            entries.append(entry)
    _insert_new(entries, expected, layout.indent, line_end)
    return _join(entries, layout.foot)


def _join(entries: list[Entry], foot: str) -> str:
    """Put a file together; empty lines that a removed key leaves behind must not become part of the text above it."""
    text = ""
    is_open = False
    for entry in (*entries, Entry(name="", lead=foot, body="")):
        lead = entry.lead.lstrip("\r\n") if is_open else entry.lead
        text += lead + entry.body
        is_open = entry.is_open or (is_open and not lead and not entry.body)
    return text


def _replace_value(entry: Entry, value: object, indent: str) -> str:
    """Return the lines of an entry with another value, its key, spacing and comment as they were."""
    text = emit_value(value, indent)
    first, _, rest = text.partition("\n")
    if rest and first.startswith(' "') and entry.comment:  # no comment can stand inside of quotes
        return f"{indent}{entry.comment.strip()}\n{indent}{entry.head}{text}"
    if first and not rest and entry.gap:
        first = entry.gap + first[1:]
    return f"{indent}{entry.head}{first}{entry.comment}\n{rest}"


def _insert_new(entries: list[Entry], expected: Mapping[str, object], indent: str, line_end: str) -> None:
    """Insert the entries that the file lacks, each behind the one before it; what stands above the first key stays above all."""
    names = [entry.name for entry in entries]
    place = 0
    for name, value in expected.items():
        if name in names:
            place = names.index(name) + 1
            continue
        lead = ""
        if place == 0 and entries:
            lead = entries[0].lead
            entries[0] = replace(entries[0], lead="")
        body = f"{indent}{emit_key(name, indent)}{emit_value(value, indent)}".replace("\n", line_end)
        entries.insert(place, Entry(name=name, lead=lead, body=body))
        names.insert(place, name)
        place += 1


def _is_same(read: object, value: object) -> bool:
    """Tell whether a value that was read is the one that was to be written: of the same type; dates are read as text."""
    if isinstance(value, date):
        return read == value.isoformat()
    if isinstance(value, dict):
        return isinstance(read, dict) and read.keys() == value.keys() and all(_is_same(read[key], value[key]) for key in value)
    if isinstance(value, list):
        return isinstance(read, list) and len(read) == len(value) and all(map(_is_same, read, value))
    if isinstance(value, str):
        return isinstance(read, str) and read == value
    return type(read) is type(value) and (read == value or (read != read and value != value))  # noqa: PLR0124 - not-a-number


def _reads_as(text: str, value: Mapping[str, object]) -> bool:
    try:
        return _is_same(read_yaml(_encode(text)).value, dict(value))
    except YamlError:
        return False


def _check_text(text: str, value: Mapping[str, object]) -> str:
    """Return a text that the strict reader reads as a value; raises StoreError for any other."""
    try:
        read = read_yaml(_encode(text)).value
    except YamlError as error:
        raise StoreError(f"what was to be saved could not be read again: {error.message}", hint=error.fix) from error
    if not _is_same(read, dict(value)):
        raise StoreError("what was to be saved would read differently", hint="report this as an error of the tool; nothing was changed")
    return text


def _encode(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        message = "the text of the file holds half of a character (a lone surrogate)"
        raise StoreError(message, hint="restore the file from version control") from error
