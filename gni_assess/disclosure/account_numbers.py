"""Account identifiers in a plain text: numbers that the text calls an account, IBANs, and numbers of payment cards."""

import re
from collections.abc import Iterator

_NAMED = "user|customer|client|subscriber|member|profile|account|acct|device|konto|passport|identity|login"
_ALONE = "a/c|uid|uuid|id|imsi|imei|msisdn|iccid|ssn|iban"
ACCOUNT_WORDS = f"{_NAMED}|{_ALONE}"
"""Words that a text may call an account or the like, as a part of a pattern."""

_CALLED = re.compile(
    rf"(?<![a-z0-9])(?:(?:{_NAMED})[ _-]?(?:ids?|no|nr|num|number|name|key)?|(?:{_ALONE})(?: no| nr| number)?)"
    r"(?:'s)?\.?[ ]?(?:[:=#][ ]?)?(?:(?:is|was|of|no|nr|number)\.? )?[\"'`(\[]?"
    r"((?:[a-z]{1,5}[-_]?)?\d[\w-]{1,60}\w|\d{2,6}(?:[ -]\d{2,6}){1,5})(?!\w)(?![,.]\d)"
)
_FEWEST_DIGITS = 5
_NUMBERED = re.compile(r"(?:no|nr|num|number|id|#)[. :=#]{0,3}[\"'`(\[]?$")
_FEWEST_OF_A_NUMBER = 4
_YEAR = re.compile(r"(?:19|20)\d{2}")

_IBAN = re.compile(r"(?<![a-z0-9])([a-z]{2}\d{2})(?=(?:[ -]?[a-z0-9]){11,30})")
_COUNTRIES = (
    "ad24 ae23 al28 at20 az28 ba20 be16 bg22 bh22 bi27 br29 by28 ch21 cr22 cy28 cz24 de22 dj27 dk18 do28 ee20 eg29 es24 fi18 fk18 "
    "fo18 fr27 gb22 ge22 gi23 gl18 gr27 gt28 hn28 hr21 hu28 ie22 il23 iq23 is26 it27 jo30 kw30 kz20 lb28 lc32 li21 lt20 lu20 lv21 "
    "ly25 mc27 md24 me22 mk19 mn20 mr27 mt31 mu30 ni28 nl18 no15 om23 pk24 pl28 ps29 pt25 qa29 ro24 rs22 ru33 sa24 sc31 sd18 se24 "
    "si19 sk24 sm27 so23 st25 sv28 tl23 tn24 tr26 ua29 va22 vg24 xk20 ye30"
)
_LENGTHS = {each[:2]: int(each[2:]) for each in _COUNTRIES.split()}
"""The number of characters of an IBAN, by country."""

_CARD = re.compile(r"(?<![\w-])[3-6]\d{3}(?:([ -])\d{4}\1\d{4}\1\d{4}|([ -])\d{6}\2\d{5})(?![\w-])")


def find_account_numbers(plain: str) -> Iterator[tuple[int, int]]:
    """Give where numbers stand that the text calls an account, user, subscriber or the like, and numbers of cards."""
    for found in _CALLED.finditer(plain):
        number = found[1]
        digits = sum(each.isdigit() for each in number)
        least = _FEWEST_OF_A_NUMBER if _NUMBERED.search(plain, found.start(), found.start(1)) else _FEWEST_DIGITS
        if digits >= least and not _YEAR.fullmatch(number):
            yield found.span(1)
    for found in _CARD.finditer(plain):
        if _is_card([int(each) for each in found[0] if each.isdigit()]):
            yield found.span()


def find_ibans(plain: str) -> Iterator[tuple[int, int]]:
    """Give where IBANs stand, in groups or not; only those whose check digits are right."""
    for found in _IBAN.finditer(plain):
        end, characters = found.start(), ""
        length = _LENGTHS.get(found[1][:2], 0)
        while len(characters) < length and end < len(plain) and (plain[end].isalnum() or plain[end] in " -"):
            characters += plain[end] if plain[end].isalnum() else ""
            end += 1
        is_whole = len(characters) == length > 0 and not plain[end : end + 1].isalnum()
        if is_whole and characters.isascii() and is_iban(characters):
            yield found.start(), end


def is_iban(characters: str) -> bool:
    """Whether the check digits of an IBAN without spaces are right (ISO 13616, by ISO 7064 mod 97-10)."""
    turned = characters[4:] + characters[:4]
    return int("".join(str(int(each, 36)) for each in turned)) % 97 == 1


def _is_card(digits: list[int]) -> bool:
    doubled = (2 * each - 9 * (each > 4) for each in digits[-2::-2])  # noqa: PLR2004 - Luhn's formula
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
