from collections import Counter
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from junitparser import Failure, JUnitXml, TestCase

from gni_assess.model.diagnostics import WORKSPACE_REF, Diagnostic, Place, RecordRef
from gni_assess.model.vocabulary import DiagnosticSeverity, RecordKind
from gni_assess.output.junit import write_junit
from gni_assess.output.run import Run

RESPONSES = tuple(RecordRef(kind=RecordKind.RESPONSE, id=each) for each in ("GOV-02", "GOV-03"))
SUBJECTS = (WORKSPACE_REF, *RESPONSES, RecordRef(kind=RecordKind.CASE, id="CASE-208"))
# What the schema of Jenkins allows, of what is used here: children in their order, and attributes.
ALLOWED = {
    "testsuites": (["testsuite"], {"name", "tests", "failures", "errors"}),
    "testsuite": (["properties", "testcase", "system-out"], {"name", "tests", "failures", "errors", "skipped"}),
    "properties": (["property"], set[str]()),
    "property": ([], {"name", "value"}),
    "testcase": (["skipped", "failure", "system-out"], {"name", "classname", "time", "file"}),
    "skipped": ([], {"message"}),
    "failure": ([], {"message", "type"}),
    "system-out": ([], set[str]()),
}


def check(element: ET.Element) -> None:
    children, attributes = ALLOWED[element.tag]
    assert set(element.keys()) <= attributes
    order = [children.index(each.tag) for each in element]
    assert order == sorted(order)
    for each in element:
        check(each)


def read(*runs: Run, fail_on: DiagnosticSeverity | None = DiagnosticSeverity.ERROR) -> list[list[TestCase]]:
    text = write_junit(runs, fail_on=fail_on)
    assert text == write_junit(runs, fail_on=fail_on)
    assert "Zqx-value" not in text
    root = ET.fromstring(text.encode())  # noqa: S314 - our own
    check(root)
    parsed: Any = JUnitXml.fromstring(text.encode())
    suites = list(parsed)
    for suite in suites:
        cases = list(suite)
        assert (suite.tests, suite.failures, suite.errors) == (len(cases), sum(map(bool, map(failures_of, cases))), 0)
        assert len({(each.classname, each.name) for each in cases}) == len(cases)
    assert (parsed.tests, parsed.failures) == (sum(each.tests for each in suites), sum(each.failures for each in suites))
    return [list(each) for each in suites]


def failures_of(case: TestCase) -> list[Failure]:
    return [each for each in case.result if isinstance(each, Failure)]


def test_each_subject_is_one_test_case(a_run: Callable[..., Run], a_diagnostic: Any, missing: Any) -> None:  # noqa: ANN401
    found = (missing("GOV-03"), a_diagnostic(), a_diagnostic(severity=DiagnosticSeverity.WARNING), a_diagnostic(line=9))
    (cases,) = read(a_run(*found, subjects=SUBJECTS))
    assert [(each.classname, each.name) for each in cases] == [
        ("workspace", "gni-assess.yaml"),
        ("responses", "GOV-02"),
        ("responses", "GOV-03"),
        ("cases", "CASE-208"),
    ]
    assert [len(failures_of(each)) for each in cases] == [0, 0, 1, 1]
    (failure,) = failures_of(cases[3])
    assert failure.message == "GNI101 unknown-criterion: there is no such criterion (and 1 more)"
    assert "CASE-208.yaml:9:5: GNI101 error there is no such criterion\n  how to mend it: name one that there is" in str(failure.text)
    assert "GNI101 warning" in str(cases[3].system_out)
    assert "warning" not in str(failure.text)


def test_warnings_alone_are_no_failure(a_run: Callable[..., Run], a_diagnostic: Callable[..., Diagnostic]) -> None:
    (cases,) = read(a_run(a_diagnostic(severity=DiagnosticSeverity.WARNING), subjects=SUBJECTS))
    assert not [each for each in cases if failures_of(each)]


