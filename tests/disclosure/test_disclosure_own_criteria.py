from dataclasses import replace
from typing import Any

import pytest

from gni_assess.disclosure.leaks import find_leaks
from gni_assess.model.assessment import Assessment
from gni_assess.model.case_vocabulary import CaseType
from gni_assess.model.cases import Case, ProtectedTerm
from gni_assess.model.criteria import Area, CaseFigures, Criterion, Freshness, Official, Pack, SourceDocument, SourceRef
from gni_assess.model.vocabulary import Basis, Classification, CompanyType, Right, Stage
from gni_assess.model.workspace import Company, Plan, Workspace

TEXT = "so said MEHMET-YILMAZ"
KEEPER = Case(
    id="CASE-900",
    title="An order",
    type=CaseType.USER_DATA,
    rights=(Right.PRIVACY,),
    jurisdiction="TR",
    classification=Classification.RESTRICTED,
    protected_terms=(ProtectedTerm(term="Mehmet Yilmaz"),),
)
FIGURES = CaseFigures(
    min_cases=8, min_per_right=3, min_jurisdictions=4, min_concern_share=0.5, min_types=4, min_decision_cases=1, min_hard_cases=1
)
FRESHNESS = Freshness(policy_review_months=24, evidence_stale_months=36)
EMPTY: dict[str, Any] = dict.fromkeys(("sources", "areas", "company_types", "case_types"), ())
PACK = Pack(id="p", title="P", edition="1", notice="", case_selection=FIGURES, freshness=FRESHNESS, **EMPTY)
PLAN = Plan(stage=Stage.REVIEW, pack="p", edition="1", first_assessment=False)
WORKSPACE = Workspace(company=Company(name="Example Relay", types=()), plan=PLAN, services=())


def find(workspace: Workspace, pack: Pack) -> list[tuple[str | int, ...]]:
    return [each.path for each in find_leaks(Assessment(workspace=workspace, pack=pack, cases={"CASE-900": KEEPER}))]


COMMON: dict[str, Any] = {"title": "x", "intent": "x", "rights": (), "na_allowed": True, "basis": Basis.TOOLKIT}
BUILT_IN = Criterion(id="GOV-01", question="x", **COMMON)
OVERLAID = replace(WORKSPACE, plan=replace(PLAN, overlays=("criteria/own.yaml",)))
OWN_PACK = replace(WORKSPACE, plan=replace(PLAN, pack="./criteria/own", overlays=()))


@pytest.mark.parametrize(
    "changes",
    [
        {"title": TEXT},
        {"question": TEXT},
        {"example": TEXT},
        {"probes": ("x", TEXT)},
        {"question_for": {CompanyType.VENDOR: TEXT}},
        {"sources": (SourceRef(document="own", section=TEXT),)},
        {"crosswalk": {"own": (TEXT,)}},
        {"official": Official(text=TEXT)},
    ],
    ids=lambda each: next(iter(each)),
)
def test_every_text_of_a_criterion_is_searched_where_the_company_may_have_written_it(changes: dict[str, Any]) -> None:
    pack = replace(PACK, criteria=(replace(BUILT_IN, **changes),))

    found = [find(each, pack) for each in (OVERLAID, OWN_PACK)]

    assert found == [[("assessment", "overlays")], [("assessment", "pack")]]


def test_criteria_of_a_built_in_pack_are_not_searched_and_the_companys_own_are() -> None:
    common = {**COMMON, "question": TEXT}
    criteria = (Criterion(id="GOV-01", **common), Criterion(id="ORG-01", **common))

    found = [find(WORKSPACE, replace(PACK, criteria=(each,))) for each in criteria]

    assert found == [[], [("assessment", "pack")]]


@pytest.mark.parametrize(
    "changes",
    [
        {"title": TEXT},
        {"notice": TEXT},
        {"areas": (Area(id="GOV", title=TEXT),)},
        {"sources": (SourceDocument(id="own", title=TEXT, publisher="x", year=2024, address="x"),)},
    ],
    ids=lambda each: next(iter(each)),
)
def test_what_a_pack_of_the_companys_own_says_of_itself_is_searched(changes: dict[str, Any]) -> None:
    pack = replace(PACK, **changes)

    found = [find(each, pack) for each in (WORKSPACE, OWN_PACK)]

    assert found == [[], [("assessment", "pack")]]
