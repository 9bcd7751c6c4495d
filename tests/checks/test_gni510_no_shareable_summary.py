from collections.abc import Callable
from typing import Any

import pytest

from gni_assess.model.diagnostics import Problem, RecordRef
from gni_assess.model.vocabulary import RecordKind

Find = Callable[..., list[Problem]]
Make = Callable[..., Any]


@pytest.mark.parametrize("summary", ["", " ", "\n"])
def test_a_selected_case_without_a_version_to_share(find: Find, a_selected: Make, a_case: Make, summary: str) -> None:
    (found,) = find("GNI510", a_selected(shareable_summary=summary), a_case("CASE-2", shareable_summary=summary))
    assert (found.record, found.path) == (
        RecordRef(kind=RecordKind.CASE, id="CASE-208"),
        ("shareable_summary",) if summary else ("selection", "decision"),
    )
    assert found.message == "`CASE-208` is selected, and has no `shareable_summary`"


def test_any_text_is_a_version(find: Find, a_selected: Make) -> None:
    assert find("GNI510", a_selected()) == []
