"""Numbers of ordinary prose that say nothing about a person: dates, amounts, versions, sections, digests."""

import re
from collections.abc import Iterable

HIDDEN = "\0"
"""What stands in place of a hidden character: no digit, no letter, no separator."""

_NUMBER = r"(?:\d{1,3}(?:[ ,.'\u2019]\d{3}){1,7}|\d+)(?:[.,]\d+)?"
_YEAR = r"(?:19|20)\d{2}"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_CLOCK = r"(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?:[.,]\d+)?"
_ZONE = r"(?:z|[+-]\d{2}:?\d{2})?"

# Words before a number that make it part of a document or a version of something.
_PARTS = (
    "versions?|ver|v|releases?|builds?|firmware|editions?|revisions?|rev|upgraded? (?:from|to)|sections?|sec|clauses?|articles?|art|"
    "chapters?|items?|annex(?:es)?|appendix|appendices|paragraphs?|para|subsections?|points?|steps?|rules?|tables?|figures?|fig|pages?|"
    "pp|p|principles?|guidelines?|criteri(?:on|a)|schedules?|parts?|recitals?"
)
_NUMBERED = r"(?:v?\d+(?:\.\d+)+|\d+(?![ .]?\d))[a-z]?(?!\w)"
_AND = r"(?: ?(?:,|;|/|&|-|,? and|,? or|to|until|through) ?)"
NUMBERED_PARTS = re.compile(
    rf"(?<!\w)(?:{_PARTS}|§+)(?:\.|:)?(?: (?:is|was|now|no\.?|number|from|=))*[ :]*\(?{_NUMBERED}(?:{_AND}{_NUMBERED})*"
    rf"|(?<![\w.])v?\d+(?:\.\d+)+ (?:release|version|build|edition|firmware)\b"
)
"""Versions and sections, which can look like IP addresses: `version 1.2.3.4`, `sections 4.2.1.1 and 4.2.1.2`."""

_UNITS = (
    "%|‰|percent|per cent|per mille|pct|"
    "(?:thousand|million|billion|trillion|mn|bn|dollars?|euros?|pounds?|kroner|kronor|lira|francs?|yen|cents?)\\b|"
    "(?:usd|eur|gbp|nok|sek|dkk|chf|try|brl|jpy|inr|cny|kr)\\b|"
    "(?:bytes?|bits?|[kmgtp]i?b|[kmgt]?bps|ms|km|kg|kwh|mwh|hz|[kmg]hz)\\b|"
    "(?:users|people|persons|customers|readers|employees|staff|sites|domains|accounts|subscribers|members|visitors|"
    "requests|demands|orders|cases|complaints|reports|records|entries|pages|words|characters|lines|times|items|posts|"
    "messages|queries|addresses|calls|devices|servers|hours?|days?|weeks?|months?|years?|minutes?|seconds?)\\b"
)
FIGURES = re.compile(
    rf"(?<![\w.,])[+-]?{_NUMBER}(?: (?:thousand|million|billion))?[ -]?(?:{_UNITS}|[$€£¥₺₹₽])"
    rf"|(?:[$€£¥₺₹₽]|(?<!\w)(?:usd|eur|gbp|nok|sek|dkk|chf|try|brl|jpy|inr|cny|kr))\.? ?{_NUMBER}"
)
"""Amounts of money, and numbers with what they count."""

DATES = re.compile(
    rf"(?<!\d)(?<!\d[.,])(?:{_YEAR}-(?:0[1-9]|1[0-2])(?!-?\d)|{_YEAR}([-./]){_MONTH}\1{_DAY}(?!\d|\1\d)"
    rf"|{_DAY}([-./]){_MONTH}\2{_YEAR}(?!\d|\2\d)|{_DAY}([./]){_MONTH}\3\d{{2}}(?!\d|\3\d))(?:[ t,]{{0,2}}{_CLOCK}{_ZONE})?"
    rf"|(?<![\w:.]){_CLOCK}{_ZONE}(?![\w:])"
    rf"|(?<![\d-]){_YEAR} ?[-/] ?(?:{_YEAR}|\d{{2}})(?![\d-])"
)
"""Dates and times with separators, months, and stretches of years."""

DIGESTS = re.compile(
    r"(?<!\w)(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|(?=\d*[a-f])[0-9a-f]{16,}|(?:sha-?\d+|md5)[: ]+[0-9a-f]+)(?!\w)"
    r"|(?<!\w)(?:isbn|issn|doi)[: ]*(?:\d[\d-]*x?|10\.\S+)"
)
"""SHA-256 and other digests, UUIDs, and numbers of publications."""

ADDRESSES = re.compile(r"(?<!\w)(?:https?|ftp)://[^\s\0]+|(?<!\w)www\.[^\s\0]+")
"""Web addresses, in which numbers are pages and dates."""


def hide(pattern: re.Pattern[str], plain: str) -> str:
    """Put hidden characters in place of all that a pattern finds, so that positions stay."""
    return pattern.sub(_hide_match, plain)


def hide_spans(plain: str, spans: Iterable[tuple[int, int]]) -> str:
    """Put hidden characters in place of stretches that are in order and do not overlap."""
    pieces, at = [], 0
    for start, end in spans:
        pieces += [plain[at:start], HIDDEN * (end - start)]
        at = end
    return "".join((*pieces, plain[at:])) if pieces else plain


def _hide_match(found: re.Match[str]) -> str:
    return HIDDEN * len(found[0])
