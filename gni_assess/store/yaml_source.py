"""What is checked of a file's bytes before it is parsed: size, encoding, and characters that YAML forbids."""

import re
from typing import Final

from gni_assess.store.yaml_document import LINE_BREAK, YamlError
from gni_assess.store.yaml_scalars import escape

MAX_BYTES: Final = 1 << 20
"""The largest file that is parsed: records are a few KiB, and an attacker's file must not cost minutes."""

_ASCII = bytes([0x09, 0x0A, 0x0D, *range(0x20, 0x7F)])
_FORBIDDEN = re.compile("[^\\t\\n\\r\\x20-\\x7e\\x85\\xa0-\\ud7ff\\ue000-\\ufefe\\uff00-\\ufffd\\U00010000-\\U0010ffff]")
_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_SAVE_AS_UTF8 = "save it as UTF-8 (in most editors: `Save as` or `Save with encoding`, then UTF-8)"


def check_source(data: bytes) -> bytes:
    """Return the bytes without a byte order mark; raises YamlError where they cannot be YAML, or are too many."""
    if len(data) > MAX_BYTES:
        raise YamlError("GNI005", "the file is larger than 1 MiB", "split it, or keep the document itself under `evidence/files/`", 1, 1)
    if data.startswith(_UTF16_MARKS) or data.count(0) > len(data) // 4:
        raise YamlError("GNI001", "the file is not UTF-8 but UTF-16 (`Unicode` in some editors)", _SAVE_AS_UTF8, 1, 1)
    data = data.removeprefix(_UTF8_MARK)
    if data.isascii():
        if not data.translate(None, _ASCII):
            return data
        text = data.decode()
    else:
        text = _decode(data)
    if found := _FORBIDDEN.search(text):
        raise YamlError(
            "GNI001",
            f"a character that YAML does not allow as such (U+{ord(found[0]):04X}, invisible)",
            f'remove it, or write it inside double quotes as `"{escape(found[0])}"`',
            *_place(text[: found.start()]),
        )
    return data


def _decode(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        place = _place(data[: error.start].decode())
        raise YamlError("GNI001", "the file is not UTF-8 text from here on", _SAVE_AS_UTF8, *place) from error


def _place(before: str) -> tuple[int, int]:
    """Line and column, from 1, of what comes after a text."""
    lines = LINE_BREAK.split(before)
    return len(lines), len(lines[-1]) + 1
