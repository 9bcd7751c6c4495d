"""Phone numbers in a plain text, as they are written internationally and in many countries."""

import re
from collections.abc import Callable, Iterator

# Numbers stand by themselves: not at the end of an id such as POL-417, nor before more of one.
_START = r"(?<![\w+])(?<!\w[-/.,])"
_END = r"(?!\w)(?![-/]\w)(?!\.\d)"
_GAP = r"[ .\-/()_]{0,3}"
_ONE = r"(?: ?[-.] ?| {1,3})"

_INTERNATIONAL = re.compile(rf"(?<!\w)(?:\+|(?<![:.,+])00)[ (]{{0,2}}[1-9](?:{_GAP}\d){{7,14}}{_END}")
_TRUNK = re.compile(
    rf"{_START}\(?0[1-9]\d{{0,4}}\)?(?:(?:{_ONE}|\)? ?/ ?|\) {{0,3}})\d{{2,8}}(?:{_ONE}\d{{2,8}}){{0,4}}|(?<=\d{{5}})\d{{5,6}}){_END}"
)
PHONE_WORDS = (
    "tel|telephone|phone|mobile|cell|cellphone|fax|call|dial|whatsapp|signal|viber|telegram|sms|hotline|pager|telefon|tlf|gsm|handy|"
    "reach (?:him|her|them|us|me|it)|"
    "(?<!case )(?<!docket )(?<!file )(?<!reference )(?<!ticket )(?<!order )(?<!invoice )(?<!registration )numbers? (?:is|was|:)"
)
"""Words that say that a phone number follows, as a part of a pattern."""

_AFTER_WORD = re.compile(
    rf"(?<!\w)(?:{PHONE_WORDS})(?:'?s)?[.:]?(?: (?:numbers?|no\.?|nr\.?|is|was|at|on|under|him|her|them|us|me|it)[.:]?){{0,3}}"
    rf"[ :=(]{{0,3}}(\+?\(?\d(?:{_GAP}\d){{5,14}}){_END}"
)
_NATIONAL = tuple(
    re.compile(_START + each + _END)
    for each in (
        # North America: (202) 555-0147
        rf"(?:1{_ONE})?(?:\([2-9]\d{{2}}\) {{0,3}}|[2-9]\d{{2}}{_ONE})[2-9]\d{{2}}{_ONE}\d{{4}}",
        # Turkey, Russia: 532 123 45 67, 8 (495) 123-45-67
        rf"(?:8{_ONE})?(?:\(\d{{3}}\) {{0,3}}|\d{{3}}{_ONE})\d{{3}}{_ONE}\d{{2}}{_ONE}\d{{2}}",
        # Brazil: (11) 91234-5678
        rf"(?:\(\d{{2}}\) {{0,3}}9?\d{{4}}|\d{{2}}{_ONE}9\d{{4}}){_ONE}\d{{4}}",
        # China: 138 1234 5678
        r"1[3-9]\d(?:([ -])\d{4}\1|\d{4})\d{4}",
        # India: 98765 43210
        r"[6-9]\d{4} \d{5}",
        # Norway, Denmark: 22 12 34 56; Norway: 412 34 567
        r"\d{2}(?: \d{2}){3,4}",
        r"[489]\d{2} \d{2} \d{3}",
    )
)

_TRIPLES = re.compile(r"\+\d{1,3}(?:([ .])\d{3})(?:\1\d{3})*")
_SHORTEST_IN_TRIPLES = 10
_DOCKET = re.compile(r"0\d+[-/](?:19|20)\d{2}")
_SHORTEST_WITH_GAPS, _LONGEST = 9, 15


def find_phone_numbers(plain: str) -> Iterator[tuple[int, int]]:
    """Give where phone numbers stand in a plain text from which dates and amounts were taken out; they may overlap."""
    yield from _pick(_INTERNATIONAL, plain, 0, _is_international)
    yield from _pick(_TRUNK, plain, 0, _is_national)
    yield from _pick(_AFTER_WORD, plain, 1, lambda _: True)
    for pattern in _NATIONAL:
        yield from _pick(pattern, plain, 0, lambda _: True)


def _pick(pattern: re.Pattern[str], plain: str, group: int, is_one: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    return (found.span(group) for found in pattern.finditer(plain) if is_one(found[group]))


def _is_international(number: str) -> bool:
    """Whether a number with `+` or `00` is no amount in groups of three, such as +12 500 000."""
    return count_digits(number) >= _SHORTEST_IN_TRIPLES or not _TRIPLES.fullmatch(number)


def _is_national(number: str) -> bool:
    return _SHORTEST_WITH_GAPS <= count_digits(number) <= _LONGEST and not _DOCKET.fullmatch(number)


def count_digits(text: str) -> int:
    """Count the digits of a plain text."""
    return sum(map(text.count, "0123456789"))
