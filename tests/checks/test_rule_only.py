from collections.abc import Callable
from dataclasses import replace

from gni_assess.checks.catalogue import RULES_BY_CODE
from gni_assess.checks.index import ref_of
from gni_assess.checks.rule import Context
from gni_assess.model.assessment import Record
from gni_assess.model.diagnostics import WORKSPACE_REF, RecordRef
from gni_assess.model.response import EvidenceLink, Response
from gni_assess.model.vocabulary import RecordKind

Make = Callable[..., Record]
MAIL = "someone@example.org"


def test_of_one_record_the_same_is_found_as_among_all(
    a_context: Callable[..., Context], a_response: Callable[..., Response], a_policy: Make, a_system: Make, a_case: Make
) -> None:
    response = replace(a_response(answer=f"Ask {MAIL}."), evidence=(EvidenceLink(id="POL-417", shows=f"Asks {MAIL}"),))
    context = a_context(response, a_policy(summary=f"Ask {MAIL}."), a_system(), a_case(shareable_summary=f"To name {MAIL}."))
    check = RULES_BY_CODE["GNI603"].check
    everything = list(check(context))
    refs = [ref_of(each) for each in context.assessment.records()]
    alone = {ref: list(check(replace(context, only=ref))) for ref in refs}
    assert alone == {ref: [each for each in everything if each.record == ref] for ref in refs}
    assert [each.path for each in alone[ref_of(response)]] == [("answer",), ("evidence", 0, "shows")]


def test_what_is_no_record_has_no_texts(a_context: Callable[..., Context], a_response: Make) -> None:
    context = a_context(a_response(answer=f"Ask {MAIL}."))
    for ref in (WORKSPACE_REF, RecordRef(kind=RecordKind.POLICY, id="POL-1")):
        assert list(RULES_BY_CODE["GNI603"].check(replace(context, only=ref))) == []
