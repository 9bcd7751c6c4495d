"""Who receives which text: every text that somebody outside the team could be given, and the audiences that are."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gni_assess.disclosure.sight import Sight, look
from gni_assess.disclosure.staff import Staff
from gni_assess.disclosure.texts import own_criteria_texts, record_texts, workspace_texts
from gni_assess.disclosure.treatments import owner_of
from gni_assess.model.assessment import Assessment, Record
from gni_assess.model.diagnostics import WORKSPACE_REF, KeyPath, RecordRef
from gni_assess.model.evidence import Policy, System
from gni_assess.model.follow_up import Interview
from gni_assess.model.gaps import Gap
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Audience, Treatment

OTHERS = tuple(each for each in Audience if each is not Audience.INTERNAL)
"""Every audience but `internal`."""


@dataclass(frozen=True, kw_only=True)
class Texts:
    """The texts of one file, with their places in it. `record` is None for the workspace file, which every audience receives."""

    ref: RecordRef
    record: Record | None
    parts: tuple[tuple[KeyPath, str], ...]


def all_texts(assessment: Assessment) -> Iterator[Texts]:
    """Give the texts of the workspace file (with those of criteria that the company wrote), then those of each record."""
    workspace = assessment.workspace
    own = (*workspace_texts(workspace), *own_criteria_texts(workspace, assessment.pack))
    yield Texts(ref=WORKSPACE_REF, record=None, parts=own)
    staff = Staff(workspace.people, Audience.PUBLIC)
    for record in assessment.records():
        yield Texts(ref=RecordRef(kind=record.kind, id=record.id), record=record, parts=record_texts(record, staff))


class Readers:
    """Says which of some audiences receive a text of one record: what `disclose` gives them; a respondent, what owners of it receive."""

    def __init__(self, assessment: Assessment, audiences: Sequence[Audience], record: Record | None) -> None:
        """Decide what each audience sees of a record; None stands for the workspace file."""
        self._assessment = assessment
        self._audiences = audiences
        self._record = record
        self._sights = {each: _look_as_readers(record, each) for each in audiences} if record else {}

    def of(self, path: KeyPath) -> tuple[Audience, ...]:
        """Give the audiences that receive the text at a place, in the order in which they were given."""
        record = self._record
        if record is None:
            return tuple(self._audiences)
        return tuple(each for each in self._audiences if self._receives(record, self._sights[each], path, each))

    def _receives(self, record: Record, sights: Iterable[Sight], path: KeyPath, audience: Audience) -> bool:
        return any(self._is_given(record, sight, path, audience) for sight in sights)

    def _is_given(self, record: Record | Gap, sight: Sight, path: KeyPath, audience: Audience) -> bool:
        key, *rest = path
        if key == "limits":
            return record.limits[int(rest[0])].how in sight.ways()
        if key == "gaps" and isinstance(record, Response):
            at = int(rest[0])
            return self._is_given(record.gaps[at], sight.gaps[at], tuple(rest[1:]), audience)
        if not sight.shows(str(key)):
            return False
        if key == "evidence" and not isinstance(record, Gap | Policy | System | Interview):
            return self._is_shown_in_full(record.evidence[int(rest[0])].id, audience)
        return True

    def _is_shown_in_full(self, evidence_id: str, audience: Audience) -> bool:
        target = self._assessment.find_evidence(evidence_id)
        return target is not None and look(target, audience, person_id=owner_of(target)).treatment is Treatment.FULL


def _look_as_readers(record: Record, audience: Audience) -> tuple[Sight, ...]:
    """Decide what an audience sees of a record, as each reader that it may have: for respondents whoever owns it or gaps in it."""
    if audience is not Audience.RESPONDENT:
        return (look(record, audience),)
    gaps = record.gaps if isinstance(record, Response) else ()
    return tuple(look(record, audience, person_id=each) for each in {owner_of(record), *(gap.owner for gap in gaps)})
