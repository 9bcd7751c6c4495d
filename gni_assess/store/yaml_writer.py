"""Plain values to YAML text, and changes to existing files that touch only the keys that change.

What is returned by `dump_document` and `rewrite_keys` has been read back by the strict reader and means exactly what was asked for.
"""

from collections.abc import Collection, Mapping, Sequence

from gni_assess.errors import StoreError
from gni_assess.store.yaml_document import LINE_BREAK, Document, YamlError
from gni_assess.store.yaml_emitter import emit_mapping
from gni_assess.store.yaml_match import is_same, merge_names
from gni_assess.store.yaml_nodes import NO_CONTENT, Source
from gni_assess.store.yaml_reader import read_yaml
from gni_assess.store.yaml_rewrite import Rewriter

_MARK = "\ufeff"
_TRIES = ((True, False), (True, True), (False, True))
"""How deep to look into a file, and whether to write its aliases out; the first try that reads back as it should is taken."""


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
    """Set and remove top-level keys of an existing file; every line of what does not change stays as it is, byte for byte.

    That holds inside of the values, too: of a mapping or list in block style only the keys and items that change are written anew. A short
    mapping in braces on one line stays one; what else changes inside of brackets is written in block style. No comment is lost: those of
    lines that go come to stand above what replaces them. A new key goes behind the key that comes before it in `order` (inside of values:
    in the new value), or to the end. Only where that cannot be done (the file is in flow style, say) is the whole file written anew, below
    its comments. Raises YamlError where the file cannot be read, StoreError where it holds no mapping, and as `dump_mapping` does. `read`
    saves reading the text, where the caller has that; it is not used for any other text.
    """
    mark, text = (_MARK, text[1:]) if text.startswith(_MARK) else ("", text)
    old = _read_mapping(text, read)
    expected = {
        name: new[name] if name in new and not is_same(value, new[name]) else value for name, value in old.items() if name not in removed
    }
    expected |= {name: value for name, value in new.items() if name not in old}
    if is_same(old, expected):
        return mark + text
    source = Source(text)
    for is_deep, expand in _TRIES:
        rewritten = Rewriter(source, is_deep=is_deep, expand=expand).rewrite(old, expected, order)
        if rewritten is not None and _reads_as(rewritten, expected):
            return mark + rewritten
    return mark + _write_anew(source, {name: expected[name] for name in merge_names(old, expected, order)})


def _read_mapping(text: str, read: Document | None) -> dict[str, object]:
    data = _encode(text)
    value = read.value if read is not None and read.data == data else read_yaml(data).value
    if value is None:
        return {}
    if isinstance(value, dict):
        return value
    raise StoreError("the file holds no keys at its top level", hint="restore the file, or remove it and enter the record again")


def _write_anew(source: Source, value: Mapping[str, object]) -> str:
    """Return a whole file: what stands above all content, the comments from below, and the mapping."""
    found = NO_CONTENT.match(source.text)
    above = found[0] if found else ""
    comments = source.list_comments(len(LINE_BREAK.findall(above)), len(source.lines))
    lines = "".join(f"{comment}\n" for comment in comments.values()) + dump_mapping(value)
    return _check_text(above + lines.replace("\n", source.line_end), value)


def _reads_as(text: str, value: Mapping[str, object]) -> bool:
    try:
        return is_same(read_yaml(_encode(text)).value, dict(value))
    except YamlError:
        return False


def _check_text(text: str, value: Mapping[str, object]) -> str:
    """Return a text that the strict reader reads as a value; raises StoreError for any other."""
    try:
        read = read_yaml(_encode(text)).value
    except YamlError as error:
        raise StoreError(f"what was to be saved could not be read again: {error.message}", hint=error.fix) from error
    if not is_same(read, dict(value)):
        raise StoreError("what was to be saved would read differently", hint="report this as an error of the tool; nothing was changed")
    return text


def _encode(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        message = "the text of the file holds half of a character (a lone surrogate)"
        raise StoreError(message, hint="restore the file from version control") from error
