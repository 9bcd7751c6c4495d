"""Which known id a person may have meant."""

from functools import lru_cache

_MOST = 500
"""Comparing with more ids than this would take longer than the hint is worth."""


@lru_cache(maxsize=256)
def describe_unknown(value: str, known: frozenset[str]) -> str:
    """Quote a value that is not among the known ids, with the nearest one; for `Problem.detail` only, as it carries the value."""
    from difflib import get_close_matches  # noqa: PLC0415 - needed only where something is wrong

    nearest = get_close_matches(value, sorted(known), n=1) if len(known) <= _MOST else []
    return f"`{value}`; did you mean `{nearest[0]}`?" if nearest else f"`{value}`"