@pytest.mark.parametrize(
    ("fail_on", "failed"), [(DiagnosticSeverity.ERROR, 1), (DiagnosticSeverity.WARNING, 2), (DiagnosticSeverity.INFORMATION, 3), (None, 0)]
)
def test_what_fails_the_run_is_a_failure(
    a_run: Callable[..., Run], a_diagnostic: Callable[..., Diagnostic], fail_on: DiagnosticSeverity | None, failed: int
) -> None:
    found = [a_diagnostic(f"CASE-{number}", severity=each) for number, each in enumerate(DiagnosticSeverity, 300)]
    (cases,) = read(a_run(*found), fail_on=fail_on)
    assert [bool(failures_of(each)) for each in cases] == [True] * failed + [False] * (3 - failed)
    assert [bool(each.system_out) for each in cases] == [False] * failed + [True] * (3 - failed)


def test_what_there_is_nothing_to_say_about_is_skipped(a_run: Callable[..., Run], a_diagnostic: Any, missing: Any) -> None:  # noqa: ANN401
    unasked = dict.fromkeys(RESPONSES, "no case is selected")
    (cases,) = read(a_run(missing("GOV-03"), subjects=SUBJECTS, unasked=unasked))
    assert [[type(found).__name__ for found in each.result] for each in cases] == [[], ["Skipped"], ["Failure"], []]
    text = write_junit([a_run(a_diagnostic(), subjects=SUBJECTS[2:], unasked=unasked)])
    assert 'failures="1" errors="0" skipped="1"' in text
    assert text.count('<skipped message="no case is selected" />') == 1


def test_what_cannot_be_read_and_files_have_test_cases_too(a_run: Callable[..., Run], a_diagnostic: Any) -> None:  # noqa: ANN401
    file = a_diagnostic(None, file="criteria/own.yaml")
    (cases,) = read(a_run(a_diagnostic("CASE-300"), a_diagnostic("", file="evidence/cases/…"), file, subjects=SUBJECTS))
    assert [(each.classname, each.name) for each in cases[len(SUBJECTS) :]] == [
        ("cases", "CASE-300"),
        ("files", "evidence/cases/…"),
        ("files", "criteria/own.yaml"),
    ]


def test_each_workspace_is_a_suite(a_run: Callable[..., Run], a_diagnostic: Callable[..., Diagnostic]) -> None:
    first, second = read(a_run(a_diagnostic(), folder="one", subjects=SUBJECTS), a_run(folder="two", subjects=SUBJECTS))
    assert [each.classname for each in first] == ["one/workspace", "one/responses", "one/responses", "one/cases"]
    assert [each.classname for each in second] == ["two/workspace", "two/responses", "two/responses", "two/cases"]
    assert "one/evidence/cases/CASE-208.yaml:3:5" in str(failures_of(first[3])[0].text)


def test_hostile_names_are_made_visible(a_run: Callable[..., Run], hostile: Diagnostic) -> None:
    (cases,) = read(a_run(hostile, folder="a\x1b\ufffe"))
    text = write_junit([a_run(hostile, folder="a\x1b\ufffe")])
    assert not set(text) & set("\x1b\x07\x9b\u202e\u2028\ufffe")
    assert cases[0].classname == "a\\x1b\\ufffe/cases"
    assert "a\\x0d b\\x07 <c> %25 ]]> ::error::" in str(failures_of(cases[0])[0].text)


@given(text=st.text(alphabet=st.characters(exclude_categories=()), max_size=12))
def test_any_text_makes_xml_that_can_be_read(text: str) -> None:
    place = Place(file=text)
    severity = DiagnosticSeverity.ERROR
    found = Diagnostic(code="GNI101", name="x", severity=severity, message=text, fix=text, place=place)
    run = Run(diagnostics=(found,), files_read=1, folder=text, ignored=Counter())
    ET.fromstring(write_junit([run]).encode())  # noqa: S314 - our own


@pytest.mark.parametrize("folder", ["", "a/b"])
def test_an_empty_run_is_a_report_too(a_run: Callable[..., Run], folder: str) -> None:
    assert read(a_run(folder=folder)) == [[]]
