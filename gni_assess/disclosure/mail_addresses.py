"""E-mail addresses and handles in a plain text: what stands around an @."""

import re
from collections.abc import Iterator

_LONGEST_NAME = 64
_IN_NAMES = frozenset("._+'-")
_HOST = re.compile(r"[^\W_](?:[\w-]{0,62}[^\W_])?(?:\.[^\W_](?:[\w-]{0,62}[^\W_])?){0,8}")
# With spaces around the signs it must look like an address all the more: they may end a sentence.
_SPACED_HOST = re.compile(r"[^\W_][\w-]{0,62}(?:(?: \. |\.)[^\W_][\w-]{0,62}){0,8}(?: \. |\.)[^\W\d_]{2,24}(?!\w)")
_HANDLE = re.compile(r"@(?:\w(?:[\w.-]{0,62}\w))")
# A package of a programming language: `npm @scope/name`.
_PACKAGE = re.compile(r"(?<!\w)(?:npm|npx|pnpm|yarn)(?: [a-z-]+){0,2} $")


def find_mail_addresses(plain: str) -> Iterator[tuple[int, int]]:
    """Give where e-mail addresses stand: name, @ and host, and with spaces around the @ only where the host ends in a domain."""
    at, end = plain.find("@"), 0
    while at >= 0:
        span = _span_of_address(plain, at, end)
        if span:
            yield span
            end = span[1]
        at = plain.find("@", at + 1)


def find_handles(plain: str) -> Iterator[tuple[int, int]]:
    """Give where handles such as `@name` stand; what follows a letter or digit is none."""
    for found in _HANDLE.finditer(plain):
        before = plain[found.start() - 1 : found.start()]
        if not before.isalnum() and any(each.isalpha() for each in found[0]) and not _names_package(plain, *found.span()):
            yield found.span()


def _names_package(plain: str, start: int, end: int) -> bool:
    return plain[end : end + 1] == "/" and _PACKAGE.search(plain, max(0, start - _LONGEST_NAME), start) is not None


def _span_of_address(plain: str, at: int, earliest: int) -> tuple[int, int] | None:
    name_end = at - 1 if plain[at - 1 : at] == " " else at
    start = name_end
    while start > max(earliest, name_end - _LONGEST_NAME) and (plain[start - 1].isalnum() or plain[start - 1] in _IN_NAMES):
        start -= 1
    while start < name_end and not plain[start].isalnum():
        start += 1
    if start == name_end:
        return None
    is_spaced_before, is_spaced_after = name_end < at, plain[at + 1 : at + 2] == " "
    host = None if is_spaced_before else _HOST.match(plain, at + 1)
    spaced = None if is_spaced_before and not is_spaced_after else _SPACED_HOST.match(plain, at + 1 + is_spaced_after)
    found = max((each for each in (host, spaced) if each), key=lambda each: each.end(), default=None)
    if found is None or not any(each.isalpha() for each in found[0].rpartition(".")[2]):
        return None
    return start, found.end()
