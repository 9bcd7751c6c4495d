"""What could not be saved: put aside on disk, so that a window that dies takes nothing typed with it.

Each text is a plain file of its own, `GOV-02.1.txt`, in the folder of the person who typed it: as long as it may be, and byte for byte.
Older versions kept all texts for a record in one file for everybody, `GOV-02.yaml`.
"""

import contextlib
import re
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from gni_assess.errors import StoreError
from gni_assess.store.layout import kind_of_id
from gni_assess.store.private import create_private, list_private, private_place, remove_private, write_private
from gni_assess.store.yaml_reader import MAX_BYTES, YamlError, read_yaml
from gni_assess.store.yaml_writer import dump_document

__all__ = ["find_unsaved", "forget_unsaved", "keep_unsaved", "read_unsaved", "record_of"]

_HEADER = "What was typed and could not be saved. `gni-assess interview` tells how to see it again and how to take it away."
_NAME = re.compile(r"(?P<record>[A-Z]+-[0-9]+)\.((?P<number>[1-9][0-9]{0,8})\.txt|yaml)")


def keep_unsaved(root: Path, record_id: str, text: str, owner: str = "") -> Path:
    """Put a text that belongs to a record on disk, beside those that stand there already, and say where. Raises StoreError.

    `owner` is a folder as `own_folder` gives it; without one the text is for whoever works next.
    """
    _check(record_id)
    last = 0
    for path in _find(root, record_id, owner):
        with contextlib.suppress(StoreError):
            if text in read_unsaved(path):
                return path
        last = max(last, _number(path))
    data = text.encode("utf-8", "surrogatepass")
    return next(path for number in count(last + 1) if create_private(root, path := _place(root, owner, record_id, number), data))


def forget_unsaved(root: Path, record_id: str, text: str = "", owner: str = "") -> None:
    """Take away a text that was kept for a record, or all of them where none is named. Raises StoreError."""
    _check(record_id)
    for path in _find(root, record_id, owner):
        if not text:
            remove_private(path)
            continue
        try:
            present = read_unsaved(path)
        except StoreError:  # whatever is in it, it is not what was offered
            continue
        left = tuple(each for each in present if each != text)
        if not left:
            remove_private(path)
        elif left != present:
            write_private(root, path, dump_document({"unsaved": list(left)}, _HEADER).encode())


def find_unsaved(root: Path, owner: str = "") -> tuple[Path, ...]:
    """Find the files that hold what was not saved, by record, and those of one record in the order in which they were kept."""
    found = (each for each in list_private(root, owner) if _NAME.fullmatch(each.name) and kind_of_id(record_of(each)))
    return tuple(sorted(found, key=lambda each: (record_of(each), _number(each))))


def read_unsaved(path: Path) -> tuple[str, ...]:
    """Read the texts of such a file; what it holds besides is one text, also where an editor made it that. Raises StoreError."""
    try:
        data = path.read_bytes()
    except OSError as error:
        why = error.strerror or "unknown reason"
        raise StoreError(f"cannot read `{path}`: {why}", hint="check that you may read it") from error
    texts = _read_list(data) if path.suffix == ".yaml" else None
    return tuple(texts) if texts else ((decode(data),) if data else ())


def record_of(path: Path) -> str:
    """Give the id of the record that such a file is about."""
    return path.name.partition(".")[0]


def decode(data: bytes) -> str:
    """Give what was kept as text, character for character; bytes that somebody else put there are shown as far as they can be."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode(errors="replace")


def _read_list(data: bytes) -> Sequence[str] | None:
    if len(data) > MAX_BYTES:
        return None
    try:
        value = read_yaml(data).value
    except YamlError:
        return None
    texts = value.get("unsaved") if isinstance(value, dict) and set(value) == {"unsaved"} else None
    return texts if isinstance(texts, list) and all(isinstance(each, str) for each in texts) else None


def _find(root: Path, record_id: str, owner: str) -> tuple[Path, ...]:
    _place(root, owner, record_id, 1)  # a link on the way is told, not taken for an empty folder
    return tuple(each for each in find_unsaved(root, owner) if record_of(each) == record_id)


def _number(path: Path) -> int:
    found = _NAME.fullmatch(path.name)
    return int(found["number"] or 0) if found else 0


def _check(record_id: str) -> None:
    if kind_of_id(record_id) is None:
        raise StoreError(f"`{record_id}` is not the id of a record", hint="this is a bug; please report it")


def _place(root: Path, owner: str, record_id: str, number: int) -> Path:
    name = f"{record_id}.{number}.txt"
    return private_place(root, f"{owner}/{name}" if owner else name)
