"""Words without their endings, so that `notify` finds `notified` and `policies` finds `policy`.

Cautious on purpose: better to miss a relative than to take `informal` for `information`. What rules cannot tell stands in a short table.
"""

import re
import unicodedata
from functools import cache

Stems = tuple[str, ...]
"""A word, or the words of a phrase, without their endings."""

_RELATED = """
remove removal, refuse refusal, approve approval, deny denial denied, renew renewal, withdraw withdrawal, dispose disposal,
propose proposal, analyze analysis analyses, enforce enforcement, assess assessment, manage management, require requirement,
encrypt encryption, decide decision, disclose disclosure, child children, take taken, tell told, sell sold,
center centre, license licence, program programme, organization organisation, judgment judgement
"""
_FAMILIES = {word: words[0] for words in map(str.split, _RELATED.split(",")) for word in words}
"""Words of the field whose relation no ending shows."""

_SAME_ENDING = (
    *(("ifications", "ify"), ("ification", "ify"), ("ies", "y"), ("ied", "y")),
    *((each, "at") for each in ("ations", "ation", "ators", "ator", "ating", "ated", "ates", "ate")),
    *(("itions", "it"), ("ition", "it"), ("ctions", "ct"), ("ction", "ct"), ("ptions", "pt"), ("ption", "pt")),
)
"""Endings that are put in one form; so many letters as `_LEAST` must stand before them."""

_WHOLE = frozenset({"news", "means", "series", "lens"})
"""Words that only look like a plural."""

_LEAST = 3
_DOUBLED = re.compile(r"([bdgmnprt])\1$")


def stems_of(text: str) -> Stems:
    """Give the words of a text without letter case, accents and endings."""
    return tuple(map(_stem, re.findall(r"\w+", folded(text))))


def plain_words(text: str) -> tuple[str, ...]:
    """Give the words of a text without letter case, accents and the ending of a plural."""
    return tuple(map(_singular, re.findall(r"\w+", folded(text))))


def folded(text: str) -> str:
    """Take letter case and accents out of a text."""
    if text.isascii():  # nearly all of a pack; ten times as fast
        return text.lower()
    return "".join(each for each in unicodedata.normalize("NFKD", text).casefold() if not unicodedata.combining(each))


def sentence_with(text: str, stems: Stems) -> str:
    """Give the first sentence of a text that has these words in a row, on one line; the whole text where they cross its sentences."""
    for each in re.split(r"(?<=[.?!])\s+", text.strip()):
        if stands_in(stems, stems_of(each)):
            return " ".join(each.split())
    return " ".join(text.split())


def stands_in(stems: Stems, text: Stems) -> bool:
    """Whether some words stand in a text, in a row."""
    return any(text[start : start + len(stems)] == stems for start, each in enumerate(text) if each == stems[0])


def _singular(word: str) -> str:
    if word in _WHOLE:
        return word
    if re.search(r"(?:s|x|z|ch|sh)es$", word):
        return word[:-2]
    return word[:-1] if len(word) > _LEAST and re.search(r"[^siu]s$", word) else word


@cache
def _stem(word: str) -> str:
    word = _FAMILIES.get(word, _FAMILIES.get(_singular(word), word))
    for ending, instead in _SAME_ENDING:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST:
            return word.removesuffix(ending) + instead
    word = _singular(word)
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST:
            word = _DOUBLED.sub(r"\1", word.removesuffix(ending))
            break
    return word.removesuffix("e") if len(word) > _LEAST + 1 else word
