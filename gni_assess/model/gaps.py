"""Gaps: what the company itself finds missing or weak under a criterion."""

from dataclasses import dataclass, field, replace
from datetime import date

from gni_assess.model.limits import Limit
from gni_assess.model.vocabulary import Classification, EvidenceKind, GapStatus, Impact, Level, Severity


def judge_severity(*, scale: Level, scope: Level, irremediability: Level) -> Severity:
    """Judge how severe an impact on people is.

    Severe if scale or irremediability is high, or scope is high and another at least medium; moderate if any is at least medium;
    else minor. Source: UN Guiding Principles 14 and 24 with OHCHR's interpretive guide (scale, scope and irremediable character; not
    all need be high).
    """
    others = (scale, irremediability)
    if Level.HIGH in others or (scope is Level.HIGH and Level.MEDIUM in others):
        return Severity.SEVERE
    if Level.MEDIUM in (*others, scope) or scope is Level.HIGH:
        return Severity.MODERATE
    return Severity.MINOR


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Something missing or weak, judged by its effect on people, with what will be done about it.

    `missing` names the kinds of evidence that this gap explains. `entities` and `services` confine it. `original_due` and `due_moves`
    are kept by the tool when the date moves.
    """

    id: str
    summary: str
    scale: Level
    scope: Level
    irremediability: Level
    cause: str = ""
    impact: Impact | None = None
    affected: tuple[str, ...] = ()
    missing: tuple[EvidenceKind, ...] = ()
    entities: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    action: str = ""
    owner: str = ""
    due: date | None = None
    original_due: date | None = None
    due_moves: int = 0
    status: GapStatus = field(default=GapStatus.OPEN, metadata={"always": True})
    reason: str = ""
    accepted_by: str = ""
    review_on: date | None = None
    closed: date | None = None
    evidence: tuple[str, ...] = ()
    classification: Classification | None = None
    limits: tuple[Limit, ...] = ()
    notes: str = ""

    def move_due(self, due: date, *, is_new: bool = False) -> "Gap":
        """Give the gap with another date. The first date is kept and each move is counted, so that slippage shows.

        While a gap is being entered (`is_new`) its date is not moved but corrected.
        """
        if self.due is None or self.due == due or is_new:
            return replace(self, due=due)
        return replace(self, due=due, original_due=self.original_due or self.due, due_moves=self.due_moves + 1)

    @property
    def severity(self) -> Severity:
        """How severe it is for people."""
        return judge_severity(scale=self.scale, scope=self.scope, irremediability=self.irremediability)

    @property
    def is_open(self) -> bool:
        """Whether work on it is still to be done."""
        return self.status in (GapStatus.OPEN, GapStatus.IN_PROGRESS)
