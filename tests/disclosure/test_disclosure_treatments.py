from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gni_assess.disclosure.treatments import STRICTNESS, Decision, owner_of, strictest, treat, treat_fields, treat_gap
from gni_assess.model.assessment import Record
from gni_assess.model.case_vocabulary import CaseType
from gni_assess.model.cases import Case
from gni_assess.model.dates import PartialDate
from gni_assess.model.evidence import Effective, Policy, PolicyKind, System, SystemKind
from gni_assess.model.follow_up import Interview, Recommendation, Request, RequestKind
from gni_assess.model.gaps import Gap
from gni_assess.model.limits import Limit
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Audience, Classification, Ground, Level, Right, Treatment

Make = Callable[..., Record | Gap]

FULL, VIEW, SUMMARY, WITHHELD, UNTOLD = Treatment
OTHERS = [each for each in Audience if each is not Audience.INTERNAL]
IN_FORCE = Effective(from_=PartialDate("2024-01"))


def make_response(**values: object) -> Response:
    return Response(**{"criterion": "GOV-02", "assignee": "officer", **values})  # type: ignore[arg-type]


def make_gap(**values: object) -> Gap:
    levels = dict.fromkeys(("scale", "scope", "irremediability"), Level.LOW)
    return Gap(**{"id": "GOV-02-G417", "summary": "None yet", "owner": "officer", **levels, **values})  # type: ignore[arg-type]


def make_policy(**values: object) -> Policy:
    common = {"id": "POL-417", "title": "Charter", "summary": "Says so", "owner": "officer", "effective": IN_FORCE}
    return Policy(**{"kind_of": PolicyKind.POLICY, **common, **values})  # type: ignore[arg-type]


def make_system(**values: object) -> System:
    common = {"id": "SYS-417", "title": "Desk", "summary": "Does so", "owner": "officer", "effective": IN_FORCE}
    return System(**{"kind_of": SystemKind.TEAM, **common, **values})  # type: ignore[arg-type]


def make_case(**values: object) -> Case:
    common = {"id": "CASE-208", "title": "An order", "type": CaseType.USER_DATA, "rights": (Right.PRIVACY,), "jurisdiction": "TR"}
    return Case(**{"classification": Classification.RESTRICTED, **common, **values})  # type: ignore[arg-type]


def make_recommendation(**values: object) -> Recommendation:
    return Recommendation(**{"id": "REC-417", "text": "Do", "area": "GOV", "source": "2024", "owner": "officer", **values})  # type: ignore[arg-type]


def make_request(**values: object) -> Request:
    common = {"id": "REQ-263", "text": "Show", "asked_by": "Assessor", "asked_on": date(2026, 9, 1), "kind_of": RequestKind.DOCUMENT}
    return Request(**{**common, "owner": "officer", **values})  # type: ignore[arg-type]


def make_interview(**values: object) -> Interview:
    return Interview(**{"id": "INT-358", "role": "Counsel", "person": "officer", **values})  # type: ignore[arg-type]


EVIDENCE: list[Make] = [make_policy, make_system, make_case]
OTHER_RECORDS: list[Make] = [make_response, make_gap, make_recommendation, make_request, make_interview]
MAKERS = EVIDENCE + OTHER_RECORDS
OWNED = [each for each in MAKERS if each is not make_case]

TABLE = {
    Classification.PUBLIC: (FULL, FULL, FULL, FULL, FULL, FULL),
    Classification.INTERNAL: (FULL, FULL, SUMMARY, FULL, UNTOLD, WITHHELD),
    Classification.CONFIDENTIAL: (FULL, FULL, WITHHELD, SUMMARY, UNTOLD, UNTOLD),
    Classification.RESTRICTED: (FULL, VIEW, UNTOLD, WITHHELD, UNTOLD, UNTOLD),
}
"""The table of the data model, with `own` as it is for a respondent who owns nothing."""


def expected(make: Make, classification: Classification, audience: Audience) -> Treatment:
    treatment = TABLE[classification][list(Audience).index(audience)]
    if classification is Classification.CONFIDENTIAL and make in OTHER_RECORDS:
        if audience is Audience.COMPANY_BOARD:
            return FULL
        if audience is Audience.GNI:
            return SUMMARY if make is make_response else WITHHELD
    return treatment


