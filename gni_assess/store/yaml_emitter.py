"""Plain values as the lines of block-style YAML that every reader of YAML 1.1 or 1.2 understands alike.

An own emitter of few styles: the one of PyYAML takes a dozen times as long for a record, cannot write text with spaces at the ends of
lines as a block, and leaves invisible characters readable.
"""

import math
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from gni_assess.errors import StoreError
from gni_assess.store.yaml_scalars import MAX_DIGITS, escape

_STEP = "  "
_MAX_SIMPLE_KEY: Final = 1_000  # parsers look no farther for the colon (1,024)

# Words that some reader takes for something else than text, in any case (in YAML 1.1 `=` and `<<` are the value and merge keys).
_RESERVED = frozenset(("~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "=", "<<"))

# Text that needs no quotes in block style: it begins like no number, date, or sign of YAML, and has no `: ` or ` #`.
_PLAIN = re.compile(r"(?![-+.0-9?:,\[\]{}#&*!|>'\"%@`\s])(?:[^:#\t\n]|:(?![\s]|$)|(?<!\s)#)+(?<!\s)")

# What means something inside of braces, to some reader at least.
_SIGNS_IN_BRACES = re.compile(r"[,\[\]{}:?]")

# What is never written as such: what YAML forbids or takes for the end of a line, and what cannot be seen or changes the direction of text
# (general categories Cc, Cf, Cs, Zl, Zp, and non-characters). Joiners stay between characters beyond ASCII: Persian, Indic scripts and
# emoji need them.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e007f]|(?<![^\x00-\x7f\u200c\u200d])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f\u200c\u200d])"
)
_ESCAPED = re.compile(_HIDDEN.pattern + '|[\t\n"\\\\]')
_SURROGATE = re.compile("[\ud800-\udfff]")


def emit_mapping(mapping: Mapping[str, object], indent: str = "") -> str:
    """Return the lines of a mapping that is not empty, each with its end; raises as `emit_value` does."""
    return "".join(f"{indent}{emit_key(key, indent)}{emit_value(value, indent)}" for key, value in mapping.items())


def emit_key(key: str, indent: str) -> str:
    """Return a key and its colon."""
    text = key if _is_plain(key) else _quote(key)
    return f"{text}:" if len(text) <= _MAX_SIMPLE_KEY else f"? {text}\n{indent}:"


def emit_value(value: object, indent: str) -> str:
    """Return what follows the colon of a key at this indentation, to the end of the value's last line.

    Raises StoreError for text and numbers that no file can hold, TypeError for values that are no YAML.
    """
    if isinstance(value, str):
        return _emit_text(value, indent)
    if isinstance(value, dict) and value:
        return "\n" + emit_mapping(value, indent + _STEP)
    if isinstance(value, list) and value:
        return "\n" + _emit_items(value, indent + _STEP)
    return f" {_emit_atom(value)}\n"


def emit_item(value: object, indent: str) -> str:
    """Return what follows the dash of an item at this indentation; mappings and lists begin beside it; raises as `emit_value` does."""
    inner = indent + _STEP
    if isinstance(value, dict) and value:
        return f" {emit_mapping(value, inner).removeprefix(inner)}"
    if isinstance(value, list) and value:
        return f" {_emit_items(value, inner).removeprefix(inner)}"
    return emit_value(value, indent)


def emit_in_braces(value: object) -> str | None:
    """Return a key or value as it stands inside of braces on one line; None where it has parts or lines; raises as `emit_value` does."""
    if isinstance(value, str):
        if "\n" in value:
            return None
        return value if _is_plain(value) and not _SIGNS_IN_BRACES.search(value) else _quote(value)
    return None if isinstance(value, dict | list) else _emit_atom(value)


def _emit_items(items: list[object], indent: str) -> str:
    return "".join(f"{indent}-{emit_item(item, indent)}" for item in items)


def _emit_atom(value: object) -> str:
    """Return a value that is neither text nor has parts."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        if abs(value) >= 10**MAX_DIGITS:
            raise StoreError(f"a whole number has more than {MAX_DIGITS:,} digits", hint="enter a smaller number, or text")
        return str(value)
    if isinstance(value, float):
        return _emit_float(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict | list):
        return "{}" if isinstance(value, dict) else "[]"
    raise TypeError(f"`{type(value).__name__}` is not a value of YAML")


def _emit_float(value: float) -> str:
    if not math.isfinite(value):
        return ".nan" if math.isnan(value) else ".inf" if value > 0 else "-.inf"
    text = repr(value)
    return text if "." in text else text.replace("e", ".0e")  # YAML 1.1 takes `1e+16` for text


def _emit_text(text: str, indent: str) -> str:
    """Return text as it is where that is safe, as a literal block where it has several lines, else in quotes."""
    if "\n" not in text:
        return f" {text}\n" if _is_plain(text) else f" {_quote(text)}\n"
    body = text.removesuffix("\n")
    # A block that ends with empty lines would take the empty lines after it in the file for its own.
    if not body.strip() or body.endswith("\n") or _HIDDEN.search(text):
        return f" {_quote_lines(text, indent + _STEP)}\n"
    hint = len(_STEP) if text[0] in " \t\n" else ""
    chomp = "" if text.endswith("\n") else "-"
    inner = indent + _STEP
    lines = [f"{inner}{line}\n" if line else "\n" for line in body.split("\n")]
    return f" |{hint}{chomp}\n{''.join(lines)}"


def _is_plain(text: str) -> bool:
    return _PLAIN.fullmatch(text) is not None and text.lower() not in _RESERVED and (text.isprintable() or not _HIDDEN.search(text))


def _quote(text: str) -> str:
    """Return text in quotes, on one line; in single ones only where that saves escapes."""
    if ('"' in text or "\\" in text) and not ("\t" in text or "\n" in text or _HIDDEN.search(text)):
        return "'" + text.replace("'", "''") + "'"
    return f'"{_escape(text)}"'


def _quote_lines(text: str, inner: str) -> str:
    """Return text in double quotes with a line of the file for each of its lines: an escaped end of line stands for nothing."""
    first, *lines = re.split(r"(?<=\n)(?!\Z)", text)
    parts = [_escape(first)]
    for line in lines:
        start = f"\\{line[0]}" if line[0] == " " else _escape(line[0])
        parts.append(f"\\\n{inner}{start}{_escape(line[1:])}")
    return f'"{"".join(parts)}"'


def _escape(text: str) -> str:
    return _ESCAPED.sub(_escape_one, text)


def _escape_one(found: re.Match[str]) -> str:
    character = found[0]
    if _SURROGATE.match(character):
        message = "text holds half of a character (a lone surrogate), which no file can hold"
        raise StoreError(message, hint="type the text again; it came from a program that broke it")
    return '\\"' if character == '"' else escape(character)
