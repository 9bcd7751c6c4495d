"""Personal data in free text: addresses of mail, networks and devices, phone numbers and accounts, however they are written."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from ipaddress import IPv6Address
from itertools import accumulate
from urllib.parse import unquote

from gni_assess.disclosure.account_numbers import ACCOUNT_WORDS, find_account_numbers, find_ibans
from gni_assess.disclosure.folding import fold, fold_runs
from gni_assess.disclosure.harmless_numbers import ADDRESSES, DATES, DIGESTS, FIGURES, NUMBERED_PARTS, hide, hide_spans
from gni_assess.disclosure.mail_addresses import find_handles, find_mail_addresses
from gni_assess.disclosure.phone_numbers import PHONE_WORDS, find_phone_numbers
from gni_assess.disclosure.reading import read_plainly
from gni_assess.disclosure.social_names import find_messenger_names, find_profiles, may_hold_names
from gni_assess.disclosure.terms import Search, Term, TermIndex


class PersonalDataKind(StrEnum):
    """What was found, as it is called in a sentence."""

    EMAIL = "an e-mail address"
    PHONE = "a phone number"
    IP = "an IP address"
    ACCOUNT = "an account identifier"
    DEVICE = "a device address"


@dataclass(frozen=True, kw_only=True)
class PersonalData:
    """Where personal data stand in the original text; `end` is exclusive. What is hidden in percent-escapes is the whole text."""

    kind: PersonalDataKind
    start: int
    end: int


class Allowed:
    """Texts that are no personal data here: those that the workspace allows, and others that are looked for in another way."""

    def __init__(self, texts: Iterable[str], terms: Iterable[Term] = ()) -> None:
        """Keep texts, which are compared folded, and terms, which are found as they ask."""
        self._index = TermIndex((*(Term(text=each, search=Search.ANYWHERE) for each in texts), *terms))

    def take_out(self, text: str, found: Iterable[PersonalData]) -> Iterator[PersonalData]:
        """Leave out what lies inside one of these texts; an IP address only where it has the same dots."""
        found = tuple(found)
        stretches = tuple(self._stretches(text)) if found and self._index else ()
        if not stretches:
            yield from found
            return
        others, same = _Cover(each for each, _ in stretches), _Cover(each for each, is_same in stretches if is_same)
        for each in found:
            cover = same if each.kind is PersonalDataKind.IP else others
            if not cover.holds(*_trim(text, each.start, each.end)):
                yield each

    def _stretches(self, text: str) -> Iterator[tuple[tuple[int, int], bool]]:
        for each in self._index.find(text):
            stretch = text[each.start : each.end]
            # Undone percent-escapes are found as the whole text, which is not what was allowed.
            if fold(stretch).folded == fold(each.term.text).folded:
                yield (each.start, each.end), fold_runs(stretch) == fold_runs(each.term.text)


class _Cover:
    """Stretches of a text, made ready to be asked whether one of them holds another."""

    def __init__(self, stretches: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(stretches)
        self._starts = [start for start, _ in ordered]
        self._ends = list(accumulate((end for _, end in ordered), max))

    def holds(self, start: int, end: int) -> bool:
        before = bisect_right(self._starts, start)
        return before > 0 and self._ends[before - 1] >= end


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out signs at both ends, which folding drops: the + of a phone number, the @ of a handle."""
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return start, end


NOTHING = Allowed(())
"""Nothing is allowed."""

_BETWEEN = "\nx x\n"  # nothing is found across it
_ESCAPED = re.compile(r"%[0-9A-Fa-f]{2}")

# What all that can be found has: a sign, enough digits close together that are no plain date, or some after a word for phone or account.
# Each begins with the rarest that it has, and looks back from there: that is six times as fast as one pattern for all.
_HINTS = tuple(
    map(
        re.compile,
        (
            r"@",
            r":[0-9a-f]{0,4}:",
            r"[.](?<=[0-9].)[0-9]{1,3}[.][0-9]",
            r"-(?<=[0-9a-f]{2}.)[0-9a-f]{2}-[0-9a-f]{2}-",
            r"[.](?<=[0-9a-f]{4}.)[0-9a-f]{4}[.]",
            r"[0-9](?<![0-9].)(?!(?:(?<=1)9|(?<=2)0)[0-9]{2}-[01][0-9]-[0-3][0-9](?![0-9]))(?:[^0-9a-z]{0,3}[0-9]){7}",
        ),
    )
)
_FEW_DIGITS = re.compile(r"[0-9](?:[^0-9a-z]{0,3}[0-9]){3}")
_WORDS = re.compile(rf"(?<![a-z0-9])(?:{ACCOUNT_WORDS}|{PHONE_WORDS})[^0-9]{{0,24}}[0-9]")

