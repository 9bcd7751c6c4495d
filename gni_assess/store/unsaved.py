"""What could not be saved: put aside on disk, so that a window that dies takes nothing typed with it."""

from collections.abc import Sequence
from pathlib import Path

from gni_assess.errors import StoreError
from gni_assess.store.layout import is_there, kind_of_id, leads_out
from gni_assess.store.private import UNSAVED, private_place, remove_private, write_private
from gni_assess.store.reading import read_bounded
from gni_assess.store.yaml_reader import MAX_BYTES, YamlError, read_yaml
from gni_assess.store.yaml_writer import dump_document

_HEADER = "What was typed and could not be saved. `gni-assess interview` tells how to see it again and how to take it away."


def keep_unsaved(root: Path, record_id: str, text: str) -> Path:
    """Put a text that belongs to a record on disk, beside those that stand there already, and say where. Raises StoreError."""
    path = _place(root, record_id)
    present = read_unsaved(path) if path.exists() else ()
    if text not in present:
        _write(root, path, (*present, text))
    return path


def forget_unsaved(root: Path, record_id: str, text: str = "") -> None:
    """Take away a text that was kept for a record, or all of them where none is named. Raises StoreError."""
    path = _place(root, record_id)
    if not path.exists():
        return
    left = tuple(each for each in read_unsaved(path) if each != text) if text else ()
    if left:
        _write(root, path, left)
    else:
        remove_private(path)


def find_unsaved(root: Path) -> tuple[Path, ...]:
    """Find the files that hold what was not saved, by record."""
    folder = root / UNSAVED
    if leads_out(root, UNSAVED) or not is_there(folder, folder=True):
        return ()
    try:
        names = sorted(each.name for each in folder.iterdir())
    except OSError:  # somebody else's
        return ()
    ids = (each.removesuffix(".yaml") for each in names if each.endswith(".yaml"))
    return tuple(folder / f"{each}.yaml" for each in ids if kind_of_id(each) and not leads_out(root, f"{UNSAVED}/{each}.yaml"))


def read_unsaved(path: Path) -> tuple[str, ...]:
    """Read the texts of such a file; one that was edited into something else is one text. Raises StoreError."""
    try:
        data = read_bounded(path)
    except OSError as error:
        why = error.strerror or "unknown reason"
        raise StoreError(f"cannot read `{path}`: {why}", hint="check that you may read it") from error
    if len(data) > MAX_BYTES:
        raise StoreError(f"`{path}` is too long to be read", hint="move it elsewhere")
    try:
        value = read_yaml(data).value
    except YamlError:
        value = None
    texts = value.get("unsaved") if isinstance(value, dict) and set(value) == {"unsaved"} else None
    if isinstance(texts, list) and texts and all(isinstance(each, str) for each in texts):
        return tuple(texts)
    return (data.decode(errors="replace"),)


def _place(root: Path, record_id: str) -> Path:
    if kind_of_id(record_id) is None:
        raise StoreError(f"`{record_id}` is not the id of a record", hint="this is a bug; please report it")
    return private_place(root, f"{record_id}.yaml")


def _write(root: Path, path: Path, texts: Sequence[str]) -> None:
    write_private(root, path, dump_document({"unsaved": list(texts)}, _HEADER).encode())
