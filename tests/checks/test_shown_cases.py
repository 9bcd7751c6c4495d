from dataclasses import replace
from pathlib import Path

import pytest

from gni_assess.checks.case_set import measure_coverage
from gni_assess.checks.shown_cases import coverage_for
from gni_assess.disclosure.project import disclose
from gni_assess.model.assessment import Assessment
from gni_assess.model.limits import Limit
from gni_assess.model.vocabulary import Audience, Classification, Ground, Treatment
from gni_assess.store.load import load_workspace

ROOT = Path(__file__).parents[2]
OTHERS = [each for each in Audience if each is not Audience.INTERNAL]


@pytest.fixture(scope="module")
def sample() -> Assessment:
    return load_workspace(ROOT).require()


def limit(assessment: Assessment, treatment: Treatment, *fields: str) -> Assessment:
    limits = (Limit(ground=Ground.SECURITY, treatment=dict.fromkeys(Audience, treatment), fields=fields),)
    cases = {key: replace(each, limits=limits, classification=Classification.PUBLIC) for key, each in assessment.cases.items()}
    return replace(assessment, cases=cases)


def test_the_team_gets_what_status_and_validate_count(sample: Assessment) -> None:
    assert coverage_for(disclose(sample, Audience.INTERNAL)) == measure_coverage(sample)


@pytest.mark.parametrize("audience", OTHERS)
def test_what_may_not_be_told_is_in_no_count(sample: Assessment, audience: Audience) -> None:
    hidden = limit(sample, Treatment.UNACKNOWLEDGED)

    assert coverage_for(disclose(hidden, audience)) == coverage_for(disclose(replace(sample, cases={}), audience))


@pytest.mark.parametrize("audience", OTHERS)
@pytest.mark.parametrize("treatment", [Treatment.SUMMARY, Treatment.VIEW_ONLY, Treatment.WITHHELD])
@pytest.mark.parametrize("fields", [(), ("rights",), ("dates",)])
def test_cases_that_are_shown_in_part_are_counted_as_such(
    sample: Assessment, audience: Audience, treatment: Treatment, fields: tuple[str, ...]
) -> None:
    coverage = coverage_for(disclose(limit(sample, treatment, *fields), audience))

    assert coverage.unread == len(sample.cases)
    assert not any(coverage.types.values())


def test_parts_that_no_count_follows_from_do_not_matter(sample: Assessment) -> None:
    coverage = coverage_for(disclose(limit(sample, Treatment.WITHHELD, "lessons", "demanded"), Audience.GNI))

    assert (coverage.unread, coverage.types) == (0, measure_coverage(sample).types)