_IP4 = re.compile(r"(?<![\w.])(?<!\d[-,])(?:(?:25[0-5]|2[0-4]\d|[01]?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|[01]?\d?\d)(?!\w)(?!\.\w)")
_IP6 = re.compile(r"(?<![\w:.-])(?:[0-9a-f]{0,4}:){2,8}(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]{1,4})?(?![\w:])")
_FEWEST_GROUPS = 3
_MAC = re.compile(
    r"(?<![\w:.-])(?:[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}|(?=[a-f.]*[0-9])[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4})(?![\w:-])(?!\.\w)"
)


def find_personal_data(text: str, allowed: Allowed = NOTHING) -> tuple[PersonalData, ...]:
    """Find personal data in a text, in the order of the text, each stretch once. Percent-escapes are found undone."""
    found = list(allowed.take_out(text, _find_in(text)))
    if "%" in text and _ESCAPED.search(text):
        undone = unquote(text)
        kinds = {each.kind for each in allowed.take_out(undone, _find_in(undone))} - {each.kind for each in found}
        found += [PersonalData(kind=kind, start=0, end=len(text)) for kind in PersonalDataKind if kind in kinds]
    return tuple(sorted(found, key=lambda each: (each.start, each.end, each.kind)))


def may_hold_personal_data(texts: Iterable[str]) -> bool:
    """Whether anything can be found in any of these texts: a quick test that may say yes in vain, never no."""
    joined = _BETWEEN.join(texts)
    return _is_promising(read_plainly(joined).plain) or ("%" in joined and _ESCAPED.search(joined) is not None)


def _is_promising(plain: str) -> bool:
    return bool(any(each.search(plain) for each in _HINTS) or (_FEW_DIGITS.search(plain) and _WORDS.search(plain)) or may_hold_names(plain))


@lru_cache(maxsize=1024)  # the same texts are read again for each audience, and whenever a record is checked again
def _find_in(text: str) -> tuple[PersonalData, ...]:
    reading = read_plainly(text)
    found = _find_all(reading.plain) if _is_promising(reading.plain) else ()
    spans = ((kind, reading.span(start, end)) for kind, start, end in found)
    return tuple(PersonalData(kind=kind, start=start, end=end) for kind, (start, end) in spans)


def _find_all(plain: str) -> Iterator[tuple[PersonalDataKind, int, int]]:
    """Find one kind after the other, each in what the kinds before have left, so that nothing is found twice."""
    for kind, find in _FINDERS:
        spans, end_before = [], 0
        for start, end in sorted(find(plain), key=lambda each: (each[0], -each[1])):
            if start >= end_before:
                spans.append((start, end))
                end_before = end
        yield from ((kind, *span) for span in spans)
        plain = hide_spans(plain, spans)
        if find is _find_ip_addresses:
            plain = _hide_harmless(plain)


def _find_ip_addresses(plain: str) -> Iterator[tuple[int, int]]:
    left = hide(NUMBERED_PARTS, plain)
    yield from (found.span() for found in _IP4.finditer(left))
    for found in _IP6.finditer(left):
        groups = sum(bool(each) for each in found[0].split(":"))
        with suppress(ValueError):
            IPv6Address(found[0])
            if groups >= _FEWEST_GROUPS or any(each.isdigit() for each in found[0]):
                yield found.span()


def _find_device_addresses(plain: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in _MAC.finditer(plain))


def _hide_harmless(plain: str) -> str:
    for pattern in (ADDRESSES, DIGESTS, DATES, NUMBERED_PARTS, FIGURES):
        plain = hide(pattern, plain)
    return plain


_FINDERS: tuple[tuple[PersonalDataKind, Callable[[str], Iterator[tuple[int, int]]]], ...] = (
    (PersonalDataKind.EMAIL, find_mail_addresses),
    (PersonalDataKind.ACCOUNT, find_profiles),
    (PersonalDataKind.ACCOUNT, find_handles),
    (PersonalDataKind.ACCOUNT, find_messenger_names),
    (PersonalDataKind.DEVICE, _find_device_addresses),
    (PersonalDataKind.ACCOUNT, find_ibans),
    (PersonalDataKind.IP, _find_ip_addresses),
    (PersonalDataKind.ACCOUNT, find_account_numbers),
    (PersonalDataKind.PHONE, find_phone_numbers),
)
