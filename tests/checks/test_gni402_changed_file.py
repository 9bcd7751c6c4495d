from collections.abc import Callable
from typing import Any

import pytest

from gni_assess.model.assessment import FileFact, Record
from gni_assess.model.diagnostics import KeyPath, Problem

Find = Callable[..., list[Problem]]
Make = Callable[..., Record]
FILE = "evidence/files/qharter.pdf"


@pytest.fixture(params=["a_policy", "a_system"])
def make(request: pytest.FixtureRequest) -> Make:
    made: Make = request.getfixturevalue(request.param)
    return made


ONE, OTHER = "a" * 64, "b" * 64


@pytest.mark.parametrize(
    ("recorded", "found", "path"),
    [
        ({"size": 12345}, {"size": 4}, ("size",)),
        ({"size": 12345, "sha256": ONE}, {"size": 4}, ("size",)),
        ({"size": 12345, "sha256": ONE}, {"size": 4, "sha256": OTHER}, ("size",)),
        ({"size": 12345, "sha256": ONE}, {"size": 12345, "sha256": OTHER}, ("sha256",)),
        ({"sha256": ONE}, {"size": 4, "sha256": OTHER}, ("sha256",)),
    ],
)
def test_a_file_that_differs_is_found_once(
    recorded: dict[str, object], found: dict[str, Any], path: KeyPath, find: Find, make: Make
) -> None:
    fact = FileFact(exists=True, **found)
    (problem,) = find("GNI402", make(file=FILE, **recorded), files={FILE: fact})
    assert problem.path == path
    assert "verify" in problem.fix


def test_a_mistyped_size_is_told_from_another_file(find: Find, a_policy: Make) -> None:
    fact = FileFact(exists=True, size=4, sha256=ONE)
    (problem,) = find("GNI402", a_policy(file=FILE, size=12345, sha256=ONE), files={FILE: fact})
    assert (problem.path, problem.fix, problem.detail) == (("size",), "correct `size`", "recorded 12345 bytes, found 4")


@pytest.mark.parametrize(
    ("recorded", "fact"),
    [
        ({}, FileFact(exists=True, size=4, sha256=ONE)),
        ({"size": 4, "sha256": ONE}, FileFact(exists=True, size=4, sha256=ONE)),
        ({"size": 4, "sha256": ONE}, FileFact(exists=True, size=4)),
        ({"size": 4, "sha256": ONE}, FileFact(exists=True)),
        ({"size": 4, "sha256": ONE}, FileFact()),
    ],
)
def test_what_is_as_recorded_or_not_known_passes(recorded: dict[str, object], fact: FileFact, find: Find, a_policy: Make) -> None:
    assert find("GNI402", a_policy(file=FILE, **recorded), files={FILE: fact}) == []


def test_a_file_that_may_not_be_read_is_no_other_file(find: Find, make: Make) -> None:
    fact = FileFact(exists=True, unreadable=True, size=4)
    (problem,) = find("GNI402", make(file=FILE, size=4, sha256=ONE), files={FILE: fact})
    assert (problem.path, "cannot be read" in problem.message) == (("file",), True)
    (problem,) = find("GNI402", make(file=FILE, size=12345, sha256=ONE), files={FILE: fact})
    assert problem.path == ("size",)
    assert find("GNI401", make(file=FILE, sha256=ONE), files={FILE: fact}) == []


def test_an_empty_file_is_no_file_of_another_size(find: Find, a_policy: Make) -> None:
    assert find("GNI402", a_policy(file=FILE, size=0), files={FILE: FileFact(exists=True, size=0)}) == []
    assert len(find("GNI402", a_policy(file=FILE, size=0), files={FILE: FileFact(exists=True, size=1)})) == 1
