"""Limits: grounds for not showing something, with what each audience gets instead."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gni_assess.model.vocabulary import Audience, Ground, Treatment


@dataclass(frozen=True, kw_only=True)
class Limit:
    """One ground for not showing a record, or some of its fields.

    An audience other than `internal` that `treatment` does not name gets `withheld`. `fields` empty means the whole record. `how` says
    how the audience can see it after all; `note` is for the team only.
    """

    ground: Ground | None = None
    treatment: Mapping[Audience, Treatment] = field(default_factory=dict)
    fields: tuple[str, ...] = ()
    how: str = ""
    note: str = ""
