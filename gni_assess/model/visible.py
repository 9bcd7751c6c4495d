"""Text that cannot disguise itself: what a terminal or a reader would not show is written out."""

import unicodedata

_KEPT = frozenset("\n\t")
_JOINERS = frozenset("\u200c\u200d")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def visible_text(text: str) -> str:
    r"""Write control characters, escape sequences and direction marks as visible escapes such as `\x1b` and `\u202e`.

    Line ends, tabs and the joiners that some scripts need inside words stay. For showing only: what is stored is never changed.
    """
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return text
    return "".join(_show(each) for each in text)


def visible_line(text: str) -> str:
    """Show text on one line: like `visible_text`, with line ends and tabs as spaces."""
    return visible_text(" ".join(text.split("\n")).replace("\t", " "))


def _show(char: str) -> str:
    if char in _KEPT or char in _JOINERS or unicodedata.category(char) not in _HIDDEN:
        return char
    code = ord(char)
    if code <= 0xFF:  # noqa: PLR2004 - the largest code that two hexadecimal digits can write
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004 - likewise for four
