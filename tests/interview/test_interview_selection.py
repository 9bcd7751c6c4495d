from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gni_assess.checks.digests import wording_digest
from gni_assess.interview.selection import explain_empty, select, wording_changed
from gni_assess.model.assessment import Assessment
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import CompanyType, Finding

EVERYTHING = ("GOV-01", "GOV-02", "GOV-03", "CAS-01")


def answer(criterion_id: str, wording: str = "") -> Response:
    return Response(criterion=criterion_id, finding=Finding.IN_PLACE, answer="Yes.", confirmed_wording=wording)


@pytest.fixture
def begun(assessment: Assessment) -> Assessment:
    right = wording_digest(assessment.pack.by_id["GOV-01"].question)
    return replace(
        assessment,
        responses={
            "GOV-01": answer("GOV-01", right),
            "GOV-02": replace(answer("GOV-02", "0" * 64), unsure=True, assignee="carl"),
            "GOV-03": Response(criterion="GOV-03", unsure=True, assignee="carla"),
        },
    )


def test_without_filters_it_is_everything_that_applies_in_the_order_of_the_pack(begun: Assessment) -> None:
    assert select(begun) == EVERYTHING
    criteria = tuple(replace(each, applies_to=("telecom",)) if each.id == "GOV-02" else each for each in begun.pack.criteria)
    assert select(replace(begun, pack=replace(begun.pack, criteria=criteria))) == ("GOV-01", "GOV-03", "CAS-01")


def test_each_filter(begun: Assessment) -> None:
    assert select(begun, area="GOV") == select(begun, area="gov") == ("GOV-01", "GOV-02", "GOV-03")
    assert select(begun, only=frozenset({"CAS-01", "GOV-02"})) == ("GOV-02", "CAS-01")
    assert select(begun, unanswered=True) == ("GOV-03", "CAS-01")
    assert select(begun, unsure=True) == ("GOV-02", "GOV-03")
    assert select(begun, assignee="carl") == ("GOV-02",)
    assert select(begun, changed=True) == ("GOV-02",)


def test_a_changed_wording_is_that_of_the_question_to_this_company(begun: Assessment) -> None:
    criteria = tuple(
        replace(each, question_for={CompanyType.PLATFORM: "Who decides?"}) if each.id == "GOV-01" else each for each in begun.pack.criteria
    )
    reworded = replace(begun, pack=replace(begun.pack, criteria=criteria))
    assert select(reworded, changed=True) == ("GOV-01", "GOV-02")
    assert not wording_changed(begun, begun.pack.by_id["CAS-01"])


FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "area": st.sampled_from(["", "GOV", "CAS", "XXX"]),
        "only": st.frozensets(st.sampled_from([*EVERYTHING, "XXX-01"])),
        "unanswered": st.booleans(),
        "unsure": st.booleans(),
        "assignee": st.sampled_from(["", "carl", "nobody"]),
        "changed": st.booleans(),
    },
)


@given(filters=FILTERS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_filters_narrow_each_other_and_an_empty_choice_is_explained(begun: Assessment, *, filters: dict[str, object]) -> None:
    chosen = select(begun, **filters)  # type: ignore[arg-type] # the strategy knows
    each_alone = [set(select(begun, **{key: value})) for key, value in filters.items()]  # type: ignore[arg-type]
    assert set(chosen) == set(EVERYTHING).intersection(*each_alone)
    assert bool(explain_empty(begun, **filters)) is not bool(chosen)  # type: ignore[arg-type]


def test_why_nothing_is_left(begun: Assessment) -> None:
    assert explain_empty(begun) == ""
    assert explain_empty(begun, unsure=True, area="cas") == "nothing is marked unsure in CAS"
    assert explain_empty(begun, area="ORG", unsure=True) == "nothing in ORG applies to this company"
    assert explain_empty(begun, area="CAS", only=frozenset({"GOV-02"})) == "nothing in CAS among GOV-02 applies to this company"
    assert (
        explain_empty(begun, only=frozenset({"GOV-02", "GOV-01"}), unanswered=True) == "nothing is without an answer among GOV-01, GOV-02"
    )
    assert explain_empty(begun, assignee="olga") == "nothing is assigned to Olga Officer"
    assert explain_empty(begun, assignee="gone", unsure=True) == "nothing is assigned to gone"
    both = explain_empty(begun, changed=True, unanswered=True)
    assert both == "nothing is without an answer and answered to an earlier wording of the question"
    many = frozenset(f"GOV-{number}" for number in range(10, 20))
    assert explain_empty(begun, only=many) == "nothing among GOV-10, GOV-11, GOV-12, GOV-13, GOV-14 and 5 more applies to this company"
