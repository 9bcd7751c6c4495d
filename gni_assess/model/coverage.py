"""How far the set of selected cases reaches, as counts."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class CoverageLine:
    """One count that a case criterion asks for.

    `key` names what is counted for programs, `counted` for people; `lacking` names what is not covered (ids of services, codes of
    jurisdictions), which are values of the record.
    """

    criterion: str
    key: str
    counted: str
    count: int
    target: int
    lacking: tuple[str, ...] = ()

    @property
    def met(self) -> bool | None:
        """Whether the target is reached; None where nothing is asked for, as in a set without nominations."""
        return self.count >= self.target if self.target else None


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """What the selected cases cover, criterion by criterion, and how many of them there are of each kind.

    `unread` counts the case files that cannot be read, and so are not in any other count.
    """

    lines: tuple[CoverageLine, ...] = ()
    rights: Mapping[str, int] = field(default_factory=dict)
    types: Mapping[str, int] = field(default_factory=dict)
    jurisdictions: Mapping[str, int] = field(default_factory=dict)
    services: Mapping[str, int] = field(default_factory=dict)
    unread: int = 0
