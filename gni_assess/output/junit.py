"""Diagnostics as a JUnit report: a test case for the workspace file, each criterion and each other record; no value of any."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from gni_assess.model.diagnostics import WORKSPACE_REF, Diagnostic, RecordRef
from gni_assess.model.visible import visible_text
from gni_assess.model.vocabulary import RECORD_FIELDS, DiagnosticSeverity, RecordKind
from gni_assess.output.concise import write_line
from gni_assess.output.run import Run, is_failure, path_of, summarize

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NO_CHARACTERS = re.compile("[\ufffe\uffff]")  # XML cannot hold them, and they are neither control nor format characters
_WORKSPACE_CASE = "gni-assess.yaml"
_Key = tuple[str, str]
"""The class and the name of a test case."""


def write_junit(runs: Sequence[Run], *, fail_on: DiagnosticSeverity | None = DiagnosticSeverity.ERROR) -> str:
    """Give runs as one JUnit report with a suite for each workspace.

    What is at or above `fail_on` is a failure (None: nothing is), the rest is output of the test case; what there is nothing to say about
    yet is skipped.
    """
    from xml.etree import ElementTree as ET  # noqa: PLC0415 - slow to load, and few runs need it

    root = ET.Element("testsuites", name="gni-assess")
    for run in runs:
        root.append(_write_suite(run, fail_on))
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(each.get(name, "0")) for each in root)))
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode")


def _write_suite(run: Run, fail_on: DiagnosticSeverity | None) -> "Element":
    from xml.etree.ElementTree import Element, SubElement  # noqa: PLC0415 - as above

    cases = _sort_out(run)
    skipped = {_key_of(each): reason for each, reason in run.unasked.items() if not cases.get(_key_of(each), True)}
    failed = sum(any(is_failure(each, fail_on) for each in found) for found in cases.values())
    figures = {"tests": str(len(cases)), "failures": str(failed), "errors": "0", "skipped": str(len(skipped))}
    suite = Element("testsuite", {"name": _clean(run.folder or "."), **figures})
    if run.stage is not None:
        SubElement(SubElement(suite, "properties"), "property", name="stage", value=run.stage.value)
    for (kind, name), found in cases.items():
        where = {"classname": _clean(f"{run.folder}/{kind}" if run.folder else kind), "name": _clean(name)}
        case = SubElement(suite, "testcase", {**where, "time": "0"})
        if found:
            case.set("file", _clean(path_of(run, found[0].place)))
        if reason := skipped.get((kind, name)):
            SubElement(case, "skipped", message=reason)
        _write_found(case, run, found, fail_on)
    SubElement(suite, "system-out").text = _clean(summarize(run))
    return suite


def _write_found(case: "Element", run: Run, found: Sequence[Diagnostic], fail_on: DiagnosticSeverity | None) -> None:
    from xml.etree.ElementTree import SubElement  # noqa: PLC0415 - as above

    failures = [each for each in found if is_failure(each, fail_on)]
    others = [each for each in found if not is_failure(each, fail_on)]
    if failures:
        first, *more = failures
        message = f"{first.code} {first.name}: {first.message}" + (f" (and {len(more)} more)" if more else "")
        # One failure for all: some readers know only one.
        SubElement(case, "failure", message=_clean(message), type=first.code).text = _clean(_describe(run, failures))
    if others:
        SubElement(case, "system-out").text = _clean(_describe(run, others))


def _sort_out(run: Run) -> Mapping[_Key, list[Diagnostic]]:
    """Give each test case its diagnostics; what has no test case of its own (a record that cannot be read) gets one at the end."""
    cases: dict[_Key, list[Diagnostic]] = {_key_of(each): [] for each in run.subjects}
    for each in run.diagnostics:
        cases.setdefault(_case_of(each), []).append(each)
    return cases


def _case_of(found: Diagnostic) -> _Key:
    record = found.record
    if found.about:
        return _key_of(RecordRef(kind=RecordKind.RESPONSE, id=found.about))
    if record is not None and (record.id or record == WORKSPACE_REF):
        return _key_of(record)
    return "files", found.place.file


def _key_of(record: RecordRef) -> _Key:
    if record.kind is RecordKind.WORKSPACE:
        return "workspace", _WORKSPACE_CASE
    return RECORD_FIELDS[record.kind], record.id


def _describe(run: Run, found: Sequence[Diagnostic]) -> str:
    return "\n".join(f"{write_line(run, each)}\n  how to mend it: {each.fix}" for each in found)


def _clean(text: str) -> str:
    return _NO_CHARACTERS.sub(lambda match: f"\\u{ord(match.group()):04x}", visible_text(text))
