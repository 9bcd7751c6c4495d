from itertools import product

import pytest

from gni_assess.model.gaps import Gap, judge_severity
from gni_assess.model.vocabulary import GapStatus, Level, Severity

LOW, MEDIUM, HIGH = Level.LOW, Level.MEDIUM, Level.HIGH
# scale, scope, irremediability: how severe. All 27.
TABLE = {
    (LOW, LOW, LOW): "minor",
    (LOW, LOW, MEDIUM): "moderate",
    (LOW, LOW, HIGH): "severe",
    (LOW, MEDIUM, LOW): "moderate",
    (LOW, MEDIUM, MEDIUM): "moderate",
    (LOW, MEDIUM, HIGH): "severe",
    (LOW, HIGH, LOW): "moderate",
    (LOW, HIGH, MEDIUM): "severe",
    (LOW, HIGH, HIGH): "severe",
    (MEDIUM, LOW, LOW): "moderate",
    (MEDIUM, LOW, MEDIUM): "moderate",
    (MEDIUM, LOW, HIGH): "severe",
    (MEDIUM, MEDIUM, LOW): "moderate",
    (MEDIUM, MEDIUM, MEDIUM): "moderate",
    (MEDIUM, MEDIUM, HIGH): "severe",
    (MEDIUM, HIGH, LOW): "severe",
    (MEDIUM, HIGH, MEDIUM): "severe",
    (MEDIUM, HIGH, HIGH): "severe",
    (HIGH, LOW, LOW): "severe",
    (HIGH, LOW, MEDIUM): "severe",
    (HIGH, LOW, HIGH): "severe",
    (HIGH, MEDIUM, LOW): "severe",
    (HIGH, MEDIUM, MEDIUM): "severe",
    (HIGH, MEDIUM, HIGH): "severe",
    (HIGH, HIGH, LOW): "severe",
    (HIGH, HIGH, MEDIUM): "severe",
    (HIGH, HIGH, HIGH): "severe",
}
ORDER = [Severity.MINOR, Severity.MODERATE, Severity.SEVERE]


@pytest.mark.parametrize(("levels", "severity"), TABLE.items())
def test_severity_table(levels: tuple[Level, Level, Level], severity: str) -> None:
    scale, scope, irremediability = levels
    assert judge_severity(scale=scale, scope=scope, irremediability=irremediability) is Severity(severity)
    assert Gap(id="x", summary="s", scale=scale, scope=scope, irremediability=irremediability).severity is Severity(severity)


def test_table_is_whole_and_worse_never_counts_less() -> None:
    assert set(TABLE) == set(product(Level, repeat=3))
    for levels, position in product(TABLE, range(3)):
        worse = list(levels)
        worse[position] = HIGH
        assert ORDER.index(Severity(TABLE[(worse[0], worse[1], worse[2])])) >= ORDER.index(Severity(TABLE[levels]))


@pytest.mark.parametrize(("status", "is_open"), [("open", True), ("in-progress", True), ("done", False), ("accepted", False)])
def test_open_means_that_work_is_still_to_be_done(status: str, *, is_open: bool) -> None:
    assert Gap(id="x", summary="s", scale=LOW, scope=LOW, irremediability=LOW, status=GapStatus(status)).is_open is is_open
