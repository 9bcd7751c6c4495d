import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gni_assess.errors import UsageError
from gni_assess.model.diagnostics import Diagnostic
from gni_assess.model.vocabulary import DiagnosticSeverity
from gni_assess.output.baseline import Baseline, Compared, Counts, Entry, collect, compare, parse_baseline, write_baseline
from gni_assess.output.fingerprints import Fingerprint, fingerprint_of
from gni_assess.output.run import Run, summarize

PRINT = Fingerprint(code="GNI101", kind="case", record="CASE-208", path="criteria")
ENTRY = Entry(**vars(PRINT), severity="error")


def compare_all(run: Run, known: Counts) -> Compared:
    return compare(run, run, known, may_be_known=lambda _: True, concerns=lambda _: True)


def collect_all(run: Run) -> Counts:
    return collect(run, may_be_known=lambda _: True)


def test_a_fingerprint_is_code_record_and_keys(a_diagnostic: Callable[..., Diagnostic], missing: Callable[[str], Diagnostic]) -> None:
    assert fingerprint_of(a_diagnostic()) == PRINT
    assert fingerprint_of(a_diagnostic(line=9, column=1, path=("criteria", 7), message="other", fix="other", detail="x")) == PRINT
    assert fingerprint_of(a_diagnostic(entries="12ab", key=("due", "owner"))) == replace(PRINT, entries="12ab", key="due owner")
    assert fingerprint_of(a_diagnostic(path=("gaps", 0, "owner"))) == replace(PRINT, path="gaps.owner")
    about = Fingerprint(code="GNI201", kind="workspace", about="GOV-02", path="assessment.pack")
    assert fingerprint_of(missing("GOV-02")) == about
    assert (PRINT.subject, about.subject) == ("CASE-208", "GOV-02")
    stray = a_diagnostic(None, file="evidence/files/… (1 of 3)", path=())
    assert fingerprint_of(stray) == Fingerprint(code="GNI101", file="evidence/files/…")


def test_what_is_known_is_taken_away_and_counted(a_run: Callable[..., Run], a_diagnostic: Callable[..., Diagnostic]) -> None:
    old, new = a_diagnostic(), a_diagnostic("CASE-300")
    compared = compare_all(a_run(old, new), collect_all(a_run(old)))
    assert compared.run.diagnostics == (new,)
    assert (compared.run.known, compared.run.outdated, compared.outdated) == (1, 0, ())
    assert summarize(compared.run).endswith("1 error, 0 warnings, 0 for information; 1 known from the baseline")


def test_more_of_the_same_is_new(a_run: Callable[..., Run], a_diagnostic: Callable[..., Diagnostic]) -> None:
    found = [a_diagnostic(line=each, path=("criteria", each)) for each in range(5)]
    compared = compare_all(a_run(*found), collect_all(a_run(*found[:3])))
    assert [each.path for each in compared.run.diagnostics] == [("criteria", 3), ("criteria", 4)]
    assert compared.run.known == 3


def test_an_entry_that_matches_nothing_is_told(a_run: Callable[..., Run], a_diagnostic: Callable[..., Diagnostic]) -> None:
    known = collect_all(a_run(a_diagnostic(), a_diagnostic(), a_diagnostic("CASE-300")))
    compared = compare_all(a_run(a_diagnostic()), known)
    assert compared.outdated == ((ENTRY, 1), (replace(ENTRY, record="CASE-300"), 1))
    assert summarize(compared.run).endswith("1 known from the baseline; 2 entries of the baseline no longer found")
    other = compare(a_run(), a_run(), known, may_be_known=lambda _: True, concerns=lambda entry: entry.record == "CASE-300")
    assert [entry.record for entry, _ in other.outdated] == ["CASE-300"]


def test_what_got_more_severe_is_new_and_what_got_less_is_not(a_run: Callable[..., Run], a_diagnostic: Callable[..., Diagnostic]) -> None:
    as_error, as_warning = (a_diagnostic(severity=each) for each in (DiagnosticSeverity.ERROR, DiagnosticSeverity.WARNING))
    worse = compare_all(a_run(as_error), collect_all(a_run(as_warning)))
    assert (worse.run.diagnostics, worse.run.known, worse.outdated) == ((as_error,), 0, ())
    better = compare_all(a_run(as_warning), collect_all(a_run(as_error)))
    assert (better.run.diagnostics, better.run.known, better.outdated) == ((), 1, ())
    assert compare_all(a_run(as_warning), {replace(ENTRY, severity="information"): 1}).run.diagnostics == (as_warning,)


def test_what_lacks_more_is_new_and_what_lacks_less_is_not(a_run: Callable[..., Run], a_diagnostic: Callable[..., Diagnostic]) -> None:
    one, two, other = (a_diagnostic(key=each) for each in (("due",), ("action", "due"), ("owner",)))
    assert compare_all(a_run(one), collect_all(a_run(two))).run.diagnostics == ()
    for worse in (two, other):
        compared = compare_all(a_run(worse), collect_all(a_run(one)))
        assert (compared.run.diagnostics, compared.outdated) == ((worse,), ())
    assert compare_all(a_run(one, two), collect_all(a_run(two, one))).run.diagnostics == ()


