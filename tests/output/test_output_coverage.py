import json
from collections import Counter

import pytest

from gni_assess.model.coverage import Coverage, CoverageLine
from gni_assess.output.coverage import coverage_as_json, write_coverage
from gni_assess.output.json_report import write_json
from gni_assess.output.run import Run
from gni_assess.output.text import write_texts

SERVICE = "zqx-service"
COVERAGE = Coverage(
    lines=(
        CoverageLine(criterion="CAS-01", key="cases", counted="selected cases", count=6, target=8),
        CoverageLine(
            criterion="CAS-04", key="services", counted="services in scope with material risk", count=1, target=1, lacking=(SERVICE,)
        ),
        CoverageLine(criterion="CAS-09", key="nominations", counted="nominations taken up or declined", count=0, target=0),
    ),
    rights={"privacy": 6},
    types={"user-data": 4, "transaction": 2},
    jurisdictions={"TR": 6, "zq\x1b[31m": 0},
    services={SERVICE: 6},
    unread=1,
)
TABLE = [
    "        THE SELECTED CASES                    COUNTED  ASKED FOR  MET",
    "CAS-01  selected cases                        6        8          no",
    "CAS-04  services in scope with material risk  1        1          yes",
    "CAS-09  nominations taken up or declined      0        -          -",
    "not counted: 1 case file that cannot be read",
]


def make_run(folder: str = "", coverage: Coverage | None = COVERAGE) -> Run:
    return Run(diagnostics=(), files_read=1, folder=folder, ignored=Counter(), coverage=coverage)


def text_of(*runs: Run, width: int | None = None) -> list[str]:
    return ["".join(piece for piece, _ in line) for line in write_texts([(each, None) for each in runs], terminal_width=width)]


def test_what_may_be_published_has_only_the_counts_that_are_asked_for() -> None:
    assert list(write_coverage(COVERAGE, with_values=False)) == TABLE
    assert text_of(make_run()) == ["1 file read; 0 errors, 0 warnings, 0 for information", "", *TABLE]
    text = write_json(make_run())
    assert json.loads(text)["coverage"] == {
        "criteria": [
            {"criterion": "CAS-01", "key": "cases", "counted": "selected cases", "count": 6, "target": 8, "met": False},
            {
                "criterion": "CAS-04",
                "key": "services",
                "counted": "services in scope with material risk",
                "count": 1,
                "target": 1,
                "met": True,
            },
            {
                "criterion": "CAS-09",
                "key": "nominations",
                "counted": "nominations taken up or declined",
                "count": 0,
                "target": 0,
                "met": None,
            },
        ],
        "unread": 1,
    }
    for value in (SERVICE, "TR", "user-data"):
        assert value not in text


def test_on_a_terminal_there_is_also_what_there_is_of_each_kind() -> None:
    lines = [
        "by right: privacy 6",
        "by type: user-data 4, transaction 2",
        "by jurisdiction: TR 6, zq\\x1b[31m 0",
        f"by service: {SERVICE} 6",
    ]
    assert text_of(make_run(), width=80)[-4:] == lines
    assert list(write_coverage(COVERAGE, with_values=True)) == [*TABLE, *lines]
    value = coverage_as_json(COVERAGE, with_values=True)
    assert (value["by_type"], value["by_service"]) == ({"user-data": 4, "transaction": 2}, {SERVICE: 6})
    assert value["criteria"][1]["lacking"] == [SERVICE]


def test_long_lists_are_wrapped_to_a_terminal() -> None:
    many = Coverage(lines=COVERAGE.lines, services={f"service-{number}": number for number in range(20)})
    lines = list(write_coverage(many, with_values=True, width=70))
    assert max(map(len, lines)) <= 70
    assert "by right: none" in lines


@pytest.mark.parametrize("coverage", [None, Coverage()])
def test_without_criteria_about_cases_there_is_no_table(coverage: Coverage | None) -> None:
    assert text_of(make_run(coverage=coverage)) == ["1 file read; 0 errors, 0 warnings, 0 for information"]


def test_each_of_several_workspaces_has_its_table() -> None:
    lines = text_of(make_run("acme"), make_run("beta", coverage=None), make_run("gamma"))
    assert lines[1:] == ["", "acme", *TABLE, "", "gamma", *TABLE]
