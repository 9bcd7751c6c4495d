"""The one projection: the whole assessment as one audience may have it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from gni_assess.disclosure.copies import Copier, copy_workspace, reopen_unanswered
from gni_assess.disclosure.fields import kind_name
from gni_assess.disclosure.sight import Sight, look
from gni_assess.disclosure.staff import Staff
from gni_assess.disclosure.treatments import STRICTNESS, Decision
from gni_assess.disclosure.views import Disclosed, DisclosedGap, Disclosure, WithheldItem
from gni_assess.model.assessment import Assessment, Record
from gni_assess.model.cases import Case
from gni_assess.model.evidence import Policy, System
from gni_assess.model.follow_up import Interview, Recommendation, Request
from gni_assess.model.gaps import Gap
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import RECORD_FIELDS, Audience, EvidenceKind, RecordKind, Treatment

R = TypeVar("R", bound=Record)
G = TypeVar("G", bound=Record | Gap)

_KIND_ORDER = ("response", "gap", "policy", "system", "case", "recommendation", "request", "interview")


def disclose(assessment: Assessment, audience: Audience, *, person_id: str = "") -> Disclosure:
    """Turn an assessment into what an audience may have; `person_id` says which respondent (without it, one who owns nothing).

    What is unacknowledged leaves no trace: the result is the same as if such records, and links to them, were not there. Texts that
    tell of them are another matter: `find_leaks`.
    """
    sights = {
        kind: {key: look(each, audience, person_id=person_id) for key, each in assessment.of_kind(kind).items()} for kind in RECORD_FIELDS
    }
    evidence: dict[str, Treatment] = {}
    for kind in EvidenceKind:
        for key, sight in sights[RecordKind(kind)].items():
            evidence[key] = max(evidence.get(key, sight.treatment), sight.treatment, key=STRICTNESS.__getitem__)
    acknowledged = {key: each for key, each in evidence.items() if each is not Treatment.UNACKNOWLEDGED}
    copier = Copier(audience=audience, staff=Staff(assessment.workspace.people, audience), evidence=acknowledged)

    def show(records: Mapping[str, R], kind: RecordKind) -> Mapping[str, Disclosed[R]]:
        return {key: _show(each, sights[kind][key], copier) for key, each in records.items() if sights[kind][key].is_acknowledged}

    responses = [(each, sights[RecordKind.RESPONSE][key]) for key, each in assessment.responses.items()]
    seen = [(each, sights[kind][key]) for kind in RECORD_FIELDS for key, each in assessment.of_kind(kind).items()]
    return Disclosure(
        audience=audience,
        workspace=copy_workspace(assessment.workspace, audience),
        pack=assessment.pack,
        responses=show(assessment.responses, RecordKind.RESPONSE),
        gaps=tuple(_show_gaps(responses, copier)),
        policies=show(assessment.policies, RecordKind.POLICY),
        systems=show(assessment.systems, RecordKind.SYSTEM),
        cases=show(assessment.cases, RecordKind.CASE),
        recommendations=show(assessment.recommendations, RecordKind.RECOMMENDATION),
        requests=show(assessment.requests, RecordKind.REQUEST),
        interviews=show(assessment.interviews, RecordKind.INTERVIEW),
        withheld=_list_withheld(seen),
    )


def _show(record: G, sight: Sight, copier: Copier) -> Disclosed[G]:
    if sight.treatment is Treatment.FULL:
        copy = copier.copy(record, without=sight.fields)
        if copier.audience is not Audience.INTERNAL:
            copy = reopen_unanswered(copy, sight.hidden_fields)
        return Disclosed(
            kind=kind_name(record), id=record.id, treatment=Treatment.FULL, record=copy, hidden_fields=tuple(sight.hidden_fields)
        )
    title, summary = _brief_text(record)
    return Disclosed(
        kind=kind_name(record),
        id=record.id,
        treatment=sight.treatment,
        grounds=sight.decision.grounds,
        how=sight.decision.how,
        title=title if sight.shows("title") else "",
        summary=summary if sight.shows("summary") or sight.shows("shareable_summary") else "",
        status=_status(record, sight),
        criteria=record.criteria if isinstance(record, Recommendation | Request | Interview) and sight.shows("criteria") else (),
        effective=record.effective if isinstance(record, Policy | System) and sight.shows("effective") else None,
        dates=record.dates if isinstance(record, Case) and sight.shows("dates") else None,
    )


def _show_gaps(responses: Iterable[tuple[Response, Sight]], copier: Copier) -> Iterator[DisclosedGap]:
    for response, sight in responses:
        for gap, gap_sight in zip(response.gaps, sight.gaps, strict=True):
            if gap_sight.is_acknowledged:
                yield DisclosedGap(criterion=response.criterion, gap=_show(gap, gap_sight, copier))


def _brief_text(record: Record | Gap) -> tuple[str, str]:
    if isinstance(record, Policy | System):
        return record.title, record.summary
    return (record.title, record.shareable_summary) if isinstance(record, Case) else ("", "")


def _status(record: Record | Gap, sight: Sight) -> str:
    if isinstance(record, Response):
        return record.finding.value if record.finding and sight.shows("finding") else ""
    if isinstance(record, Interview):
        if record.held_on and sight.shows("held_on"):
            return "held"
        return "planned" if record.planned and sight.shows("planned") else ""
    if isinstance(record, Gap | Recommendation | Request):
        return record.status.value if sight.shows("status") else ""
    return ""


def _list_withheld(seen: Iterable[tuple[Record, Sight]]) -> tuple[WithheldItem, ...]:
    items: list[WithheldItem] = []
    for record, sight in seen:
        items.extend(_withheld(record, sight))
        if isinstance(record, Response):
            for gap, gap_sight in zip(record.gaps, sight.gaps, strict=True):
                items.extend(_withheld(gap, gap_sight))
    return tuple(sorted(items, key=lambda each: (_KIND_ORDER.index(each.kind), each.id, each.fields)))


def _withheld(record: Record | Gap, sight: Sight) -> Iterator[WithheldItem]:
    """Give the rows of the manifest for one record: one for all of it, or one for each set of fields under the same decision."""
    if not sight.is_acknowledged:
        return
    if sight.treatment is not Treatment.FULL:
        yield _item(record, sight.decision, ())
    together: dict[Decision, list[str]] = {}
    for key, decision in sight.hidden_fields.items():
        together.setdefault(decision, []).append(key)
    for decision, keys in together.items():
        yield _item(record, decision, tuple(keys))


def _item(record: Record | Gap, decision: Decision, keys: tuple[str, ...]) -> WithheldItem:
    return WithheldItem(
        kind=kind_name(record), id=record.id, fields=keys, treatment=decision.treatment, grounds=decision.grounds, how=decision.how
    )
