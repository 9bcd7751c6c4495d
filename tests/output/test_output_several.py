import json
from collections import Counter
from collections.abc import Callable

from gni_assess.model.diagnostics import Diagnostic
from gni_assess.model.vocabulary import DiagnosticSeverity
from gni_assess.output.concise import write_concise
from gni_assess.output.json_report import write_json, write_json_of_several
from gni_assess.output.run import Run, merge, summarize_all
from gni_assess.output.text import write_texts


def test_the_summary_of_several_adds_them_up(a_run: Callable[..., Run], a_diagnostic: Callable[..., Diagnostic]) -> None:
    one = a_run(a_diagnostic(), ignored=Counter(GNI106=2), known=1, outdated=1)
    two = a_run(a_diagnostic(severity=DiagnosticSeverity.WARNING), ignored=Counter(GNI106=1, GNI301=1))
    broken = a_run(a_diagnostic(), criteria=None, answered=None, stage=None)
    assert summarize_all([one, two, broken]) == (
        "3 workspaces; 1 of them cannot be loaded; 3 files read; 28 of 196 criteria answered; 2 errors, 1 warning, 0 for information; "
        "4 ignored (2 codes, each with a reason); 1 known from the baseline; 1 entry of the baseline no longer found"
    )
    assert merge([broken, broken]).criteria is None


def test_lines_of_several_have_the_folder_and_one_summary(a_run: Callable[..., Run], a_diagnostic: Callable[..., Diagnostic]) -> None:
    runs = [a_run(a_diagnostic(), folder=each) for each in ("one", "a/two")]
    concise = list(write_concise(*runs))
    assert [each.split(": ")[0] for each in concise[:2]] == [
        "one/evidence/cases/CASE-208.yaml:3:5",
        "a/two/evidence/cases/CASE-208.yaml:3:5",
    ]
    assert concise[2] == summarize_all(runs)
    text = ["".join(piece for piece, _ in line) for line in write_texts([(each, None) for each in runs])]
    assert [each for each in text if "unknown-criterion" in each] == [
        "error GNI101 unknown-criterion  one/evidence/cases/CASE-208.yaml:3:5",
        "error GNI101 unknown-criterion  a/two/evidence/cases/CASE-208.yaml:3:5",
    ]
    assert text[-2] == summarize_all(runs)


def test_json_of_several_has_each_as_it_is_alone(a_run: Callable[..., Run], a_diagnostic: Callable[..., Diagnostic]) -> None:
    runs = [a_run(a_diagnostic(), folder="one"), a_run(folder="")]
    value = json.loads(write_json_of_several(runs))
    alone = [json.loads(write_json(each)) for each in runs]
    assert list(value) == ["version", "summary", "workspaces"]
    assert value["version"] == 1
    assert value["summary"] == {**alone[0]["summary"], "workspaces": 2, "files_read": 2, "criteria": 196, "answered": 28}
    assert [each.pop("workspace") for each in value["workspaces"]] == ["one", "."]
    assert [{"version": 1, **each} for each in value["workspaces"]] == alone


def test_json_tells_of_a_baseline_only_where_there_is_one(a_run: Callable[..., Run]) -> None:
    assert "known" not in json.loads(write_json(a_run()))["summary"]
    summary = json.loads(write_json(a_run(known=3, outdated=1)))["summary"]
    assert (summary["known"], summary["outdated"]) == (3, 1)


def test_the_command_that_explains_is_for_the_worst(a_run: Callable[..., Run], a_diagnostic: Callable[..., Diagnostic]) -> None:
    lesser = a_diagnostic(code="GNI106", severity=DiagnosticSeverity.INFORMATION), a_diagnostic(severity=DiagnosticSeverity.WARNING)
    worst = a_diagnostic(code="GNI603")
    for runs in ([a_run(*lesser, worst)], [a_run(*lesser), a_run(worst)]):
        text = ["".join(piece for piece, _ in line) for line in write_texts([(each, None) for each in runs])]
        assert text[-1] == "`gni-assess rule GNI603` explains a diagnostic and how to mend it"
