"""Changes: what interviews, commands and imports want written. Only `store.apply` writes them."""

from dataclasses import dataclass

from gni_assess.model.assessment import Record


@dataclass(frozen=True, kw_only=True)
class Change:
    """One record as it was read (None: it must not exist yet) and as it is to be."""

    before: Record | None
    after: Record