@pytest.mark.parametrize(("make", "classification", "audience"), list(product(MAKERS, Classification, Audience)))
def test_classification_decides_for_every_kind_and_audience(make: Make, classification: Classification, audience: Audience) -> None:
    decision = treat(make(classification=classification), audience)

    assert decision == Decision(treatment=expected(make, classification, audience))


@pytest.mark.parametrize(("make", "audience"), list(product(MAKERS, Audience)))
def test_without_classification_the_default_holds(make: Make, audience: Audience) -> None:
    default = Classification.RESTRICTED if make in EVIDENCE else Classification.CONFIDENTIAL

    assert treat(make(classification=None), audience).treatment is expected(make, default, audience)


@pytest.mark.parametrize(("make", "classification"), list(product(OWNED, Classification)))
def test_a_respondent_gets_their_own_in_full_unless_it_is_restricted(make: Make, classification: Classification) -> None:
    record = make(classification=classification)
    wanted = UNTOLD if classification is Classification.RESTRICTED else FULL

    assert owner_of(record) == "officer"
    assert treat(record, Audience.RESPONDENT, person_id="officer").treatment is wanted


@pytest.mark.parametrize(("make", "classification", "person_id"), list(product(MAKERS, Classification, ("", "counsel"))))
def test_a_respondent_gets_nothing_of_others_but_what_is_public(make: Make, classification: Classification, person_id: str) -> None:
    wanted = FULL if classification is Classification.PUBLIC else UNTOLD

    assert treat(make(classification=classification), Audience.RESPONDENT, person_id=person_id).treatment is wanted


@pytest.mark.parametrize("make", OWNED)
def test_what_nobody_owns_is_not_owned_by_a_respondent_without_a_name(make: Make) -> None:
    key = {make_response: "assignee", make_interview: "person"}.get(make, "owner")

    record = make(**{key: "", "classification": Classification.CONFIDENTIAL})

    assert treat(record, Audience.RESPONDENT, person_id="").treatment is UNTOLD


@pytest.mark.parametrize(("make", "audience", "treatment"), list(product(MAKERS, OTHERS, Treatment)))
def test_a_limit_treats_the_audience_that_it_names(make: Make, audience: Audience, treatment: Treatment) -> None:
    limit = Limit(ground=Ground.SECURITY, treatment={audience: treatment})

    assert treat(make(classification=Classification.PUBLIC, limits=(limit,)), audience).treatment is treatment


@pytest.mark.parametrize(("make", "audience"), list(product(MAKERS, OTHERS)))
@pytest.mark.parametrize(
    "limit",
    [
        Limit(ground=Ground.SECURITY, treatment={}),
        Limit(ground=Ground.SECURITY, treatment={Audience.INTERNAL: FULL}),
        Limit(ground=None, treatment=dict.fromkeys(Audience, FULL)),
        Limit(ground=None, treatment={}),
        Limit(),
    ],
)
def test_a_limit_that_does_not_say_enough_withholds(make: Make, audience: Audience, limit: Limit) -> None:
    assert treat(make(classification=Classification.PUBLIC, limits=(limit,)), audience).treatment is WITHHELD


def test_a_limit_without_ground_can_still_be_stricter_than_withheld() -> None:
    record = make_policy(classification=Classification.PUBLIC, limits=(Limit(treatment={Audience.GNI: UNTOLD}),))

    assert treat(record, Audience.GNI).treatment is UNTOLD


@pytest.mark.parametrize("make", MAKERS)
def test_limits_never_bind_internal(make: Make) -> None:
    limits = (Limit(), Limit(ground=Ground.LITIGATION, treatment={Audience.INTERNAL: UNTOLD}), Limit(fields=("unheard-of",)))
    record = make(limits=limits)

    assert treat(record, Audience.INTERNAL) == Decision(treatment=FULL)
    assert treat_fields(record, Audience.INTERNAL) == {}