def test_another_entry_of_a_list_is_new(a_run: Callable[..., Run], a_diagnostic: Callable[..., Diagnostic]) -> None:
    mended, fresh = (a_diagnostic(path=("gaps", 0), entries=each) for each in ("12ab", "34cd"))
    compared = compare_all(a_run(fresh), collect_all(a_run(mended)))
    assert compared.run.diagnostics == (fresh,)
    assert [entry.entries for entry, _ in compared.outdated] == ["12ab"]


def test_what_must_never_be_known_is_neither_written_nor_taken_away(
    a_run: Callable[..., Run], a_diagnostic: Callable[..., Diagnostic]
) -> None:
    leak, other = a_diagnostic(code="GNI511"), a_diagnostic()
    run = a_run(leak, other)

    def may_be_known(code: str) -> bool:
        return code != "GNI511"

    assert collect(run, may_be_known=may_be_known) == {ENTRY: 1}
    known = {ENTRY: 1, replace(ENTRY, code="GNI511"): 1}
    compared = compare(run, run, known, may_be_known=may_be_known, concerns=lambda _: True)
    assert (compared.run.diagnostics, compared.outdated) == ((leak,), ())


def test_a_baseline_is_one_entry_a_line_in_order(a_run: Callable[..., Run], a_diagnostic: Callable[..., Diagnostic]) -> None:
    found = (a_diagnostic("CASE-300"), a_diagnostic(), a_diagnostic())
    text = write_baseline(Baseline(workspaces={"b": collect_all(a_run(*found)), "a": {}}))
    assert text == write_baseline(Baseline(workspaces={"a": {}, "b": collect_all(a_run(*reversed(found)))}))
    assert "Zqx-value" not in text
    assert text.splitlines() == [
        "{",
        '  "version": 1,',
        '  "workspaces": [',
        "    {",
        '      "workspace": "a",',
        '      "diagnostics": []',
        "    },",
        "    {",
        '      "workspace": "b",',
        '      "diagnostics": [',
        '        {"code": "GNI101", "kind": "case", "record": "CASE-208", "path": "criteria", "severity": "error", "count": 2},',
        '        {"code": "GNI101", "kind": "case", "record": "CASE-300", "path": "criteria", "severity": "error", "count": 1}',
        "      ]",
        "    }",
        "  ]",
        "}",
    ]


TEXT = st.text(max_size=8)
NAMES = dict.fromkeys(("kind", "record", "about", "file", "path", "entries", "key"), TEXT)
ENTRIES = st.builds(Entry, code=st.text(min_size=1, max_size=8), severity=st.sampled_from([*map(str, DiagnosticSeverity)]), **NAMES)


@given(st.dictionaries(TEXT, st.dictionaries(ENTRIES, st.integers(min_value=1, max_value=99), max_size=4), max_size=3))
def test_a_baseline_reads_back_the_same(workspaces: dict[str, dict[Entry, int]]) -> None:
    written = write_baseline(Baseline(workspaces=workspaces))
    assert parse_baseline(written, "b").workspaces == workspaces
    assert written.isascii()


@pytest.mark.parametrize(
    "value",
    [
        "",
        "{",
        "[]",
        "[" * 100_000,
        "{}",
        '{"version": 1}',
        '{"version": 1, "workspaces": {}}',
        '{"version": 1, "workspaces": [1]}',
        '{"version": 1, "workspaces": [{"workspace": 1, "diagnostics": []}]}',
        '{"version": 1, "workspaces": [{"workspace": "a", "diagnostics": [{"code": "GNI101"}]}]}',
        '{"version": 1, "workspaces": [{"workspace": "a", "diagnostics": [{"count": 1}]}]}',
        '{"version": 1, "workspaces": [{"workspace": "a", "diagnostics": [{"code": 1, "count": 1}]}]}',
        '{"version": 1, "workspaces": [{"workspace": "a", "diagnostics": [{"code": "GNI101", "count": 0}]}]}',
        '{"version": 1, "workspaces": [{"workspace": "a", "diagnostics": [{"code": "GNI101", "severity": "fatal", "count": 1}]}]}',
    ],
)
def test_what_is_no_baseline_is_refused(value: str) -> None:
    with pytest.raises(UsageError, match="`b` is not a baseline"):
        parse_baseline(value, "b")


def test_a_newer_version_is_refused_and_new_keys_are_not() -> None:
    with pytest.raises(UsageError, match="newer version"):
        parse_baseline('{"version": 2, "workspaces": []}', "b")
    entry: dict[str, Any] = {"code": "GNI101", "count": 2, "novel": 1}
    text = json.dumps({"version": 1, "workspaces": [{"workspace": "a", "diagnostics": [entry], "novel": 1}]})
    assert parse_baseline(text, "b").workspaces == {"a": {Entry(code="GNI101", severity="information"): 2}}
