"""The error of a report that is not what it should be."""

from gni_assess.errors import StoreError


def differing(what: str) -> StoreError:
    """Say what differs between a report that was made and the book it was made from: the table and the row, never what stands there."""
    return StoreError(
        f"the report that was made is not what it should be: {what}",
        hint="report this as a bug of gni-assess; nothing was put in its place",
    )