@pytest.mark.parametrize(("classification", "named", "audience"), list(product(Classification, Treatment, OTHERS)))
def test_a_limit_can_only_take_away(classification: Classification, named: Treatment, audience: Audience) -> None:
    plain = make_policy(classification=classification)
    limited = replace(plain, limits=(Limit(ground=Ground.SECURITY, treatment={audience: named}),))

    by_class = treat(plain, audience).treatment

    assert treat(limited, audience).treatment is max(by_class, named, key=STRICTNESS.__getitem__)


def test_treatments_run_from_everything_to_nothing() -> None:
    assert sorted(Treatment, key=STRICTNESS.__getitem__) == [FULL, VIEW, SUMMARY, WITHHELD, UNTOLD]


@given(st.lists(st.sampled_from(Treatment), min_size=1, max_size=4))
@settings(max_examples=40)
def test_the_order_of_limits_does_not_change_the_treatment(treatments: list[Treatment]) -> None:
    limits = [Limit(ground=Ground.SECURITY, treatment={Audience.ASSESSOR: each}) for each in treatments]

    results = {
        treat(make_case(classification=Classification.PUBLIC, limits=each), Audience.ASSESSOR).treatment for each in permutations(limits)
    }

    assert results == {max(treatments, key=STRICTNESS.__getitem__)}


def test_every_restricting_ground_is_named_but_only_ways_that_hold() -> None:
    room = Limit(ground=Ground.LEGAL_PRIVILEGE, treatment={Audience.ASSESSOR: VIEW}, how="Secure room, ask counsel")
    held = Limit(ground=Ground.SECURITY, treatment={Audience.ASSESSOR: WITHHELD}, how="Ask the court")
    open_ = Limit(ground=Ground.LITIGATION, treatment={Audience.ASSESSOR: FULL}, how="Nothing to ask")

    alone = treat(make_policy(classification=Classification.INTERNAL, limits=(room, open_)), Audience.ASSESSOR)
    both = treat(make_policy(classification=Classification.INTERNAL, limits=(room, held, open_)), Audience.ASSESSOR)

    assert alone == Decision(treatment=VIEW, grounds=(Ground.LEGAL_PRIVILEGE,), how=("Secure room, ask counsel",))
    assert both == Decision(treatment=WITHHELD, grounds=(Ground.LEGAL_PRIVILEGE, Ground.SECURITY), how=("Ask the court",))


def test_nothing_is_said_of_what_is_unacknowledged() -> None:
    limit = Limit(ground=Ground.LEGAL_PROHIBITION, treatment={Audience.ASSESSOR: UNTOLD}, how="Never")

    assert treat(make_policy(limits=(limit, Limit(how="Ask"))), Audience.ASSESSOR) == Decision(treatment=UNTOLD)
    assert strictest(Decision(treatment=WITHHELD, how=("Ask",)), Decision(treatment=UNTOLD)) == Decision(treatment=UNTOLD)


def limited(treatment: Treatment, *fields: str) -> tuple[Limit, ...]:
    return (Limit(ground=Ground.SECURITY, treatment={Audience.ASSESSOR: treatment}, fields=fields, how="Ask"),)


def test_a_limit_on_fields_binds_these_fields_only() -> None:
    record = make_policy(classification=Classification.PUBLIC, limits=limited(WITHHELD, "holder", "url"))

    assert treat(record, Audience.ASSESSOR) == Decision(treatment=FULL)
    assert treat_fields(record, Audience.ASSESSOR) == {
        each: Decision(treatment=WITHHELD, grounds=(Ground.SECURITY,), how=("Ask",)) for each in ("holder", "url")
    }


def test_a_limit_on_fields_binds_audiences_that_it_does_not_name() -> None:
    record = make_policy(classification=Classification.PUBLIC, limits=limited(FULL, "holder"))

    assert treat_fields(record, Audience.ASSESSOR) == {}
    assert treat_fields(record, Audience.GNI)["holder"].treatment is WITHHELD


