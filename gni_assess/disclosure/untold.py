"""To whom a record or gap may not even be told of, whoever reads: what makes naming it a leak."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from gni_assess.disclosure.treatments import Decision, treat, treat_gap
from gni_assess.model.assessment import Record
from gni_assess.model.cases import Case
from gni_assess.model.follow_up import Interview
from gni_assess.model.gaps import Gap
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Audience, Treatment

R = TypeVar("R", bound=Record | Gap)

_ANYONE = "anyone"

_Shape = tuple[object, ...]


class Untold:
    """Says which of some audiences no record of the same shape is acknowledged to.

    For respondents it is as if all of it were their own: that something belongs to a colleague is no reason why a text may not name it;
    that no respondent may know of it is. Many records have the same classification and the same limits, so each such shape is judged once.
    """

    def __init__(self, audiences: Sequence[Audience]) -> None:
        """Look at these audiences only."""
        self._audiences = audiences
        self._judged: dict[_Shape, frozenset[Audience]] = {}

    def of_record(self, record: Record) -> frozenset[Audience]:
        """Give the audiences that may not know of a record."""
        shape = _shape(record)
        if shape not in self._judged:
            own = _give_to_anyone(record)
            self._judged[shape] = self._judge({each: treat(own, each, person_id=_ANYONE) for each in self._audiences})
        return self._judged[shape]

    def of_gap(self, response: Response, gap: Gap) -> frozenset[Audience]:
        """Give the audiences that may not know of a gap, by itself or because of its response."""
        shape = (_shape(response), _shape(gap))
        if shape not in self._judged:
            own, own_gap = _give_to_anyone(response), _give_to_anyone(gap)
            self._judged[shape] = self._judge({each: treat_gap(own, own_gap, each, person_id=_ANYONE) for each in self._audiences})
        return self._judged[shape]

    def _judge(self, decisions: dict[Audience, Decision]) -> frozenset[Audience]:
        return frozenset(audience for audience, decision in decisions.items() if decision.treatment is Treatment.UNACKNOWLEDGED)


def _shape(record: Record | Gap) -> _Shape:
    """Give all that the treatment of a record depends on, apart from whose it is."""
    if not record.limits:
        return type(record), record.classification
    limits = ((each.ground, each.fields, frozenset(each.treatment.items())) for each in record.limits)
    return type(record), record.classification, *limits


def _give_to_anyone(record: R) -> R:
    """Make a record one that the respondent asked about owns. A case belongs to nobody."""
    if isinstance(record, Case):
        return record
    name = "assignee" if isinstance(record, Response) else "person" if isinstance(record, Interview) else "owner"
    return replace(record, **{name: _ANYONE})  # type: ignore[arg-type] # each kind has the field named for it
