"""What one audience sees of one record: the decisions on the record, its fields and its gaps, together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gni_assess.disclosure.fields import shown_fields
from gni_assess.disclosure.treatments import Decision, treat, treat_fields, treat_gap
from gni_assess.model.assessment import Record
from gni_assess.model.gaps import Gap
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Audience, Treatment


@dataclass(frozen=True, kw_only=True)
class Sight:
    """The decisions on one record for one audience. `fields` are those the audience does not get; `gaps` are in the record's order."""

    record_type: type
    decision: Decision
    fields: Mapping[str, Decision]
    gaps: tuple["Sight", ...] = ()

    @property
    def treatment(self) -> Treatment:
        """What the audience gets of the record as a whole."""
        return self.decision.treatment

    @property
    def is_acknowledged(self) -> bool:
        """Whether the audience may know that the record exists."""
        return self.treatment is not Treatment.UNACKNOWLEDGED

    @property
    def hidden_fields(self) -> Mapping[str, Decision]:
        """The fields that are missing from a record shown in full, as far as the audience may know of it."""
        if self.treatment is not Treatment.FULL:
            return {}
        return {key: each for key, each in self.fields.items() if each.treatment is not Treatment.UNACKNOWLEDGED}

    def shows(self, key: str) -> bool:
        """Whether the audience gets what stands in a field of the record."""
        return key in shown_fields(self.record_type, self.treatment) and key not in self.fields

    def ways(self) -> Iterator[str]:
        """Give every text on how to see what is not shown that the audience gets with this record."""
        yield from self.decision.how
        for each in self.hidden_fields.values():
            yield from each.how
        for gap in self.gaps:
            yield from gap.ways()


def look(record: Record, audience: Audience, *, person_id: str = "") -> Sight:
    """Decide all that an audience sees of a record."""
    return Sight(
        record_type=type(record),
        decision=treat(record, audience, person_id=person_id),
        fields=treat_fields(record, audience),
        gaps=tuple(_look_at_gap(record, each, audience, person_id) for each in record.gaps) if isinstance(record, Response) else (),
    )


def _look_at_gap(response: Response, gap: Gap, audience: Audience, person_id: str) -> Sight:
    decision = treat_gap(response, gap, audience, person_id=person_id)
    return Sight(record_type=Gap, decision=decision, fields=treat_fields(gap, audience))
