"""The table of countries and territories, from a maintained library."""

from collections.abc import Mapping
from functools import cache


@cache
def load_countries() -> Mapping[str, str]:
    """Load the names of countries and territories by ISO 3166-1 alpha-2 code."""
    import iso3166  # noqa: PLC0415 - only where jurisdictions are checked or shown

    return {each.alpha2: each.apolitical_name for each in iso3166.countries}
