from collections.abc import Callable
from dataclasses import replace

import pytest

from gni_assess.checks.catalogue import RULES_BY_CODE
from gni_assess.checks.rule import Context
from gni_assess.checks.runner import run_checks
from gni_assess.model.assessment import Facts, FileFact, Record
from gni_assess.model.diagnostics import Place, Problem
from gni_assess.model.vocabulary import Stage

Find = Callable[..., list[Problem]]
Make = Callable[..., Record]
FILE = "evidence/files/qharter.pdf"


@pytest.mark.parametrize("kind", ["a_policy", "a_system"])
def test_a_file_that_is_not_there_is_found(kind: str, find: Find, request: pytest.FixtureRequest) -> None:
    make: Make = request.getfixturevalue(kind)
    (found,) = find("GNI401", make(file=FILE), files={FILE: FileFact()})
    assert (found.path, found.detail, found.lowered) == (("file",), f"`{FILE}`", False)


def test_what_is_there_passes(find: Find, a_policy: Make, a_system: Make) -> None:
    assert find("GNI401", a_policy(file=FILE), a_system(), files={FILE: FileFact(exists=True, size=3)}) == []


def test_where_nobody_looked_nothing_is_said(find: Find, a_policy: Make) -> None:
    assert find("GNI401", a_policy(file=FILE)) == []


@pytest.mark.parametrize(("path", "fact"), [("../x.pdf", FileFact()), ("/etc/passwd", FileFact()), (FILE, FileFact(outside=True))])
def test_a_path_outside_is_another_matter(path: str, fact: FileFact, find: Find, a_policy: Make) -> None:
    for code in ("GNI401", "GNI402", "GNI403"):
        assert find(code, a_policy(file=path, size=1), files={path: fact}) == []
    assert len(find("GNI404", a_policy(file=path), files={path: fact})) == 1


@pytest.mark.parametrize(
    ("strays", "moved"),
    [
        ({}, ""),
        ({"evidence/files/2019/Qharter.pdf": 7}, "evidence/files/2019/Qharter.pdf"),
        ({"evidence/files/qcharter v2.pdf": 3, "evidence/files/x.txt": 4}, "evidence/files/qcharter v2.pdf"),
        ({"evidence/policies/qharter.pdf": 3}, "evidence/policies/qharter.pdf"),
        ({"evidence/files/x.txt": 4}, ""),
        ({"evidence/files/old/qharter.pdf": 7, "evidence/files/y.pdf": 3}, ""),
    ],
)
def test_the_one_stray_file_of_its_name_or_size_may_be_it(
    strays: dict[str, int], moved: str, a_context: Callable[..., Context], a_policy: Make
) -> None:
    context = a_context(a_policy(file=FILE, size=3))
    facts = replace(context.facts, files={FILE: FileFact()}, strays=strays)
    (problem,) = RULES_BY_CODE["GNI401"].check(replace(context, facts=facts))
    assert problem.fix.startswith("it may have been moved") is bool(moved)
    assert problem.detail == (f"`{FILE}`; perhaps it is `{moved}` now" if moved else f"`{FILE}`")
    assert "harter" not in problem.message + problem.fix


def test_without_a_size_in_the_record_only_the_name_counts(a_context: Callable[..., Context], a_policy: Make) -> None:
    context = a_context(a_policy(file=FILE))
    facts = replace(context.facts, files={FILE: FileFact()}, strays={"evidence/files/empty.txt": 0})
    (problem,) = RULES_BY_CODE["GNI401"].check(replace(context, facts=facts))
    assert problem.fix.startswith("put the document there")


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize(("has_vault", "severity"), [(True, "error"), (False, "warning")])
def test_without_the_folder_of_documents_it_is_a_warning(
    stage: Stage,
    has_vault: bool,  # noqa: FBT001 - a parameter of the test
    severity: str,
    a_context: Callable[..., Context],
    a_policy: Make,
) -> None:
    context = a_context(a_policy(file=FILE))
    facts = Facts(today=context.facts.today, files={FILE: FileFact()}, has_vault=has_vault, countries=context.facts.countries)
    bare = Context(assessment=context.assessment, facts=facts)
    (problem,) = RULES_BY_CODE["GNI401"].check(bare)
    assert ("no folder" in problem.message) is not has_vault
    result = run_checks(bare, lambda record, *_: Place(file=record.id), stage=stage)
    assert [each.severity for each in result.diagnostics if each.code == "GNI401"] == [severity]
