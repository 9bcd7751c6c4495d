"""Texts that only hold the place of a text."""

import re

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
_LOREM = re.compile(r"\W*lorem\s+ipsum\b", re.IGNORECASE)
_CROSSES = re.compile(r"x{2,}")
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


def is_copy(text: str, example: str) -> bool:
    """Whether a text is the pack's example, whatever its white space."""
    wanted = "".join(example.split())
    return bool(wanted) and "".join(text.split()) == wanted
