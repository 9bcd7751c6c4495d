from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

import pytest
import yaml

from gni_assess.checks.catalogue import MODULES, RULES, find_rule
from gni_assess.checks.rule import HEADINGS, Rule
from gni_assess.model.assessment import Record
from gni_assess.model.cases import Case
from gni_assess.model.evidence import Policy, System
from gni_assess.model.follow_up import Interview, Recommendation, Request
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import DiagnosticSeverity
from gni_assess.model.workspace import Workspace

LISTED = """
GNI001 unreadable-yaml error
GNI002 duplicate-key error
GNI003 schema-mismatch error
GNI004 misnamed-file error
GNI005 unsafe-yaml error
GNI006 unknown-pack error
GNI007 newer-format error
GNI008 stray-file warning
GNI009 bad-ignore error
GNI101 unknown-criterion error
GNI102 unknown-evidence error
GNI103 unknown-person error
GNI104 unknown-scope error
GNI105 unknown-jurisdiction error
GNI106 unused-evidence information
GNI107 needless-response warning
GNI201 missing-response error
GNI202 unfinished-response error
GNI203 missing-evidence error
GNI204 unexplained-na error
GNI205 missing-gap error
GNI206 gap-without-plan error
GNI207 contradiction warning
GNI208 placeholder-text error
GNI209 left-unsure warning
GNI210 not-reviewed warning
GNI211 self-review error
GNI212 minor-gap-without-plan warning
GNI301 stale-evidence warning
GNI302 review-overdue warning
GNI303 outside-period warning
GNI304 no-evidence-in-period warning
GNI305 overdue-gap warning
GNI306 impossible-date error
GNI307 wording-changed warning
GNI308 policy-after-case warning
GNI309 no-period warning
GNI310 circular-versions error
GNI401 missing-file error
GNI402 changed-file error
GNI403 unhashed-file warning
GNI404 path-outside error
GNI501 too-few-cases error
GNI502 one-sided-cases error
GNI503 narrow-jurisdictions warning
GNI504 uncovered-service warning
GNI505 narrow-case-types warning
GNI506 no-decision-case warning
GNI507 only-successes warning
GNI508 case-outside-period error
GNI509 undecided-nomination error
GNI510 no-shareable-summary error
GNI511 leaked-term error
GNI512 incomplete-case error
GNI513 weak-term warning
GNI514 selected-yet-secret error
GNI601 limit-without-treatment error
GNI602 restricted-without-limit warning
GNI603 personal-data-in-text warning
GNI604 half-kept-secret warning
GNI701 open-recommendation error
GNI702 overdue-request warning
GNI703 interview-not-held information
"""
WRONG_IS_NO_YAML = {"GNI001", "GNI002", "GNI005"}
WRONG_IS_NO_RECORD = {"GNI003"}
KINDS: tuple[type[Record] | type[Workspace], ...] = (Response, Policy, System, Case, Recommendation, Request, Interview, Workspace)


def field_names() -> set[str]:
    return {str(each.metadata.get("key", each.name)) for kind in KINDS for each in fields(kind)}


def as_examples() -> Iterator[Any]:
    for rule in RULES:
        for heading in ("Wrong", "Right"):
            if heading == "Right" or rule.code not in WRONG_IS_NO_YAML | WRONG_IS_NO_RECORD:
                yield pytest.param(rule.sections[heading], id=f"{rule.code}-{heading}")


def test_the_catalogue_is_the_contract_s() -> None:
    assert [f"{rule.code} {rule.name} {rule.severity}" for rule in RULES] == LISTED.split("\n")[1:-1]


def test_modules_are_named_after_code_and_name() -> None:
    for module, rule in zip(MODULES, RULES, strict=True):
        assert module.__name__.rpartition(".")[2] == f"{rule.code}_{rule.name}".lower().replace("-", "_")
        assert isinstance(rule.severity, DiagnosticSeverity)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_is_explained(rule: Rule) -> None:
    assert rule.summary.endswith(".")
    assert "\n" not in rule.summary
    assert rule.explanation.startswith("Why: ")
    assert tuple(rule.sections) == HEADINGS
    assert all(rule.sections.values())


@pytest.mark.parametrize("example", list(as_examples()))
def test_examples_are_yaml_with_fields_that_exist(example: str) -> None:
    content = yaml.safe_load(example)
    assert content is None or isinstance(content, Mapping)
    assert set(content or {}) <= field_names()


@pytest.mark.parametrize("code", sorted({"GNI001", "GNI005"}))
def test_examples_that_are_no_yaml_cannot_be_read(code: str) -> None:
    rule = find_rule(code)
    assert rule is not None
    with pytest.raises(yaml.YAMLError):
        yaml.safe_load(rule.sections["Wrong"])


def test_a_rule_is_found_by_its_code() -> None:
    assert [rule.name if (rule := find_rule(code)) else None for code in ("GNI203", " gni203", "GNI999", "")] == [
        "missing-evidence",
        "missing-evidence",
        None,
        None,
    ]
