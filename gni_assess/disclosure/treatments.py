"""What each audience gets of a record: the strictest of its classification and its limits. Deny by default."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gni_assess.disclosure.fields import COMPANIONS, PRIVATE, field_shapes, shown_fields
from gni_assess.model.assessment import Record
from gni_assess.model.cases import Case
from gni_assess.model.evidence import Policy, System
from gni_assess.model.follow_up import Interview
from gni_assess.model.gaps import Gap
from gni_assess.model.limits import Limit
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Audience, Classification, Ground, Treatment

STRICTNESS: Mapping[Treatment, int] = {each: position for position, each in enumerate(Treatment)}
"""How strict each treatment is: full, view-only, summary, withheld, unacknowledged."""

_FULL, _VIEW, _SUMMARY, _WITHHELD, _UNTOLD = Treatment
_AUDIENCES = (Audience.ASSESSOR, Audience.GNI, Audience.COMPANY_BOARD, Audience.RESPONDENT, Audience.PUBLIC)

# For a respondent each row says what the owner gets; whoever is not the owner gets nothing of what is not public.
_TABLE: Mapping[Classification, Mapping[Audience, Treatment]] = {
    Classification.PUBLIC: dict(zip(_AUDIENCES, (_FULL, _FULL, _FULL, _FULL, _FULL), strict=True)),
    Classification.INTERNAL: dict(zip(_AUDIENCES, (_FULL, _SUMMARY, _FULL, _FULL, _WITHHELD), strict=True)),
    Classification.CONFIDENTIAL: dict(zip(_AUDIENCES, (_FULL, _WITHHELD, _SUMMARY, _FULL, _UNTOLD), strict=True)),
    Classification.RESTRICTED: dict(zip(_AUDIENCES, (_VIEW, _UNTOLD, _WITHHELD, _UNTOLD, _UNTOLD), strict=True)),
}


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What an audience gets, on which grounds, and how it can see the rest after all."""

    treatment: Treatment
    grounds: tuple[Ground, ...] = ()
    how: tuple[str, ...] = ()


def treat(record: Record | Gap, audience: Audience, *, person_id: str = "") -> Decision:
    """Decide what an audience gets of a record as a whole; `person_id` says which respondent.

    A limit on fields binds only these (`treat_fields`), unless it names a field that is not known, that has no empty value, or whose
    absence would tell what may not be told: then it binds the whole record. A gap is further bound by its response (`treat_gap`).
    """
    if audience is Audience.INTERNAL:
        return Decision(treatment=_FULL)
    classified = _BY_CLASSIFICATION[_classify(record, audience, person_id)]
    if not record.limits:
        return classified
    base = strictest(classified, *(_bind(each, audience) for each in record.limits if not each.fields))
    shown = shown_fields(type(record), base.treatment)
    return strictest(base, *(_bind(each, audience) for each in record.limits if _outgrows_fields(each, audience, type(record), shown)))


def treat_gap(response: Response, gap: Gap, audience: Audience, *, person_id: str = "") -> Decision:
    """Decide what an audience gets of a gap: the strictest of its own treatment, its response's, and a limit on the field `gaps`."""
    own = treat(gap, audience, person_id=person_id)
    of_response = treat(response, audience, person_id=person_id)
    of_field = treat_fields(response, audience).get("gaps", Decision(treatment=_FULL))
    return strictest(of_response, of_field, own)


def treat_fields(record: Record | Gap, audience: Audience) -> Mapping[str, Decision]:
    """Decide which fields of a record an audience does not get, by the names they have in files."""
    decisions: dict[str, Decision] = {}
    if not record.limits:
        return decisions
    for key, decision in _field_decisions(record, audience):
        decisions[key] = strictest(decisions.get(key, decision), decision)
    return decisions


def strictest(*decisions: Decision) -> Decision:
    """Combine decisions: the strictest treatment wins.

    Every ground that restricts is named. Ways to see it are named only where they hold against the strictest treatment: a secure
    room that one limit offers is no way round another limit that withholds.
    """
    treatment = max((each.treatment for each in decisions), key=STRICTNESS.__getitem__)
    if treatment in (_FULL, _UNTOLD):
        return Decision(treatment=treatment)
    grounds = dict.fromkeys(ground for each in decisions for ground in each.grounds)
    how = dict.fromkeys(how for each in decisions if each.treatment is treatment for how in each.how)
    return Decision(treatment=treatment, grounds=tuple(grounds), how=tuple(how))


def forbids_telling(record: Record | Gap, audience: Audience) -> bool:
    """Whether a limit says that an audience may not know of a record: a limit on all of it, or on fields that bind all of it.

    It is judged as for a record that the classification would show in full; what the classification alone hides is another matter.
    """
    shown = shown_fields(type(record), _FULL)
    return any(
        _bind(each, audience).treatment is _UNTOLD and (not each.fields or _outgrows_fields(each, audience, type(record), shown))
        for each in record.limits
    )


def owner_of(record: Record | Gap) -> str:
    """Give the id of the person a record is owned by or assigned to; "" where there is none. Cases belong to nobody."""
    if isinstance(record, Case):
        return ""
    if isinstance(record, Response):
        return record.assignee
    return record.person if isinstance(record, Interview) else record.owner


_BY_CLASSIFICATION = {each: Decision(treatment=each) for each in Treatment}


def _classify(record: Record | Gap, audience: Audience, person_id: str) -> Treatment:
    is_evidence = isinstance(record, Policy | System | Case)
    default = Classification.RESTRICTED if is_evidence else Classification.CONFIDENTIAL
    classification = record.classification or default
    treatment = _TABLE[classification][audience]
    if classification is Classification.CONFIDENTIAL and not is_evidence:
        treatment = _FULL if audience is Audience.COMPANY_BOARD else treatment
        treatment = _SUMMARY if audience is Audience.GNI and isinstance(record, Response) else treatment
    if audience is Audience.RESPONDENT and classification is not Classification.PUBLIC:
        is_own = bool(person_id) and owner_of(record) == person_id
        treatment = treatment if is_own else _UNTOLD
    return treatment


def _bind(limit: Limit, audience: Audience) -> Decision:
    treatment = limit.treatment.get(audience, _WITHHELD)
    if limit.ground is None:
        treatment = max(treatment, _WITHHELD, key=STRICTNESS.__getitem__)
    if treatment in (_FULL, _UNTOLD):
        return Decision(treatment=treatment)
    grounds = (limit.ground,) if limit.ground else ()
    return Decision(treatment=treatment, grounds=grounds, how=(limit.how,) if limit.how.strip() else ())


def _outgrows_fields(limit: Limit, audience: Audience, record_type: type, shown: frozenset[str]) -> bool:
    """Whether a limit on fields must bind the whole record."""
    if not limit.fields:
        return False
    shapes = field_shapes(record_type)
    if any(key not in shapes for key in limit.fields):
        return True
    untold = _bind(limit, audience).treatment is _UNTOLD
    concerned = [shapes[key] for key in limit.fields if key in shown]
    return any(not each.can_empty or (untold and each.missed) for each in concerned)


def _field_decisions(record: Record | Gap, audience: Audience) -> Iterator[tuple[str, Decision]]:
    if audience is Audience.INTERNAL:
        return
    shapes = field_shapes(type(record))
    for limit in record.limits:
        decision = _bind(limit, audience)
        if decision.treatment is _FULL:
            continue
        for key in limit.fields:
            if key in shapes and key not in PRIVATE:
                yield from ((each, decision) for each in (key, *COMPANIONS.get(key, ())))
