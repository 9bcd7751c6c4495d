"""Which known id a person may have meant."""

from functools import lru_cache

from gni_assess.model.likeness import find_alike

_MOST = 500
"""Comparing with more ids than this would take longer than the hint is worth."""


@lru_cache(maxsize=256)
def describe_unknown(value: str, known: frozenset[str]) -> str:
    """Quote a value that is not among the known ids, with the nearest one; for `Problem.detail` only, as it carries the value."""
    nearest = find_alike(value, known) if len(known) <= _MOST else ()
    return f"`{value}`; did you mean `{nearest[0]}`?" if nearest else f"`{value}`"
