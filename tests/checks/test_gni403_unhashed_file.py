from collections.abc import Callable
from dataclasses import replace

import pytest

from gni_assess.checks.catalogue import RULES_BY_CODE
from gni_assess.checks.rule import Context
from gni_assess.model.assessment import FileFact, Record
from gni_assess.model.diagnostics import Problem

Find = Callable[..., list[Problem]]
Make = Callable[..., Record]
FILE = "evidence/files/qharter.pdf"
THERE = {FILE: FileFact(exists=True, size=4)}


@pytest.mark.parametrize("kind", ["a_policy", "a_system"])
def test_a_file_without_a_digest_is_found(kind: str, find: Find, request: pytest.FixtureRequest) -> None:
    make: Make = request.getfixturevalue(kind)
    (found,) = find("GNI403", make(file=FILE, size=4), files=THERE)
    assert found.path == ("file",)
    assert found.record.id in found.fix


def test_a_digest_or_no_file_at_all_passes(find: Find, a_policy: Make, a_system: Make) -> None:
    assert find("GNI403", a_policy(file=FILE, sha256="a" * 64), a_system(), files=THERE) == []


def test_a_missing_file_has_none_to_record(find: Find, a_policy: Make) -> None:
    assert find("GNI403", a_policy(file=FILE), files={FILE: FileFact()}) == []


def test_without_the_folder_of_documents_the_digest_is_still_asked_for(a_context: Callable[..., Context], a_policy: Make) -> None:
    context = a_context(a_policy(file=FILE), files={FILE: FileFact()})
    bare = replace(context, facts=replace(context.facts, has_vault=False))
    assert [each.path for each in RULES_BY_CODE["GNI403"].check(bare)] == [("file",)]
