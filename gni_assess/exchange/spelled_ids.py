"""Ids as people write them: `PRV 01`, `prv-1` and `PRV01` for PRV-01."""

import re
from collections.abc import Iterable

_NUMBERED = re.compile(r"\b([A-Z]{2,8})[ \t\u00a0._-]{0,3}([0-9]{1,4})\b")
_LIKE_AN_ID = re.compile("[A-Z]{2,}-?[0-9]")


def spell_ids(text: str, known: Iterable[str]) -> str:
    """Spell what stands for a known id as that is written, in a text in capitals with plain hyphens.

    With other numbers the letters of known ids become one id with them, which is unknown. Letters that begin no id are words.
    """
    by_number: dict[tuple[str, int], list[str]] = {}
    for each in known:
        letters, _, number = each.partition("-")
        if number.isascii() and number.isdigit():
            by_number.setdefault((letters, int(number)), []).append(each)
    beginnings = {letters for letters, _ in by_number}

    def spell(found: re.Match[str]) -> str:
        letters, number = found.groups()
        ids = by_number.get((letters, int(number)), [])
        if letters not in beginnings:
            return found[0]
        return ids[0] if len(ids) == 1 else f"{letters}-{number}"

    return _NUMBERED.sub(spell, text)


def looks_like_id(word: str) -> bool:
    """Whether a word in capitals has the form of an id, letters and then a number, known or not."""
    return _LIKE_AN_ID.match(word) is not None
