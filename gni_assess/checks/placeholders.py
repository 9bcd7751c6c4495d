"""Texts that only hold the place of a text."""

import re
import unicodedata

_WORDS = frozenset(
    {"todo", "tbd", "tbc", "tba", "tbf", "na", "none", "nil", "null", "fixme", "placeholder", "pending", "wip", "blah"},
)
_PHRASES = frozenset(
    {
        "to do",
        "to be done",
        "to be added",
        "to be completed",
        "to be confirmed",
        "to be decided",
        "to be defined",
        "to be determined",
        "not applicable",
        "not available",
        "coming soon",
        "fill in",
        "same as above",
        "see above",
    },
)
_LONGEST = 60
_SHORTEST_WORD = 3
_LOREM = re.compile(r"\W*lorem\s+ipsum\b", re.IGNORECASE)
_CROSSES = re.compile(r"x{2,}")
_LEFT_INSIDE = re.compile(
    r"\b(?:TODO|TBD|FIXME)\b(?! lists?\b)"
    # Neither the end of a domain nor the number of a law: Article XXX.
    r"|(?<!\.)(?<!Article )(?<!Annex )(?<!Chapter )(?<!Title )\bX{3,}\b"
    r"|\b(?i:lorem)\s+(?i:ipsum)\b"
    # Not what stands for a name on purpose ([name withheld]), nor a link in Markdown.
    r"|\[(?i:names?|dates?|tbd|todo|placeholder|company name|(?:insert|fill in|name of|your)\b[^\]\n]*|to be \w+)\](?!\()"
)
_INSIDE_WORD = re.compile(r"(?<=\b\w)[/.](?=\w\b)")


def is_placeholder(text: str) -> bool:
    """Whether the whole text only holds a place: `TODO`, `tbd`, `n/a`, dots, `lorem ipsum`. An empty text is no placeholder."""
    if len(text) > _LONGEST:
        return _LOREM.match(text) is not None
    if not text.strip():
        return False
    folded = _INSIDE_WORD.sub("", text.strip().casefold())
    words = "".join(each if each.isalnum() else " " for each in folded).split()
    return (
        all(word in _WORDS or _CROSSES.fullmatch(word) for word in words) or " ".join(words) in _PHRASES or words[:2] == ["lorem", "ipsum"]
    )


def find_left_inside(text: str) -> str:
    """Give the first mark inside a text that holds a place for something to come: `TODO`, `XXX`, `[name]`; empty where there is none."""
    found = _LEFT_INSIDE.search(text)
    return found[0] if found else ""


def says_something(text: str) -> bool:
    """Whether a text can stand as a reason: it has a word of three letters, in any script, and does not only hold a place."""
    words = "".join(each if unicodedata.category(each)[0] in "LM" else " " for each in text).split()
    has_word = any(sum(each.isalpha() for each in word) >= _SHORTEST_WORD for word in words)
    return has_word and not is_placeholder(text)


def is_copy(text: str, example: str) -> bool:
    """Whether a text is the pack's example, whatever its white space."""
    wanted = "".join(example.split())
    return bool(wanted) and "".join(text.split()) == wanted
