from collections.abc import Callable

import pytest

from gni_assess.model.criteria import Criterion
from gni_assess.model.diagnostics import Problem
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Finding, Skipped

Find = Callable[..., list[Problem]]
NOT_APPLICABLE = Finding.NOT_APPLICABLE


def test_a_reason_is_enough_where_the_pack_allows_it(find: Find, a_response: Callable[..., Response]) -> None:
    assert find("GNI204", a_response(finding=NOT_APPLICABLE, answer="", reason="Qreason why.")) == []


def test_exactly_one_rule_speaks_of_a_missing_reason(
    codes: Callable[..., list[str]], find: Find, a_response: Callable[..., Response]
) -> None:
    response = a_response(finding=NOT_APPLICABLE, reviewed=None)
    assert codes(response) == ["GNI204"]
    assert find("GNI204", response)[0].path == ("reason",)


@pytest.mark.parametrize("reason", ["", "Qreason why.", "n/a"])
@pytest.mark.parametrize("criterion_id", ["GOV-01", "CAS-01"])
def test_where_the_pack_does_not_allow_it_no_reason_helps(
    criterion_id: str,
    reason: str,
    codes: Callable[..., list[str]],
    a_response: Callable[..., Response],
    a_criterion: Callable[..., Criterion],
) -> None:
    criteria = (a_criterion(criterion_id, na_allowed=False),)
    response = a_response(criterion_id, finding=NOT_APPLICABLE, reason=reason, reviewed=None)
    assert codes(response, criteria=criteria) == ["GNI204"]


def test_a_skipped_response_is_unfinished(find: Find, a_response: Callable[..., Response]) -> None:
    assert find("GNI204", a_response(finding=NOT_APPLICABLE, skipped=Skipped.COME_BACK_LATER)) == []