def test_the_strictest_limit_on_a_field_wins() -> None:
    record = make_policy(classification=Classification.PUBLIC, limits=limited(UNTOLD, "holder") + limited(VIEW, "holder", "url"))

    assert {key: each.treatment for key, each in treat_fields(record, Audience.ASSESSOR).items()} == {"holder": UNTOLD, "url": VIEW}


def test_a_limit_on_a_file_takes_its_digest_and_size_along() -> None:
    assert set(treat_fields(make_policy(limits=limited(VIEW, "file")), Audience.ASSESSOR)) == {"file", "sha256", "size"}


@pytest.mark.parametrize(
    ("make", "field"),
    [
        *((each, "id") for each in MAKERS if each is not make_response),
        *((each, "answr") for each in MAKERS),
        *((make_policy, each) for each in ("kind", "effective", "kind_of")),
        *((make_case, each) for each in ("type", "series", "hard", "selection", "classification", "dates.received")),
        *((make_response, each) for each in ("criterion", "unsure")),
        *((make_gap, each) for each in ("scale", "status", "due_moves")),
        *((make_recommendation, each) for each in ("status",)),
        *((make_request, each) for each in ("asked_on", "kind", "kind_of", "status")),
        (make_interview, "consent_to_be_named"),
    ],
)
def test_a_limit_on_a_field_that_is_unknown_or_cannot_be_empty_binds_the_record(make: Make, field: str) -> None:
    record = make(classification=Classification.PUBLIC, limits=limited(WITHHELD, field))

    assert treat(record, Audience.ASSESSOR).treatment is WITHHELD


@pytest.mark.parametrize(
    ("make", "field"),
    [
        *((make_policy, each) for each in ("title", "summary", "owner")),
        *((make_case, each) for each in ("title", "jurisdiction", "rights", "authority", "dates", "shareable_summary")),
        *((make_response, each) for each in ("finding", "answer")),
        *((make_gap, each) for each in ("summary", "action", "due")),
        *((make_recommendation, each) for each in ("text", "area")),
        (make_request, "text"),
        (make_interview, "role"),
    ],
)
def test_where_an_empty_field_would_tell_what_is_unacknowledged_the_record_is(make: Make, field: str) -> None:
    record = make(classification=Classification.PUBLIC, limits=limited(UNTOLD, field))

    assert treat(record, Audience.ASSESSOR).treatment is UNTOLD
    assert treat(replace(record, limits=limited(WITHHELD, field)), Audience.ASSESSOR).treatment is FULL


def test_a_field_that_is_not_shown_anyway_leaves_the_record_as_it_is() -> None:
    record = make_case(limits=limited(UNTOLD, "authority", "type"))

    assert treat(record, Audience.ASSESSOR).treatment is VIEW


@pytest.mark.parametrize("field", ["notes", "protected_terms", "limits"])
def test_a_limit_on_what_never_leaves_says_nothing(field: str) -> None:
    record = make_case(classification=Classification.PUBLIC, limits=limited(WITHHELD, field))

    assert treat(record, Audience.ASSESSOR).treatment is FULL
    assert treat_fields(record, Audience.ASSESSOR) == {}


@pytest.mark.parametrize(("mine", "parents", "audience"), list(product(Classification, Classification, OTHERS)))
def test_a_gap_is_bound_by_its_response(mine: Classification, parents: Classification, audience: Audience) -> None:
    gap = make_gap(classification=mine)
    response = make_response(classification=parents, gaps=(gap,))

    decision = treat_gap(response, gap, audience, person_id="officer")

    both = [treat(each, audience, person_id="officer").treatment for each in (gap, response)]
    assert decision.treatment is max(both, key=STRICTNESS.__getitem__)


@pytest.mark.parametrize("treatment", [VIEW, SUMMARY, WITHHELD, UNTOLD])
def test_a_limit_on_the_field_gaps_treats_each_gap_so(treatment: Treatment) -> None:
    response = make_response(classification=Classification.PUBLIC, gaps=(make_gap(),), limits=limited(treatment, "answer", "gaps"))

    assert treat_gap(response, make_gap(classification=Classification.PUBLIC), Audience.ASSESSOR).treatment is treatment
